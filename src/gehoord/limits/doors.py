"""The doorkeeper of the house rules: repeats at every channel what a person decided."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.actions import explain
from gehoord.cases.doors import Closed
from gehoord.cases.models import Case, Delivery, Message
from gehoord.contacts.models import Address, Customer
from gehoord.limits.actions.alerting import alert_outside
from gehoord.limits.closing import Closing, closing
from gehoord.limits.duty import helpers_of
from gehoord.limits.ladder.records import Kind
from gehoord.limits.links import notice_link
from gehoord.limits.models import Held, Measure, OutsideAlert
from gehoord.limits.wording import doors as words
from gehoord.live import publish


class HouseRulesDoor:
    """Knows which customers are not helped on which channel, and until when."""

    def closed_for(self, address: Address) -> Closed | None:
        """Why this address is not helped on its channel now; None if it is."""
        found = closing(address.customer, channel=address.channel, at=timezone.now())
        if found is None:
            return None
        said = words.closed(found.measure, until=found.until)
        return Closed(found.waits_until, said, notice_link(found.measure))

    def took_in(self, message: Message, writer: Address) -> None:
        """Note a message that was kept apart, and explain it once; pass on one by arrangement."""
        at = timezone.now()
        found = closing(writer.customer, channel=writer.channel, at=at)
        is_own = message.case.customer_id == writer.customer_id
        if message.case.is_held and found is not None:
            # In the talk of somebody else nobody is told what was decided about the writer, and
            # a program that answers by itself is told nothing either.
            explains = is_own and not message.is_automatic
            _keep_apart(message, found, at=at, explains=explains)
        elif is_own and not message.is_automatic:
            _pass_to_contact(message, writer.customer, at)


def _keep_apart(message: Message, found: Closing, *, at: datetime, explains: bool) -> None:
    held = Held(message=message, measure=found.measure, held_at=at)
    is_first = explains and _kept_as_first(held)
    if not is_first:
        held.save()
    _warn_of_threat(held)
    if is_first:
        said = words.explanation(found.measure, until=found.until)
        explain(conversation=message.conversation, text=said)


def _kept_as_first(held: Held) -> bool:
    """Keep a message as the one that is answered with the explanation; False if he had that."""
    _forget_failed_explanation(held.measure)
    held.is_explained = True
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError:
        held.is_explained = False
        return False
    return True


def _warn_of_threat(held: Held) -> None:
    """Who helps the team hears of a threat at once; places outside once for each customer."""
    if not held.may_threaten:
        return
    case = held.message.case
    publish("help", audiences={agent.audience for agent in helpers_of([case.team_id])})
    waiting = (
        Held.objects.to_look_at().with_threat().filter(measure__customer=held.measure.customer)
    )
    if not waiting.exclude(pk=held.pk).exists():
        alert_outside(what=OutsideAlert.What.HELD)


def _forget_failed_explanation(measure: Measure) -> None:
    """What did not arrive explained nothing: then he hears it the next time he writes."""
    for row in measure.held.filter(is_explained=True):
        told = Message.objects.to_customers().filter(
            conversation=row.message.conversation_id, is_automatic=True
        )
        if told.exists() and not told.exclude(delivery=Delivery.FAILED).exists():
            row.is_explained = False
            row.save(update_fields=["is_explained"])


def _pass_to_contact(message: Message, customer: Customer, at: datetime) -> None:
    """Give a case to the contact person of an arrangement, as was decided."""
    case = message.case
    arrangement = customer.measures.in_force(at).filter(kind=Kind.ARRANGEMENT).first()
    contact = arrangement.terms.get("contact") if arrangement else None
    if not isinstance(contact, int) or case.owner_id == contact:
        return
    owner = Agent.objects.filter(pk=contact, is_active=True).first()
    if owner is None or not owner.may_answer:
        return
    if not Case.objects.visible_to(owner).filter(pk=case.pk).exists():
        # He wrote to another team: who answers him has to be able to open it.
        case.team = owner.teams.order_by("pk").first() or case.team
    case.owner = owner
    case.save(update_fields=["owner", "team"])
