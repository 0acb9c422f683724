"""Draw the tables of stages and statuses for the docs: `python -m tests.drawing`."""

from pathlib import Path

import django
from django.utils import translation

GUIDE = Path(__file__).parent.parent / "docs" / "how-it-works" / "stages-and-statuses.md"


def page() -> str:
    """The page, from the tables the product runs on."""
    from gehoord.cases.stages import NOT_TO_SKIP_WHEN_ANGRY, STEPS
    from gehoord.cases.statuses import TABLE

    with translation.override("en"):
        rows = "\n".join(
            f"| {step.stage.label} | {step.now} | {step.over_when} |" for step in STEPS
        )
        missed = " or ".join(f"*{stage.label}*" for stage in NOT_TO_SKIP_WHEN_ANGRY)
        arrows = "\n".join(
            f"    {was} --> {becomes}: {step.value}" for (was, step), becomes in TABLE.items()
        )
    return f"""# Stages and statuses

Drawn from `gehoord.cases.stages` and `gehoord.cases.statuses` by `python -m tests.drawing`; a test
holds this page to the code.

## Stages: where a conversation stands

Set by hand. Any stage may be set, back as well as on. Skipping {missed} while the customer is angry
gives a hint, never a block.

| stage | the agent's next step | it is over when |
|---|---|---|
{rows}

## Statuses: what a case waits for

```mermaid
stateDiagram-v2
    [*] --> waiting
{arrows}
```

What stands in no arrow is not possible: a solved case takes no reply until it is opened again, by an
agent or by the customer writing.
"""


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    GUIDE.parent.mkdir(parents=True, exist_ok=True)
    GUIDE.write_text(page(), "utf-8")
