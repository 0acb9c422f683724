"""How a house wants its replies written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from gehoord.tone.coaching.finding import LEVELS, Level
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.sought import Sought

Address = Literal["", "u", "je", "mirror"]


@dataclass(frozen=True)
class Style:
    """The house list: rules switched off or changed in level, rules of its own, u, je or mirror.

    `without` and `levels_changed` are by public code (`EXC-01`). `levels` are those a person
    wants to see: somebody experienced can do without tips. Without an `address` the reply
    follows itself and the conversation.
    """

    without: frozenset[str] = frozenset()
    own: tuple[CoachRule, ...] = ()
    address: Address = ""
    levels: tuple[Level, ...] = LEVELS
    levels_changed: Mapping[str, Level] = field(default_factory=dict)

    @cached_property
    def sought(self) -> Sought:
        """Where the phrases of the house's own rules may stand."""
        return Sought(self.own)

    @cached_property
    def _wanted(self) -> dict[tuple[str, str], tuple[CoachRule, ...]]:
        return {}

    def wanted(self, rules: Sequence[CoachRule], text_kind: str) -> tuple[CoachRule, ...]:
        """Those of a language's rules, and of the house's own, that read this kind of text."""
        language = rules[0].language if rules else ""
        found = self._wanted.get((language, text_kind))
        if found is None:
            every = (*rules, *self.own)
            found = tuple(it for it in every if text_kind in it.texts and self.wants(it))
            self._wanted[language, text_kind] = found
        return found

    @cached_property
    def _narrowed(self) -> dict[tuple[Level, ...], Style]:
        return {}

    def only(self, levels: tuple[Level, ...]) -> Style:
        """The same list for somebody who wants to see only these levels."""
        if levels not in self._narrowed:
            self._narrowed[levels] = replace(self, levels=levels)
        return self._narrowed[levels]

    def level_of(self, rule: CoachRule) -> Level:
        """The level of a rule in this house."""
        return self.levels_changed.get(rule.code, rule.level)

    def wants(self, rule: CoachRule) -> bool:
        """Whether this house and this agent want to hear of a rule."""
        return rule.code not in self.without and self.level_of(rule) in self.levels


AS_DELIVERED = Style()
