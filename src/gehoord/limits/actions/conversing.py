from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.actions import send_reply
from gehoord.cases.actions.announcing import announce, audiences_of_customer
from gehoord.cases.models import Conversation, Message
from gehoord.limits.actions.calling_back import begin_call_back
from gehoord.limits.actions.care import ask_aftercare
from gehoord.limits.actions.incidents import enter_incident
from gehoord.limits.actions.noting import note
from gehoord.limits.call_back_course import WITHOUT_GROUND
from gehoord.limits.call_backs import CallBackPromise, promise_for
from gehoord.limits.keeping import Step, take
from gehoord.limits.ladder import conversing, deciding
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.spans import Span
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import EndedWithoutGround, HouseRules, Measure, Notice
from gehoord.limits.wording.doors import foot


class ConversationHasEnded(Exception):
    """Somebody ended this conversation already."""


@transaction.atomic
def warn_customer(
    *,
    conversation: Conversation,
    by: Agent,
    warned: Warned,
    submission: UUID,
    is_spoken: bool = False,
) -> Measure:
    """Warn the customer in three parts, in the conversation itself or aloud.

    Raises NotAllowed, and what `send_reply` raises; then nothing is kept.
    """
    measure = take(
        partial(
            conversing.warn,
            conversation=conversation.pk,
            warned=warned,
            length=HouseRules.current().length_of(Kind.WARNING),
        ),
        customer=conversation.address.customer,
        by=by,
        case=conversation.case,
    )
    words = f"{warned.help}\n\n{warned.behaviour}\n\n{warned.consequence}"
    _say(measure, words, by=by, submission=None if is_spoken else submission)
    enter_incident(measure=measure, by=by)
    note(case=conversation.case, by=by, what="warning given", measure=measure.pk)
    announce(conversation.case)
    return measure


@transaction.atomic
def end_conversation(
    *,
    conversation: Conversation,
    by: Agent,
    words: str,
    submission: UUID,
    is_spoken: bool = False,
    promise: CallBackPromise | None = None,
) -> Measure | EndedWithoutGround:
    """End a conversation; an agent may always do this.

    With a ground the live channels close for a while. Without one nothing is held against the
    customer: it is put down for the quality coach, and he is called back as `promise` says.
    Raises ConversationHasEnded, and what `send_reply` raises; then nothing is kept.
    """
    row = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if row.ended_at is not None:
        raise ConversationHasEnded
    ended: Measure | EndedWithoutGround
    if (measure := _cool_off(conversation, by)) is not None:
        ended = measure
        _say(measure, words, by=by, submission=None if is_spoken else submission)
    else:
        said = None if is_spoken else _last_words(conversation, by, words, submission)
        ended = _without_ground(conversation, by, said, promise)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    announce(conversation.case, also=audiences_of_customer(conversation.case))
    return ended


def _cool_off(conversation: Conversation, by: Agent) -> Measure | None:
    try:
        measure = take(
            partial(
                conversing.end,
                conversation=conversation.pk,
                length=HouseRules.current().length_of(Kind.COOL_OFF),
            ),
            customer=conversation.address.customer,
            by=by,
            case=conversation.case,
        )
    except NotAllowed:
        return None
    enter_incident(measure=measure, by=by)
    note(case=conversation.case, by=by, what="conversation ended", measure=measure.pk)
    grounds = measure.grounds.prefetch_related("at_agents")
    # So the lead hears of it: because somebody may need him.
    for agent in {each for said in grounds for each in said.at_agents.all()}:
        ask_aftercare(agent=agent, team=conversation.case.team)
    return measure


def _last_words(
    conversation: Conversation, by: Agent, words: str, submission: UUID
) -> Message | None:
    if not words.strip():
        return None
    return send_reply(
        case=conversation.case,
        author=by,
        text=words,
        submission=submission,
        conversation=conversation,
    )


def _without_ground(
    conversation: Conversation, by: Agent, said: Message | None, promise: CallBackPromise | None
) -> EndedWithoutGround:
    promise = promise or promise_for(conversation.case.team, ender=by)
    note(case=conversation.case, by=by, what=WITHOUT_GROUND)
    return begin_call_back(conversation=conversation, promise=promise, by=by, last_words=said)


def _say(measure: Measure, words: str, *, by: Agent, submission: UUID | None) -> Notice:
    message: Message | None = None
    if submission is not None:
        assert measure.case is not None
        words = f"{words}\n\n{foot(measure)}"
        message = send_reply(
            case=measure.case,
            author=by,
            text=words,
            submission=submission,
            conversation=measure.conversation,
            # A measure counts from this moment: its notice is not taken back.
            leaves_at_once=True,
        )
    way = Notice.Way.SPOKEN if submission is None else Notice.Way.CHANNEL
    return measure.notices.create(
        way=way, text=words, message=message, written_by=by, written_at=timezone.now()
    )


@transaction.atomic
def extend_cool_off(*, measure: Measure, by: Agent, hours: int, reason: str) -> Measure:
    """Make a cooling-off period longer, once, to at most a day from its begin.

    Raises NotAllowed or NotPossibleNow.
    """
    step = partial(conversing.extend, number=measure.pk, length=Span(hours=hours), reason=reason)
    return _changed(measure, by, "cooling-off extended", step, reason)


@transaction.atomic
def open_early(*, measure: Measure, by: Agent, reason: str) -> Measure:
    """End a cooling-off period before its time.

    Raises NotAllowed or NotPossibleNow.
    """
    step = partial(deciding.lift, number=measure.pk, reason=reason)
    return _changed(measure, by, "cooling-off ended early", step, reason)


def _changed(measure: Measure, by: Agent, what: str, step: Step, reason: str) -> Measure:
    changed = take(step, customer=measure.customer, by=by)
    if changed.case is not None:
        note(case=changed.case, by=by, what=what, measure=changed.pk, why=reason)
        announce(changed.case, also=audiences_of_customer(changed.case))
    return changed
