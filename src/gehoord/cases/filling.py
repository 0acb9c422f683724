"""Fill in a saved reply for one customer: `{{voornaam}}` becomes his name, or a visible blank."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.accounts.models import Agent, House
from gehoord.cases.models import Case

FIELD = re.compile(r"\{\{([^{}]*)\}\}")
TITLE = re.compile(
    r"^(?:de\s+)?(heer|meneer|mijnheer|mevrouw|mevr|dhr|mw)\b\.?\s+(.+)$", re.IGNORECASE
)
TITLES = {
    "heer": "meneer", "mijnheer": "meneer", "dhr": "meneer", "mevr": "mevrouw", "mw": "mevrouw",
}  # fmt: skip
INITIAL = re.compile(r"^(?:\w\.)+$")


@dataclass(frozen=True)
class Filling:
    """What a saved reply is filled in from."""

    case: Case
    agent: Agent
    house: House
    says_u: bool

    @property
    def name(self) -> str:
        return self.case.customer.name.strip()

    @property
    def first_name(self) -> str:
        """The customer's first name; nothing if only initials or a last name are known."""
        if TITLE.match(self.name):
            return ""
        first = self.name.split(" ")[0]
        return "" if INITIAL.match(first) else first

    @property
    def greeting(self) -> str:
        """How the reply begins: `Beste mevrouw Verhoeven`, `Dag Marieke`, or `Goedendag`."""
        if titled := TITLE.match(self.name):
            title = TITLES.get(titled[1].lower(), titled[1].lower())
            rest = [word for word in titled[2].split() if not INITIAL.match(word)]
            last = " ".join(rest) or titled[2]
            return _("Dear {name}").format(name=f"{title} {last[:1].upper()}{last[1:]}")
        if not self.name:
            return _("Good day")
        if self.says_u:
            return _("Dear {name}").format(name=self.name)
        return _("Hello {name}").format(name=self.first_name or self.name)

    @property
    def day(self) -> str:
        return date_format(timezone.localdate(), "l j F")


def _blank(word: str | Promise) -> str:
    return f"[{word}]"


@dataclass(frozen=True)
class Variable:
    """One field of saved replies: what it stands for, and what it becomes."""

    name: str
    meaning: str | Promise
    fill: Callable[[Filling], str]


VARIABLES: dict[str, Variable] = {
    each.name: each
    for each in (
        Variable(
            "aanhef",
            gettext_lazy("how the reply begins, with the name if we know it"),
            lambda to: to.greeting,
        ),
        Variable(
            "klant",
            gettext_lazy("the customer's name"),
            lambda to: to.name or _blank(_("name of the customer")),
        ),
        Variable(
            "voornaam",
            gettext_lazy("the customer's first name"),
            lambda to: to.first_name or _blank(_("first name of the customer")),
        ),
        Variable("medewerker", gettext_lazy("your name for customers"), lambda to: to.agent.called),
        Variable(
            "organisatie", gettext_lazy("the name of the organisation"), lambda to: to.house.name
        ),
        Variable("zaak", gettext_lazy("the number of the case"), lambda to: str(to.case.pk)),
        Variable("dag", gettext_lazy("today, as in “Monday 3 June”"), lambda to: to.day),
        Variable("u", gettext_lazy("u or je"), lambda to: "u" if to.says_u else "je"),
        Variable("uw", gettext_lazy("uw or je"), lambda to: "uw" if to.says_u else "je"),
    )
}
"""Everything that can be filled in, in the order in which it is explained."""


def unknown_variables(text: str) -> list[str]:
    """Fields that do not exist, each once, as they are written: `["naam"]`."""
    names = [found.strip() for found in FIELD.findall(text) if found.count("|") != 1]
    return [name for name in dict.fromkeys(names) if name.lower() not in VARIABLES]


def filled(text: str, to: Filling) -> str:
    """A saved reply for one customer; what is not known is a blank for the agent.

    `{{U}}` with a capital, for the start of a sentence, becomes `U` or `Je`; of
    `{{heeft u|heb je}}` the first stays for who is called u, the second for who is called je.
    """

    def fill(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name.count("|") == 1:
            return name.split("|")[0 if to.says_u else 1].strip()
        variable = VARIABLES.get(name.lower())
        if variable is None:
            return _blank(name)
        words = variable.fill(to)
        return words[:1].upper() + words[1:] if name[0].isupper() else words

    return FIELD.sub(fill, text)
