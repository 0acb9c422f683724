"""Draw the tables of stages and statuses for the docs: `python -m tests.drawing`."""

from pathlib import Path

import django
from django.utils import translation

from tests import drawing_limits

GUIDE = Path(__file__).parent.parent / "docs" / "how-it-works" / "stages-and-statuses.md"


MOST_ARROWS_OF_A_ROW = 4


def _arrows() -> str:
    """The moves that always count, as arrows; rows of many stages stand only in the table."""
    from gehoord.cases.guiding import MOVES, Only

    arrows: dict[tuple[str, str], list[str]] = {}
    for move in MOVES:
        if move.only is Only.ALWAYS and len(move.in_stages) <= MOST_ARROWS_OF_A_ROW:
            for stage in move.in_stages:
                arrows.setdefault((stage.value, move.to.value), []).append(_plain(move.said))
    return "\n".join(
        f"    {was} --> {becomes}: {', '.join(said)}" for (was, becomes), said in arrows.items()
    )


def _moves() -> str:
    """All moves as the rows of a table; what leads the same way is one row."""
    from gehoord.cases.guiding import MOVES
    from gehoord.cases.stages import ORDER

    rows: dict[tuple[str, str, str], list[str]] = {}
    for move in MOVES:
        places = sorted(ORDER.index(stage) for stage in move.in_stages)
        names = [str(ORDER[place].label) for place in places]
        is_range = len(places) > MOST_ARROWS_OF_A_ROW
        stages = f"{names[0]} to {names[-1]}" if is_range else ", ".join(names)
        rows.setdefault((stages, str(move.to.label), move.only.value), []).append(_plain(move.said))
    return "\n".join(
        f"| {stages} | {', '.join(said)} | {to} | {only} |"
        for (stages, to, only), said in rows.items()
    )


def _ways() -> str:
    """The ways beside the stages as the rows of a table; what leads the same way is one row."""
    from gehoord.cases.guiding import WAYS, Path

    froms: dict[tuple[str, str], list[str]] = {}
    for (was, said), becomes in WAYS.items():
        if was != becomes:
            froms.setdefault((_plain(said), str(becomes.label)), []).append(str(was.label))
    rows: dict[tuple[str, str], list[str]] = {}
    for (said, to), labels in froms.items():
        come_from = "any" if len(labels) >= len(Path) - 2 else " / ".join(labels)
        rows.setdefault((come_from, to), []).append(said)
    return "\n".join(
        f"| {come_from} | {', '.join(said)} | {to} |" for (come_from, to), said in rows.items()
    )


def _plain(said: str) -> str:
    return said.replace("_", " ")


def page() -> str:
    """The page, from the tables the product runs on."""
    from gehoord.cases.guiding import MOST_ROUNDS, ROUNDS_OF_STALEMATE, Option
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
        moves, ways = _moves(), _ways()
        options = ", ".join(str(option.label).lower() for option in Option)
    return f"""# Stages and statuses

Drawn from `gehoord.cases.stages`, `guiding` and `statuses` by `python -m tests.drawing`; a test
holds this page to the code.

## Stages: where a conversation stands

Moved by what customer and agent say, and set right by hand. Any stage may be set, back as well as
on; what was said before that moves it no more. A reply counts when it has left: one that was taken
back was never said. Each move stands in the timeline with the words that made it. Skipping {missed}
while the customer is angry gives a hint, never a block.

| stage | the agent's next step | it is over when |
|---|---|---|
{rows}

### What was said leads from stage to stage

```mermaid
stateDiagram-v2
    [*] --> receive
{_arrows()}
```

| in | what was said | becomes | when |
|---|---|---|---|
{moves}

One mail may pass several stages, in the order of its words. What stands in no row keeps the stage:
abuse of the agent, a hand-over and a wait do not end a case. An angry customer is never moved from
listening to a plan by our words alone, only by saying yes to it.

### Ways beside the stages

| from | what was said | to |
|---|---|---|
{ways}

The same no {ROUNDS_OF_STALEMATE} times after our plan opens a checklist ({options}); everything
offered, or {MOST_ROUNDS} times no, means a polite end with the complaints route. None of it is a mark
on the customer, and it is forgotten together with the readings it comes from. In a crisis the card
replaces everything: no move, no tips about wording, no survey, until a person says that no life is in
danger. Where only a model fears it and no rule, a person is asked to look first.

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
    drawing_limits.GUIDE.write_text(drawing_limits.page(), "utf-8")
