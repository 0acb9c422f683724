"""What if I send this: which of the customer's needs a reply meets, misses or hurts, in words.

Never a grade: no number, no colour, and every sentence with the words it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str | Promise] = {
    "acknowledgement": _("Acknowledgement"),
    "certainty": _("Certainty"),
    "money": _("Money"),
    "time": _("Time"),
    "safety": _("Safety"),
    "respect": _("Respect"),
    "autonomy": _("Own choice"),
}
SENTENCES: dict[tuple[str, str], str | Promise] = {
    ("acknowledgement", "met"): _("You name what the customer went through."),
    ("acknowledgement", "missing"): _("Nothing here shows yet that you see what happened."),
    ("acknowledgement", "hurt"): _("This makes it smaller than it is for the customer."),
    ("certainty", "met"): _("The customer reads what happens next, and when."),
    ("certainty", "missing"): _("What happens next, and when, is not here yet."),
    ("certainty", "hurt"): _("After this the customer still does not know what to expect."),
    ("money", "met"): _("The customer reads what happens with the money."),
    ("money", "missing"): _("About the money there is nothing here yet."),
    ("money", "hurt"): _("It can seem as if the customer pays for this."),
    ("time", "met"): _("You spare the customer time."),
    ("time", "missing"): _("The time that it cost the customer is not named yet."),
    ("time", "hurt"): _("This asks for still more of the customer's time."),
    ("safety", "met"): _("The customer reads how it becomes safe."),
    ("safety", "missing"): _("About safety there is nothing here yet."),
    ("safety", "hurt"): _("It can seem as if the danger does not count."),
    ("respect", "met"): _("You take the customer seriously."),
    ("respect", "missing"): _("Nothing here shows yet that you take the customer seriously."),
    ("respect", "hurt"): _("This can sound condescending."),
    ("autonomy", "met"): _("The customer has something to choose."),
    ("autonomy", "missing"): _("There is nothing for the customer to choose yet."),
    ("autonomy", "hurt"): _("This decides for the customer."),
}
GROUPS: dict[str, str | Promise] = {
    "met": _("It gives the customer"),
    "missing": _("Still missing"),
    "hurt": _("It can hurt"),
}


@dataclass(frozen=True)
class NeedSaid:
    """One need in one sentence, with the words in the draft that say so, if any."""

    name: str
    sentence: str
    words: str


@dataclass(frozen=True)
class Group:
    """The needs that are met, missing or hurt."""

    title: str
    needs: list[NeedSaid]


def rehearsed(needs: Sequence[Any], text: str) -> list[Group]:
    """What a reply does with the needs of this customer; groups without a need are left out."""
    groups = [
        Group(
            str(title),
            [
                NeedSaid(
                    name=str(NAMES[need.name]),
                    sentence=str(SENTENCES[need.name, need.state]),
                    words=text[need.start : need.end].strip(),
                )
                for need in needs
                if need.state == state
            ],
        )
        for state, title in GROUPS.items()
    ]
    return [group for group in groups if group.needs]
