"""What `gehoord check` says about the models that the house has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from gehoord.coaching.drafting import choice as drafting
from gehoord.coaching.reader import chosen, what_is_wrong


@register("reader")
def check_reader(app_configs: Any, **about: Any) -> Sequence[CheckMessage]:
    """An error if another reader is chosen that cannot work as it is set."""
    wrong = what_is_wrong(chosen())
    hint = "See docs/guides/another-reader.md."
    return [Error(wrong, hint=hint, id="coaching.E001")] if wrong else []


@register("drafting")
def check_drafting(app_configs: Any, **about: Any) -> Sequence[CheckMessage]:
    """An error if a model for drafts is chosen that cannot work as it is set."""
    wrong = drafting.what_is_wrong(drafting.chosen())
    hint = "See docs/guides/drafting.md."
    return [Error(wrong, hint=hint, id="coaching.E002")] if wrong else []
