"""The stage and path of a conversation, moved by what is said and set right by hand."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.guiding import (
    ENDED_BY_THANKS,
    Mood,
    Option,
    Path,
    Said,
    Standing,
    all_offered,
    moved,
)
from gehoord.cases.models import Case, Event, Message
from gehoord.cases.stages import ANGRY, Stage
from gehoord.coaching.actions import acts_of
from gehoord.coaching.models import Reading

logger = logging.getLogger(__name__)
CUSTOMER_NAMES = {"thanks": Said.CUSTOMER_THANKS}
KNOWN = frozenset(Said)
LEARNED = ".learned."
DANGERS = (Said.SHOWS_CRISIS, Said.MAY_SHOW_CRISIS)
FEWEST_WORDS_OF_A_STORY = 12
OFFERS = frozenset((Said.PLANS, Said.OFFERS_OPTIONS))
NOT_GIVEN_UP = frozenset(
    (
        *(Said.GIVES_UP, Said.VENTS_ONLY, Said.CONFIRMS, Said.SAYS_SOLVED),
        *(Said.ACCEPTS, Said.ACCEPTS_OUR_PLAN),
    )
)
"""Who says one of these did not give up, whatever else the words look like."""


class Words(NamedTuple):
    """Something that was said, and where in the message."""

    said: Said
    start: int = 0
    end: int = 0


def follow_customer(*, case: Case, message: Message, reading: Reading) -> None:
    """Move a case by what its customer just said; the caller saves the case.

    What was written before somebody set the stage by hand moves nothing, except that a life may
    be in danger.
    """
    _safely(lambda: _follow_customer(case, message, reading))


def follow_reply(*, case: Case, reply: Message) -> None:
    """Move a case by what our reply says, now that it has left. One taken back never said it."""
    if reply.is_automatic:
        return
    if case.guided_from is None or reply.written_at > case.guided_from:
        _safely(lambda: _follow_reply(case, reply))


def _safely(follow: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            follow()
    except Exception:
        # Guidance must never stand between a customer and an answer.
        logger.exception("a message did not move its case")


def _follow_customer(case: Case, message: Message, reading: Reading) -> None:
    before = _last_before(message)
    is_after_ours = before is not None and not before.is_from_customer
    # Nothing before this one, and there is nothing of ours either.
    ours = before if is_after_ours or before is None else _last_of_ours(message)
    said = list(_said_by_customer(case, message, reading, ours))
    if case.guided_from is not None and message.written_at <= case.guided_from:
        said = [words for words in said if words.said in DANGERS]
    _move(case, message, said, mood=_mood(case, is_after_ours=is_after_ours))


def _follow_reply(case: Case, reply: Message) -> None:
    language = _language(case)
    acts = acts_of(text=reply.text, by="agent", language=language)
    said = [Words(Said(act.name), act.start, act.end) for act in acts if act.name in KNOWN]
    # Written before the customer gave up, it did not yet ask whether we may arrange it after all.
    is_answer = case.path != Path.GAVE_UP or reply.written_at > (
        case.last_customer_at or case.opened_at
    )
    first = [Words(Said.REPLIES)] if is_answer else []
    if _move(case, reply, [*first, *said], mood=_mood(case)):
        case.save(update_fields=["stage", "path", "rounds"])


def _said_by_customer(
    case: Case, message: Message, reading: Reading, ours: Message | None
) -> Iterator[Words]:
    """What a customer says, safety first, then in the order of the words.

    `ours` is the last thing we said to him.
    """
    if reading.counts and reading.is_crisis:
        yield _danger(reading)
    acts = acts_of(
        text=message.text,
        by="customer",
        previous=ours.text if ours else "",
        language=reading.language if reading.is_read else "",
    )
    names = {**CUSTOMER_NAMES, **_accepting(ours)}
    told = [Words(names.get(act.name) or Said(act.name), act.start, act.end) for act in acts]
    told += _read_between(case, message, reading, {words.said for words in told})
    kinds = {words.said for words in told}
    if Said.GIVES_UP not in kinds and not (kinds and kinds <= ENDED_BY_THANKS):
        yield Words(Said.GOES_ON)
    yield from told


def _accepting(ours: Message | None) -> dict[str, Said]:
    """What “prima” means: to a plan or a choice of ours it says yes."""
    done = {act.name for act in acts_of(text=ours.text, by="agent")} if ours else set()
    return {} if done.isdisjoint(OFFERS) else {"accepts": Said.ACCEPTS_OUR_PLAN}


def _read_between(
    case: Case, message: Message, reading: Reading, told: set[Said]
) -> Iterator[Words]:
    """What no single words say and the reading does."""
    if not reading.counts:
        return
    if reading.next_step == "reopen" and told.isdisjoint(NOT_GIVEN_UP):
        yield _shown_by(reading, "", Said.GIVES_UP)
    if Said.VENTS_ONLY not in told and _only_vents(case, message, reading):
        yield _shown_by(reading, "", Said.VENTS_ONLY)
    quiet = {Said.VENTS_ONLY, Said.SAYS_SOLVED, Said.GIVES_UP}
    if reading.intent in ("problem", "both") and told.isdisjoint(quiet):
        yield Words(Said.BRINGS_A_PROBLEM)


def _danger(reading: Reading) -> Words:
    """What the words about life and death are: certain, or only learned from other messages."""
    signs = [each for each in reading.evidence if each["label"].startswith("crisis")]
    is_learned = bool(signs) and all(LEARNED in each["rule"] for each in signs)
    return _shown_by(reading, "crisis", Said.MAY_SHOW_CRISIS if is_learned else Said.SHOWS_CRISIS)


def _only_vents(case: Case, message: Message, reading: Reading) -> bool:
    """Whether this is a story that asks nothing, and nothing was asked before it."""
    is_story = "?" not in message.text and len(message.text.split()) >= FEWEST_WORDS_OF_A_STORY
    if reading.intent != "vent" or not reading.anger or reading.parts or not is_story:
        return False
    before = case.messages.from_customers().exclude(pk=message.pk)
    return not before.filter(reading__intent__in=["problem", "both"]).exists()


def _shown_by(reading: Reading, label: str, said: Said) -> Words:
    found = [each for each in reading.evidence if label and each["label"].startswith(label)]
    return Words(said, found[0]["start"], found[0]["end"]) if found else Words(said)


def _last_before(message: Message) -> Message | None:
    others = message.conversation.messages.seen_by_customer().exclude(pk=message.pk)
    return others.in_order().last()


def _last_of_ours(message: Message) -> Message | None:
    return message.conversation.messages.to_customers().seen_by_customer().in_order().last()


def _language(case: Case) -> str:
    last = case.messages.from_customers().filter(reading__is_read=True).latest_first()
    return last.values_list("reading__language", flat=True).first() or ""


def _mood(case: Case, *, is_after_ours: bool = True) -> Mood:
    levels = [int(sign) for sign in case.course if sign.isdecimal()]
    return Mood(
        is_calm=case.anger_now < ANGRY,
        was_angry=max(levels, default=0) >= ANGRY,
        is_after_ours=is_after_ours,
    )


def _move(case: Case, message: Message, said: Iterable[Words], *, mood: Mood) -> bool:
    """Put the case where the words lead, with an event for each step. Whether it moved."""
    now = start = _standing(case)
    seen: set[Said] = set()
    for words in said:
        if words.said in seen:
            continue
        seen.add(words.said)
        after = moved(now, words.said, mood)
        _tell(case, message, words, was=now, now=after)
        now = after
    case.stage, case.path, case.rounds = now.stage, now.path, now.rounds
    return now != start


def _standing(case: Case) -> Standing:
    return Standing(Stage(case.stage), Path(case.path), case.rounds)


def _tell(case: Case, message: Message, words: Words, *, was: Standing, now: Standing) -> None:
    steps = [
        (Event.Kind.PATH, was.path.value, now.path.value),
        (Event.Kind.STAGE, was.stage.value, now.stage.value),
    ]
    for kind, before, after in steps:
        if before == after:
            continue
        # Where the words stand, not the words themselves: they go when the message goes.
        record(
            case=case,
            kind=kind,
            actor=None,
            was=before,
            to=after,
            said=words.said,
            message=message.pk,
            start=words.start,
            end=words.end,
        )


@transaction.atomic
def set_path(*, case: Case, path: Path, by: Agent, why: str = "") -> Case:
    """Set the path by hand, e.g. that this is no crisis. It stays until something new is said."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.path == path:
        return case
    record(case=case, kind=Event.Kind.PATH, actor=by, why=why, was=case.path, to=path)
    case.path, case.guided_from = path, timezone.now()
    if path not in (Path.STALEMATE, Path.PARTING):
        case.rounds = 0
    case.save(update_fields=["path", "rounds", "guided_from"])
    announce(case, is_in_list=False)
    return case


@transaction.atomic
def note_options(*, case: Case, options: Iterable[Option], by: Agent) -> Case:
    """Keep what was offered in a case where we do not agree; all of it means a polite end."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.options = [option for option in Option.values if option in set(options)]
    case.save(update_fields=["options"])
    if case.path == Path.STALEMATE and all_offered(case.options):
        return set_path(case=case, path=Path.PARTING, by=by)
    announce(case, is_in_list=False)
    return case
