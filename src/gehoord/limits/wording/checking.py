"""What the coach would stop in a text about a limit, apart from the customer's own words in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gehoord.coaching.actions import check_draft


def stops_in(text: str, *, said: Sequence[str]) -> list[str]:
    """What the coach would stop, chiefly words that judge or threaten a person.

    `said` are the customer's literal words: they have to stand in it, so they are not weighed.
    """
    draft = text
    for quote in said:
        if words := " ".join(quote.split()).rstrip("."):
            draft = draft.replace(words, _("words"))
    found = check_draft(draft=draft, thread=[("customer", words) for words in said])
    return [str(each.advice) for each in found if each.level == "stop" or each.rule[:3] == "GRZ"]
