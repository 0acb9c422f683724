"""How the anger of one customer went through a conversation, from the readings of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

Trend = Literal["none", "steady", "rising", "falling"]

# The trend looks at this many of the customer's messages (domain model 3.1).
LAST = 3
# A score must move this much to be more than chance; one level is about a quarter.
CLEAR_MOVE = 0.12
# From this level thanks and giving up mean something else than politeness.
ANGRY = 2
RISE_OF_LEVELS = 2
AT_A_PERSON = frozenset(
    ("insult", "discrimination", "sexual", "intimidation", "threat_veiled", "threat_explicit")
)


class Seen(Protocol):
    """What a course needs of a reading; stored readings have it too."""

    @property
    def anger(self) -> int: ...
    @property
    def anger_score(self) -> float: ...
    @property
    def emotion(self) -> str: ...
    @property
    def abuse(self) -> str: ...
    @property
    def next_step(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a course says what it says: a code and the numbers of the readings, from 0."""

    code: str
    readings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The anger of one customer over a conversation.

    `peak` and `last` are levels 0 to 4, `peak_at` the number of the first reading at the peak, -1
    without readings. `trend` is over the last three readings. `is_rising` is the early warning:
    act now, before it is a quarrel. `gave_up` and `thanked` are about the last reading.
    `turned_on_agent` says that criticism became abuse of a person on the way.
    """

    peak: int = 0
    peak_at: int = -1
    last: int = 0
    trend: Trend = "none"
    is_rising: bool = False
    gave_up: bool = False
    thanked: bool = False
    turned_on_agent: bool = False
    reasons: tuple[Reason, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The course as JSON writes it, with lists for tuples."""
        reasons = [{"code": one.code, "readings": list(one.readings)} for one in self.reasons]
        return asdict(self) | {"reasons": reasons}


def course(readings: Sequence[Seen]) -> Course:
    """Follow a customer's anger through their messages, oldest first.

    Messages in a language nobody could read count for nothing, but keep their number.
    """
    turns = [(at, seen) for at, seen in enumerate(readings) if getattr(seen, "is_read", True)]
    if not turns:
        return Course()
    peak_at, highest = max(turns, key=lambda turn: (turn[1].anger, -turn[0]))
    trend = _trend(turns)
    reasons = (
        *_rising(turns, trend),
        *_gave_up(turns),
        *_thanked(turns, highest.anger),
        *_turned(turns),
    )
    codes = {reason.code for reason in reasons}
    return Course(
        peak=highest.anger,
        peak_at=peak_at,
        last=turns[-1][1].anger,
        trend=trend,
        is_rising="rising" in codes,
        gave_up="gave_up" in codes,
        thanked="thanked" in codes,
        turned_on_agent="turned_on_agent" in codes,
        reasons=reasons,
    )


Turns = list[tuple[int, Seen]]


def _trend(turns: Turns) -> Trend:
    scores = [_height(seen) for _, seen in turns[-LAST:]]
    if len(scores) < 2:
        return "none"
    move = scores[-1] - scores[0]
    if abs(move) < CLEAR_MOVE:
        return "steady"
    return "rising" if move > 0 else "falling"


def _height(seen: Seen) -> float:
    """The level refined by the score, as a share of 1."""
    return (seen.anger + min(max(seen.anger_score, 0.0), 1.0)) / 5


def _rising(turns: Turns, trend: Trend) -> list[Reason]:
    """Two steps up in a row, or two levels at once, to a level that is more than irritation."""
    last = turns[-LAST:]
    if trend != "rising" or last[-1][1].anger < 1:
        return []
    heights = [_height(seen) for _, seen in last]
    steps = len(last) == LAST and heights[0] < heights[1] < heights[2]
    leap = last[-1][1].anger - last[-2][1].anger >= RISE_OF_LEVELS
    return [Reason("rising", tuple(at for at, _ in last))] if steps or leap else []


def _gave_up(turns: Turns) -> list[Reason]:
    at, seen = turns[-1]
    return [Reason("gave_up", (at,))] if seen.next_step == "reopen" else []


def _thanked(turns: Turns, peak: int) -> list[Reason]:
    at, seen = turns[-1]
    is_thanks = seen.emotion == "gratitude" and seen.anger == 0
    return [Reason("thanked", (at,))] if peak >= ANGRY and is_thanks else []


def _turned(turns: Turns) -> list[Reason]:
    """Anger at the firm or the matter first, abuse of a person later."""
    angry = [at for at, seen in turns if seen.anger >= 1 and seen.abuse not in AT_A_PERSON]
    abusive = [at for at, seen in turns if seen.abuse in AT_A_PERSON]
    if not angry or not abusive or angry[0] > abusive[0]:
        return []
    return [Reason("turned_on_agent", (angry[0], abusive[0]))]
