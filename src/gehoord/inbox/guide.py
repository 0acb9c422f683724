"""The card of the guide for one case: where it stands, what to do now, and words to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import translation

from gehoord.accounts.models import Agent, House
from gehoord.cases.filling import Filling, filled
from gehoord.cases.guiding import Option, Path
from gehoord.cases.models import Case, Event
from gehoord.cases.stages import ANGRY, Stage, step_of
from gehoord.cases.statuses import Status
from gehoord.coaching.actions import style_for
from gehoord.coaching.address import says_u
from gehoord.coaching.models import SHIELDED, Reading
from gehoord.inbox import guide_cards as cards
from gehoord.inbox.advice import Advice
from gehoord.inbox.guide_facts import CaseFacts, facts_of_case
from gehoord.limits.models import HouseRules

NUMBERED = (Stage.PLAN,)
"""Stages whose example says for each problem what is done about it."""


@dataclass(frozen=True)
class OfferedOption:
    """A line of the checklist."""

    value: str
    label: str
    is_offered: bool


class Guide:
    """The card for one agent in one case. Reads nothing until a part of it is shown."""

    def __init__(self, case: Case, agent: Agent) -> None:
        self.case, self.agent = case, agent

    @property
    def path(self) -> Path:
        return Path(self.case.path)

    @property
    def stage(self) -> Stage:
        return Stage(self.case.stage)

    @property
    def texts(self) -> cards.Texts:
        """A path goes before the stage."""
        return cards.OF_PATHS.get(self.path) or cards.OF_STAGES[self.stage]

    @property
    def is_crisis(self) -> bool:
        return self.case.is_in_crisis

    @property
    def asks_to_decide(self) -> bool:
        """Whether somebody has to look whether a life is in danger: the card stands open."""
        return self.path == Path.CONCERN

    @property
    def message_to_read(self) -> int | None:
        """The number of the message that somebody has to read once more."""
        moves = self.case.events.filter(kind=Event.Kind.PATH, details__to=Path.CONCERN)
        last = moves.last()
        return last.details.get("message") if last else None

    @property
    def name(self) -> str:
        """What the card is about: the path, or else the stage."""
        return str(self.path.label if self.path else self.stage.label)

    @property
    def now(self) -> str:
        """The line that is always seen."""
        return str(self.texts.now or step_of(self.stage).now)

    @property
    def over_when(self) -> str:
        """When the stage is over; a path has no such moment."""
        return "" if self.path else str(step_of(self.stage).over_when)

    @cached_property
    def facts(self) -> CaseFacts:
        return facts_of_case(self.case)

    @cached_property
    def example(self) -> str:
        """Words to begin with, in the customer's language and with this case's facts."""
        with translation.override(self._language):
            return self._filled(str(self._say))

    @property
    def spoken(self) -> str:
        """The same for on the telephone: without the greeting of a letter."""
        with translation.override(self._language):
            words = self._filled(str(self._say).removeprefix("{{aanhef}}, "))
        return words[:1].upper() + words[1:]

    @property
    def notes(self) -> list[str]:
        """What goes along with the stage, whatever that is."""
        if self.is_crisis:
            return []
        reading = self._last_reading
        turned = reading is not None and reading.target == "agent" and reading.abuse in SHIELDED
        wants_person = reading is not None and reading.next_step == "warm_handover"
        said = [
            (turned, cards.TURNED_ON_AGENT),
            (wants_person, cards.WANTS_A_PERSON),
            (self.case.status == Status.ON_HOLD, cards.WAITS),
        ]
        return [str(text) for is_so, text in said if is_so]

    @property
    def options(self) -> list[OfferedOption]:
        """The checklist of a stalemate; elsewhere there is none."""
        if self.path not in (Path.STALEMATE, Path.PARTING):
            return []
        offered = set(self.case.options)
        return [
            OfferedOption(option.value, str(option.label), option.value in offered)
            for option in Option
        ]

    @property
    def other_paths(self) -> list[tuple[str, str]]:
        """The cards that can be chosen by hand instead of this one."""
        shown = [path for path in Path if path not in (self.path, Path.ASKED_ONCE, Path.CONCERN)]
        return [(path.value, str(path.label)) for path in shown]

    # ── What the example is made of ──────────────────────────────────────────────────────
    def _filled(self, words: str) -> str:
        story = filled(self.facts.story or str(cards.NOT_TOLD), self._filling)
        if "{lines}" in words:
            country = HouseRules.current().country
            words = words.replace("{lines}", str(cards.HELP_LINES[country]))
        ready = filled(words, self._filling).replace("{story}", story)
        return ready.replace("{points}", self._points)

    @property
    def _say(self) -> cards.Text:
        """An angry customer is acknowledged in the very first answer already."""
        is_first = self.stage == Stage.RECEIVE and not self.path
        if is_first and self.case.anger_now >= ANGRY:
            return cards.OF_STAGES[Stage.LISTEN].say
        return self.texts.say

    @cached_property
    def _last_reading(self) -> Reading | None:
        last = self.case.messages.from_customers().latest_first().select_related("reading").first()
        reading = last.reading if last else None
        return reading if reading is not None and reading.counts else None

    @property
    def _language(self) -> str:
        known = {code for code, _name in settings.LANGUAGES}
        language = self._last_reading.language if self._last_reading else ""
        return language if language in known else translation.get_language() or "nl"

    @property
    def _points(self) -> str:
        is_plan = self.stage in NUMBERED and not self.path
        # A promise is about a problem as we wrote it down, not about a quotation.
        known = [point for point in self.facts.points if not (is_plan and point.is_quote)]
        points = [point.shown for point in known] or [str(point) for point in cards.FIRST_POINTS]
        tail = f": {cards.STEP}" if is_plan else ""
        return "\n".join(f"{number}. {point}{tail}" for number, point in enumerate(points, 1))

    @cached_property
    def _filling(self) -> Filling:
        address = style_for(team_id=self.case.team_id, channel=self.case.last_channel).address
        thread = Advice(self.case, self.agent, "").thread if address == "mirror" else ()
        return Filling(
            self.case, self.agent, House.current(), says_u(address=address, thread=thread)
        )
