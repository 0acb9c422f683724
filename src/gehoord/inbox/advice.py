"""Everything the coach has to know about a case, and what it says about a text in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal, TypeVar

from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent, CoachHelp
from gehoord.cases.models import Case, Delivery, Direction, Draft
from gehoord.cases.quiet import is_quiet
from gehoord.channels.email.sending.plain_words import PlainWords
from gehoord.coaching.actions import (
    check_draft,
    needs_of,
    skeleton_for,
    style_for,
    unanswered_parts,
)
from gehoord.coaching.models import SHIELDED
from gehoord.contacts.models import Channel
from gehoord.inbox.coach_marks import Mark, in_letter, marks_of

logger = logging.getLogger(__name__)
Said = TypeVar("Said")
Finding = Any  # of the engine, which only coaching imports

MESSAGES_BEFORE = 20
MOST_MARKS = 3
LONGEST_CHECKED = 20_000
FOR_EXPERIENCED: tuple[Literal["stop", "let op"], ...] = ("stop", "let op")
IN_A_CRISIS = "GRZ"
"""The only group of rules that speaks when somebody's safety comes first."""
NEEDS_KNOW = ("draft", "customer_name", "anger", "emotion", "stage", "thread", "facts")
READ = ("direction", "text", "reading__abuse", "reading__emotion", "reading__is_disputed")


class Advice:
    """What the coach says about one text in one case. Nothing of it is kept.

    Without advice for this agent (he switched it off) `marks` and `unanswered` are empty; the
    `needs` are there, because he asks for them himself.
    """

    def __init__(self, case: Case, agent: Agent, text: str, *, mode: str = Draft.Mode.REPLY):
        self.case, self.agent, self.mode = case, agent, mode
        self.text = text if len(text) <= LONGEST_CHECKED else ""
        is_letter = mode == Draft.Mode.REPLY and case.last_channel == Channel.EMAIL
        self.letter = PlainWords(self.text) if is_letter else None

    @property
    def _words(self) -> str:
        """What the coach reads: of a letter the words without the signs of their formats."""
        return self.letter.text if self.letter else self.text

    @property
    def is_on(self) -> bool:
        return self.agent.coach_help != CoachHelp.OFF

    @cached_property
    def marks(self) -> list[Mark]:
        """The best three findings; where it is quiet only those that keep people safe."""
        if not self.is_on or not self.text.strip():
            return []
        found: list[Finding] = careful(
            lambda: check_draft(**self._situation, style=self._style), []
        )
        if self._is_quiet:
            found = [finding for finding in found if finding.rule.startswith(IN_A_CRISIS)]
        return in_letter(marks_of(self._words, found), self.letter)

    @cached_property
    def unanswered(self) -> list[str]:
        """The parts of the customer's message that the text says nothing about, in his words."""
        if not self.is_on or self.mode == Draft.Mode.NOTE or self._is_quiet:
            return []
        parts: Sequence[Any] = careful(
            lambda: unanswered_parts(draft=self._words, thread=self.thread), ()
        )
        # That an empty reply does not answer the one question needs no saying.
        is_plain = len(parts) == 1 and not self.text.strip()
        return [] if is_plain else list(dict.fromkeys(map(self._as_shown, parts)))

    def _as_shown(self, part: Any) -> str:
        """The customer's words for a part; what the timeline folds is folded here too."""
        abuse = self._before[part.turn][READ.index("reading__abuse")]
        return _("a point in the folded message") if abuse in SHIELDED else str(part.text)

    @cached_property
    def skeleton(self) -> str:
        """Numbered lines to answer what is not answered yet."""
        if not self.unanswered:
            return ""
        return careful(lambda: skeleton_for(draft=self._words, thread=self.thread), "")

    @cached_property
    def needs(self) -> Sequence[Any]:
        """Which of the customer's needs the text meets, misses or hurts."""
        if not self.text.strip():
            return ()
        about = {name: self._situation[name] for name in NEEDS_KNOW}
        found: Sequence[Any] = careful(lambda: needs_of(**about), ())
        return [self._in_text(need) for need in found] if self.letter else found

    def _in_text(self, need: Any) -> Any:
        """The same with its words as they stand in the text."""
        start, end = self.letter.in_typed(need.start, need.end) if self.letter else (0, 0)
        return replace(need, start=start, end=end)

    @cached_property
    def _is_quiet(self) -> bool:
        """Whether somebody's safety comes before wording."""
        return is_quiet(self.case)

    # ── What it has to know ──────────────────────────────────────────────────────────────
    @cached_property
    def _before(self) -> list[tuple[Any, ...]]:
        """The last messages that reached somebody, oldest first."""
        rows = self.case.messages.exclude(delivery=Delivery.FAILED).latest_first()
        return list(rows.values_list(*READ)[:MESSAGES_BEFORE])[::-1]

    @cached_property
    def thread(self) -> list[tuple[Literal["customer", "agent"], str]]:
        return [
            ("customer" if direction == Direction.FROM_CUSTOMER else "agent", text)
            for direction, text, *_read in self._before
        ]

    @property
    def _situation(self) -> dict[str, Any]:
        emotions = [
            emotion for *_said, emotion, is_disputed in self._before if emotion and not is_disputed
        ]
        return {
            "draft": self._words,
            "channel": self.case.last_channel,
            "customer_name": self.case.customer.name,
            "anger": self.case.anger_now,
            "emotion": emotions[-1] if emotions else "neutral",
            "stage": self.case.stage,
            "thread": self.thread,
            "facts": _on_file(self.case),
            "text_kind": "note" if self.mode == Draft.Mode.NOTE else "reply",
        }

    @property
    def _style(self) -> Any:
        style = style_for(team_id=self.case.team_id, channel=self.case.last_channel)
        is_experienced = self.agent.coach_help == CoachHelp.EXPERIENCED
        return style.only(FOR_EXPERIENCED) if is_experienced else style


def _on_file(case: Case) -> dict[str, str]:
    """What we know of the customer without asking; the messages say the rest."""
    known = {"naam": case.customer.name, "e-mailadres": case.customer.email}
    return {name: value for name, value in known.items() if value}


def careful(ask: Callable[[], Said], nothing: Said) -> Said:
    """What the coach says, or `nothing` if it cannot."""
    try:
        return ask()
    except Exception:
        # Advice must never stand between an agent and his customer.
        logger.exception("The coach could not read a draft")
        return nothing
