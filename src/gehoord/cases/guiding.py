"""How a conversation moves by what is said in it: the table of moves, and what it does to a case.

Source: domain model 3.2. Nothing here is a rule for people: an agent sets any stage or path by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy

from gehoord.cases.stages import ORDER, Stage


class Path(models.TextChoices):
    """A conversation that goes otherwise than along the stages, and the card that belongs to it."""

    NONE = "", pgettext_lazy("path", "along the stages")
    VENT_ONLY = "vent_only", pgettext_lazy("path", "only wants to be heard")
    GAVE_UP = "gave_up", pgettext_lazy("path", "gave up")
    ASKED_ONCE = "asked_once", pgettext_lazy("path", "gave up, and we asked once")
    STALEMATE = "stalemate", pgettext_lazy("path", "the same no again")
    PARTING = "parting", pgettext_lazy("path", "a polite end")
    CONCERN = "concern", pgettext_lazy("path", "read it once more")
    CRISIS = "crisis", pgettext_lazy("path", "a life may be in danger")


class Said(StrEnum):
    """What a message does, as far as it moves a conversation."""

    # The customer
    GOES_ON = "goes_on"
    BRINGS_A_PROBLEM = "brings_a_problem"
    CONFIRMS = "confirms"
    CORRECTS = "corrects"
    ADDS = "adds"
    ACCEPTS = "accepts"
    ACCEPTS_OUR_PLAN = "accepts_our_plan"
    REFUSES = "refuses"
    SAYS_SOLVED = "says_solved"
    SAYS_NOT_SOLVED = "says_not_solved"
    GIVES_UP = "gives_up"
    VENTS_ONLY = "vents_only"
    CUSTOMER_THANKS = "customer_thanks"
    WANTS_A_PERSON = "wants_a_person"
    TURNS_ON_AGENT = "turns_on_agent"
    MAY_SHOW_CRISIS = "may_show_crisis"
    SHOWS_CRISIS = "shows_crisis"
    # The agent
    REPLIES = "replies"
    ASKS_OPEN = "asks_open"
    RESTATES = "restates"
    APOLOGISES = "apologises"
    SAYS_NO_FAULT = "says_no_fault"
    PLANS = "plans"
    OFFERS_OPTIONS = "offers_options"
    ASKS_TO_WAIT = "asks_to_wait"
    HANDS_OVER = "hands_over"
    ASKS_IF_SOLVED = "asks_if_solved"
    THANKS = "thanks"
    SAYS_GOODBYE = "says_goodbye"


class Only(StrEnum):
    """In which conversations a move counts."""

    ALWAYS = "always"
    CALM = "the customer is calm"
    WAS_ANGRY = "the customer was angry"
    WAS_CALM = "the customer was calm"
    VENT_ONLY = "path: only wants to be heard"
    ASKED_ONCE = "path: gave up, and we asked once"
    PARTING = "path: a polite end"


@dataclass(frozen=True)
class Move:
    """One row: in one of these stages, what was said leads to another stage."""

    in_stages: tuple[Stage, ...]
    said: Said
    to: Stage
    only: Only = Only.ALWAYS


def _from(first: Stage, last: Stage) -> tuple[Stage, ...]:
    return ORDER[ORDER.index(first) : ORDER.index(last) + 1]


S = Stage
UNTIL_VERIFY = _from(S.RECEIVE, S.VERIFY)
UNTIL_APOLOGY = _from(S.RECEIVE, S.APOLOGISE)

# The first row that fits is the one that counts. What stands in no row keeps the stage: a hand-over,
# a wait and abuse of the agent do not end a case.
MOVES: tuple[Move, ...] = (
    Move((S.RECEIVE,), Said.REPLIES, S.LISTEN),
    Move((S.DONE,), Said.GOES_ON, S.LISTEN),
    Move((S.FOLLOW_UP, S.DONE), Said.BRINGS_A_PROBLEM, S.LISTEN),
    Move((S.RECEIVE, S.LISTEN, S.RESTATE), Said.RESTATES, S.CONFIRM),
    Move((S.RESTATE,), Said.ASKS_OPEN, S.CONFIRM),
    Move((S.CONFIRM,), Said.CONFIRMS, S.APOLOGISE),
    Move((S.CONFIRM,), Said.ACCEPTS, S.APOLOGISE),
    Move((S.CONFIRM, S.APOLOGISE, S.PLAN), Said.CORRECTS, S.RESTATE),
    Move((S.CONFIRM, S.APOLOGISE, S.PLAN, S.ACT), Said.ADDS, S.RESTATE),
    Move((S.CONFIRM, S.APOLOGISE), Said.APOLOGISES, S.PLAN),
    Move((S.CONFIRM, S.APOLOGISE), Said.SAYS_NO_FAULT, S.PLAN),
    Move((S.CONFIRM, S.APOLOGISE, S.PLAN), Said.PLANS, S.ACT),
    Move((S.RECEIVE, S.LISTEN, S.RESTATE), Said.PLANS, S.ACT, Only.CALM),
    Move((S.PLAN,), Said.ACCEPTS, S.ACT),
    Move(_from(S.RECEIVE, S.PLAN), Said.ACCEPTS_OUR_PLAN, S.ACT),
    Move((S.ACT, S.VERIFY), Said.REFUSES, S.PLAN),
    Move((S.PLAN, S.ACT), Said.ASKS_IF_SOLVED, S.VERIFY),
    Move(UNTIL_APOLOGY, Said.ASKS_IF_SOLVED, S.VERIFY, Only.CALM),
    Move((S.VERIFY,), Said.CONFIRMS, S.CLOSE),
    Move(UNTIL_VERIFY, Said.SAYS_SOLVED, S.CLOSE),
    Move((S.FOLLOW_UP,), Said.SAYS_SOLVED, S.DONE),
    Move((S.VERIFY, S.CLOSE, S.FOLLOW_UP, S.DONE), Said.SAYS_NOT_SOLVED, S.LISTEN),
    Move((S.LISTEN,), Said.THANKS, S.CLOSE, Only.VENT_ONLY),
    Move((S.LISTEN,), Said.CUSTOMER_THANKS, S.CLOSE, Only.VENT_ONLY),
    Move(UNTIL_VERIFY, Said.GIVES_UP, S.CLOSE, Only.ASKED_ONCE),
    Move(UNTIL_VERIFY, Said.SAYS_GOODBYE, S.CLOSE, Only.PARTING),
    Move((S.CLOSE,), Said.THANKS, S.FOLLOW_UP, Only.WAS_ANGRY),
    Move((S.CLOSE,), Said.SAYS_GOODBYE, S.FOLLOW_UP, Only.WAS_ANGRY),
    Move((S.CLOSE,), Said.THANKS, S.DONE, Only.WAS_CALM),
    Move((S.CLOSE,), Said.SAYS_GOODBYE, S.DONE, Only.WAS_CALM),
)
NOT_WHILE_VENTING = (S.APOLOGISE, S.PLAN, S.ACT, S.VERIFY)
"""Nobody has to hear a plan who only wanted to be heard."""

P = Path
WAYS: dict[tuple[Path, Said], Path] = {
    **{(path, Said.SHOWS_CRISIS): P.CRISIS for path in Path},
    **{
        (path, Said.MAY_SHOW_CRISIS): P.CONCERN
        for path in Path
        if path not in (P.CONCERN, P.CRISIS)
    },
    (P.NONE, Said.VENTS_ONLY): P.VENT_ONLY,
    (P.VENT_ONLY, Said.BRINGS_A_PROBLEM): P.NONE,
    (P.VENT_ONLY, Said.PLANS): P.NONE,
    **{(path, Said.GIVES_UP): P.GAVE_UP for path in (P.NONE, P.VENT_ONLY, P.STALEMATE)},
    (P.GAVE_UP, Said.REPLIES): P.ASKED_ONCE,
    (P.GAVE_UP, Said.GOES_ON): P.NONE,
    **{
        (P.ASKED_ONCE, said): P.NONE
        for said in (Said.GOES_ON, Said.ACCEPTS, Said.ACCEPTS_OUR_PLAN, Said.GIVES_UP)
    },
    **{
        (path, said): P.NONE
        for path in (P.STALEMATE, P.PARTING)
        for said in (Said.ACCEPTS, Said.ACCEPTS_OUR_PLAN, Said.CONFIRMS, Said.SAYS_SOLVED)
    },
}
"""How what was said leads to another path. Concern and crisis end only when a person says so."""
VENTING_STARTS_IN = (S.RECEIVE, S.LISTEN)
AFTER_OUR_PLAN = _from(S.PLAN, S.FOLLOW_UP)
ROUNDS_OF_STALEMATE = 2
MOST_ROUNDS = 3
ENDED_BY_THANKS = frozenset(
    (Said.CUSTOMER_THANKS, Said.SAYS_SOLVED, Said.ACCEPTS, Said.ACCEPTS_OUR_PLAN)
)
"""Who says only this does not go on about it."""
ENDS_A_ROUND = (
    Said.ACCEPTS,
    Said.ACCEPTS_OUR_PLAN,
    Said.CONFIRMS,
    Said.CORRECTS,
    Said.ADDS,
    Said.SAYS_SOLVED,
)


class Option(models.TextChoices):
    """What could be offered before it is fair to say that we do not agree."""

    REFUND = "refund", pgettext_lazy("option", "All the money back")
    PARTIAL = "partial", pgettext_lazy("option", "A part of the money back")
    REPAIR = "repair", pgettext_lazy("option", "Repair")
    REPLACEMENT = "replacement", pgettext_lazy("option", "Replacement")
    ANOTHER_TIME = "another_time", pgettext_lazy("option", "Another moment or way")
    COLLEAGUE = "colleague", pgettext_lazy("option", "A colleague with more say decides")
    COMPLAINT = "complaint", pgettext_lazy("option", "The complaints route")


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands: its stage, its path, and how often our plan was refused."""

    stage: Stage
    path: Path = Path.NONE
    rounds: int = 0


