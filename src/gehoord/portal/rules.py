"""The house rules as a customer reads them: from the settings and from the ladder's own tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gehoord.accounts.models import FormOfAddress, House
from gehoord.limits.ladder.levels import COUNTS, Level
from gehoord.limits.ladder.rungs import LADDER
from gehoord.limits.models import HouseRules
from gehoord.limits.models.rules import Country
from gehoord.limits.wording.lengths import decider_words, length_words
from gehoord.limits.wording.telling import Voice

LINES = {
    Country.NETHERLANDS: ("line_nl",),
    Country.BELGIUM: ("line_be",),
    Country.BOTH: ("line_nl", "line_be"),
}


@dataclass(frozen=True)
class Row:
    """One measure in the table of what follows."""

    name: str
    when: str
    length: str
    decides: str


class HouseRulesPage:
    """What the page of the house rules says."""

    def __init__(self) -> None:
        self.house, self.rules = House.current(), HouseRules.current()
        self.voice = Voice(self.house.form_of_address != FormOfAddress.JE)

    @property
    def title(self) -> str:
        return self.voice.say("page_title", house=self.house.name)

    @property
    def stance(self) -> str:
        return self.rules.stance or self.voice.say("page_stance")

    @property
    def always(self) -> list[str]:
        return self.voice.say("page_always").splitlines()

    @property
    def never(self) -> list[str]:
        """Every level of behaviour that counts."""
        return [self.voice.say(f"page_never_{level.value}") for level in Level if level >= COUNTS]

    @cached_property
    def ladder(self) -> list[Row]:
        """Every measure, how long it lasts in this house, and who decides."""
        return [
            Row(
                name=self.voice.say(f"page_name_{kind}"),
                when=self.voice.say(f"page_when_{kind}"),
                length=length_words(self.rules.length_of(kind)),
                decides=decider_words(
                    rung, chosen=self.rules.deciders, by_agent=self.voice.say("by_agent")
                ),
            )
            for kind, rung in LADDER.items()
        ]

    @property
    def open(self) -> list[str]:
        return self.voice.say("page_open").splitlines()

    @property
    def person(self) -> str:
        return self.voice.say("page_person")

    @property
    def appeal(self) -> str:
        return self.voice.say("page_appeal")

    @property
    def ways(self) -> list[str]:
        """The addresses that stay open."""
        said = []
        if self.rules.open_mail:
            said.append(self.voice.say("page_mail", mail=self.rules.open_mail))
        post = ", ".join(each.strip() for each in self.rules.postal_address.splitlines())
        if post:
            said.append(self.voice.say("page_post", post=post))
        return said

    @property
    def danger(self) -> str:
        """Whom to call, in the countries of this house's customers."""
        lines = " ".join(self.voice.say(name) for name in LINES[Country(self.rules.country)])
        return self.voice.say("page_danger", lines=lines)
