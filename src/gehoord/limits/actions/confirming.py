from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import announce
from gehoord.cases.models import Conversation, Message
from gehoord.coaching.models import Target
from gehoord.limits.actions.noting import note
from gehoord.limits.actions.safety import begin_safety
from gehoord.limits.addressed import addressed
from gehoord.limits.ladder.levels import COUNTS, Level
from gehoord.limits.models import Behaviour


@transaction.atomic
def confirm_behaviour(
    *,
    message: Message | None,
    conversation: Conversation,
    level: Level,
    quotes: Sequence[str],
    by: Agent,
) -> Behaviour | None:
    """Say how far a customer went, with his literal words; a person's decision, never software's.

    `message` is None for what was spoken. Anger and coarse words leave nothing behind: then it is
    None, and what was kept about the message before is gone. It was aimed at who spoke with him,
    unless the reading says that it was aimed at somebody else.
    """
    if message is not None:
        Behaviour.objects.filter(message=message, measures=None).delete()
    quotes = [quote for quote in quotes if quote.strip()]
    if level < COUNTS or not quotes:
        announce(conversation.case, is_in_list=False)
        return None
    now = timezone.now()
    behaviour, _is_new = Behaviour.objects.update_or_create(
        message=message,
        pk=None if message is None else _known(message),
        defaults={
            "customer": conversation.address.customer,
            "conversation": conversation,
            "level": level,
            "quotes": quotes,
            "said_at": message.written_at if message else now,
            "confirmed_by": by,
            "confirmed_at": now,
        },
    )
    behaviour.at_agents.set(_aimed_at(message, conversation, by))
    note(case=conversation.case, by=by, what="behaviour confirmed", level=level.code)
    if level == Level.DANGER:
        begin_safety(case=conversation.case, by=by, behaviour=behaviour)
    announce(conversation.case, is_in_list=False)
    return behaviour


def _known(message: Message) -> int | None:
    return Behaviour.objects.filter(message=message).values_list("pk", flat=True).first()


def _aimed_at(message: Message | None, conversation: Conversation, by: Agent) -> list[Agent]:
    reading = message.reading if message else None
    if reading is not None and reading.target == Target.THIRD_PARTY:
        return []
    return addressed(conversation.case, by=by, at=message.written_at if message else None)