@dataclass(frozen=True)
class Mood:
    """What the moves need to know besides the words.

    `is_calm` is about the customer's last message, `was_angry` about the whole course;
    `is_after_ours` says that the message before the customer's was ours.
    """

    is_calm: bool = True
    was_angry: bool = False
    is_after_ours: bool = True


def moved(standing: Standing, said: Said, mood: Mood) -> Standing:
    """Where the conversation stands after something was said."""
    if standing.path == Path.CRISIS:
        return standing
    if said is Said.SHOWS_CRISIS:
        return replace(standing, path=Path.CRISIS)
    stage = _stage_after(standing, said, mood)
    # Who plans although nobody asked for it no longer only listens.
    after = replace(standing, path=_path_after(standing, said))
    if said is Said.PLANS:
        stage = _stage_after(after, said, mood)
    counted = _counted(replace(after, stage=stage), said, mood, was=standing.stage)
    if counted.path == Path.VENT_ONLY and stage in (S.FOLLOW_UP, S.DONE):
        return replace(counted, path=Path.NONE)
    return counted


def _stage_after(standing: Standing, said: Said, mood: Mood) -> Stage:
    for move in MOVES:
        if move.said is said and standing.stage in move.in_stages and _fits(move, standing, mood):
            return move.to
    return standing.stage


def _fits(move: Move, standing: Standing, mood: Mood) -> bool:
    if standing.path == Path.VENT_ONLY and move.to in NOT_WHILE_VENTING:
        return False
    return {
        Only.ALWAYS: True,
        Only.CALM: mood.is_calm,
        Only.WAS_ANGRY: mood.was_angry,
        Only.WAS_CALM: not mood.was_angry,
        Only.VENT_ONLY: standing.path == Path.VENT_ONLY,
        Only.ASKED_ONCE: standing.path == Path.ASKED_ONCE,
        Only.PARTING: standing.path == Path.PARTING,
    }[move.only]


def _path_after(standing: Standing, said: Said) -> Path:
    if said is Said.VENTS_ONLY and standing.stage not in VENTING_STARTS_IN:
        return standing.path
    return WAYS.get((standing.path, said), standing.path)


def _counted(standing: Standing, said: Said, mood: Mood, *, was: Stage) -> Standing:
    """The same with one round more if our plan was refused, or none if it was not."""
    if said in ENDS_A_ROUND:
        return replace(standing, rounds=0)
    if said is not Said.REFUSES or was not in AFTER_OUR_PLAN or not mood.is_after_ours:
        return standing
    rounds = min(standing.rounds + 1, MOST_ROUNDS)
    path = standing.path
    if rounds >= ROUNDS_OF_STALEMATE and path in (P.NONE, P.STALEMATE):
        path = P.PARTING if rounds >= MOST_ROUNDS else P.STALEMATE
    return Standing(standing.stage, path, rounds)


def all_offered(options: Sequence[str]) -> bool:
    """Whether nothing is left to offer."""
    return set(Option.values) <= set(options)
