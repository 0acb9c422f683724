"""Two people do different things in one instant: `python -m gehoord.limits.tests.crossing`.

Runs on a database of its own with real connections, and prints as JSON what came of it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.actions import take_in_message
from gehoord.cases.models import Case, Message
from gehoord.contacts.actions import add_address, merge_customers
from gehoord.contacts.models import Address
from gehoord.limits.actions import (
    approve_measure,
    ask_for_help,
    assign_appeal,
    close_help,
    decide_appeal,
    decide_held,
    end_conversation,
    extend_cool_off,
    file_appeal,
    hear_customer,
    join,
    lift_measure,
    open_early,
    propose_measure,
    refuse_measure,
    review_measure,
    take_over,
    tell_customer,
)
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Held, HelpRequest, Measure, Notice
from gehoord.limits.tests.two_at_once import at_once, threatened
from tests.factories import make_agent, make_case, make_team
from tests.services import wait_until

ROUNDS = 4
WHY = "Hierom."


class House:
    """Who works there, and what they decide about one customer after another."""

    def __init__(self) -> None:
        self.noor = make_agent()
        self.leads = [make_agent(roles=[Role.LEAD]) for _ in range(3)]
        self.manager = make_agent(roles=[Role.MANAGER])
        self.judges = [make_agent(roles=[Role.COMPLAINTS]) for _ in range(2)]
        self.told: dict[str, Counter[str]] = {}

    def note(self, name, *acts, end=None):
        """What each of those who act at once heard, and how it ended."""
        heard = sorted(at_once(*acts))
        told = self.told.setdefault(name, Counter())
        told[" + ".join([*heard, f"then {end()}"] if end else heard)] += 1

    def proposed(self, kind=Kind.FLAG):
        message, behaviour = threatened(self.noor)
        measure = propose_measure(
            case=message.case, by=self.leads[0], kind=kind, grounds=[behaviour], reason=WHY
        )
        return message, measure

    def arrangement(self):
        message, measure = self.proposed(Kind.ARRANGEMENT)
        hear_customer(measure=measure, by=self.leads[0], said="Nee.")
        for each in (self.leads[1], self.manager):
            approve_measure(measure=measure, by=each)
        tell = partial(tell_customer, text="Bericht.", way=Notice.Way.LETTER)
        tell(measure=measure, by=self.manager)
        Measure.objects.filter(pk=measure.pk).update(terms={"channels": ["email"]})
        return message, measure


def state_of(measure):
    return lambda: Measure.objects.get(pk=measure.pk).state


def decide(house: House) -> None:
    lead, other = house.leads[1:]
    _, measure = house.proposed()
    refuse = partial(refuse_measure, measure=measure, by=other, reason=WHY)
    approve = partial(approve_measure, measure=measure, by=lead)
    house.note("approve and refuse", approve, refuse, end=state_of(measure))
    _, measure = house.proposed()
    approve_measure(measure=measure, by=lead)
    tell = partial(tell_customer, measure=measure, by=lead, text="Bericht.", way=Notice.Way.LETTER)
    refuse = partial(refuse_measure, measure=measure, by=other, reason=WHY)
    house.note("tell and refuse", tell, refuse, end=state_of(measure))
    _, measure = house.arrangement()
    lift = partial(lift_measure, measure=measure, by=house.manager, reason=WHY)
    review = partial(review_measure, measure=measure, by=lead, reason=WHY)
    house.note("lift and review", lift, review, end=state_of(measure))


def cool_off(house: House) -> None:
    message, _ = threatened(house.noor)
    measure = end_conversation(
        conversation=message.conversation, by=house.noor, words="Ik stop.", submission=uuid4()
    )
    extend = partial(extend_cool_off, measure=measure, by=house.leads[0], hours=24, reason=WHY)
    early = partial(open_early, measure=measure, by=house.leads[1], reason=WHY)
    house.note("extend and open", extend, early, end=state_of(measure))


def appeal(house: House) -> None:
    _, measure = house.arrangement()
    first, second = house.judges
    filed = file_appeal(measure=measure, words="Oneens.")
    assign_appeal(appeal=filed, to=first, by=first)
    upheld = partial(decide_appeal, appeal=filed, by=first, outcome=Outcome.UPHELD, reason=WHY)
    lift = partial(lift_measure, measure=measure, by=house.manager, reason=WHY)
    again = partial(assign_appeal, appeal=filed, to=second, by=second)
    house.note("uphold, lift and assign", upheld, lift, again)
    filed.refresh_from_db()
    is_right = (filed.outcome == Outcome.UPHELD) == (state_of(measure)() == State.WITHDRAWN)
    house.told.setdefault("outcome and state agree", Counter())[str(is_right)] += 1


def help_at_once(house: House) -> None:
    team = make_team()
    asker = make_agent(team=team)
    sanne, daan = (make_agent(team=team, roles=[Role.AGENT, Role.LEAD]) for _ in range(2))
    case = make_case(team=team)
    ask = partial(ask_for_help, by=asker, case=case)
    house.note("ask twice", ask, ask, end=HelpRequest.objects.filter(asked_by=asker).count)
    call = HelpRequest.objects.get(asked_by=asker)
    house.note(
        "two take it",
        partial(take_over, call=call, by=sanne),
        partial(take_over, call=call, by=daan),
    )
    close_help(call=call)
    call = ask_for_help(by=asker, case=case)
    house.note(
        "join and call off",
        partial(join, call=call, by=sanne),
        partial(close_help, call=call),
        end=lambda: "open" if HelpRequest.objects.get(pk=call.pk).is_open else "over",
    )


def write(address: Address, team):
    return take_in_message(
        address=Address.objects.get(pk=address.pk),
        team=team,
        text="Hallo?",
        written_at=timezone.now(),
        external_id=str(uuid4()),
    )


def doors(house: House) -> None:
    """He writes on several addresses at once, while somebody decides about his door."""
    message, measure = house.arrangement()
    customer, team = message.case.customer, message.case.team
    for number in range(3):
        add_address(customer=customer, channel="webchat", external_id=f"{customer.pk}/{number}")
    addresses = list(customer.addresses.all())
    house.note("writes at once", *[partial(write, each, team) for each in addresses])
    kept = addresses[1].conversations.get().case
    let = partial(decide_held, case=kept, by=house.leads[0], is_let_through=True)
    house.note("writes while it is let through", partial(write, addresses[1], team), let)
    lift = partial(lift_measure, measure=measure, by=house.manager, reason=WHY)
    house.note("writes while it is lifted", *[partial(write, a, team) for a in addresses], lift)


def merging(house: House) -> None:
    """Somebody says that two are one, while the other writes and something is proposed about him."""
    team, lead = make_team(), house.leads[0]
    known, same = make_case(team=team).customer, make_case(team=team).customer
    merge = partial(merge_customers, customers=(known, same), why=WHY, by=lead)
    house.note("merge twice", merge, merge, end=known.cases.count)
    message, behaviour = threatened(house.noor)
    other, address = message.case.customer, message.conversation.address
    merge = partial(merge_customers, customers=(known, other), why=WHY, by=lead)
    propose = partial(
        propose_measure,
        case=message.case,
        by=lead,
        kind=Kind.FLAG,
        grounds=[behaviour],
        reason=WHY,
    )
    house.note(
        "merge, write and propose",
        merge,
        partial(write, address, team),
        propose,
        end=lambda: f"{known.addresses.count()} addresses, {known.cases.count()} cases",
    )


def lift_before_it_is_kept(house: House) -> None:
    """A message found the door closed and is not committed yet when the measure is lifted."""
    message, measure = house.arrangement()
    lift = partial(lift_measure, measure=measure, by=house.manager, reason=WHY)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            kept = write(message.conversation.address, message.case.team)
            lifting = other.submit(at_once, lift)
            wait_until(lambda: lifting.done() or somebody_waits(), what="the lift")
        lifting.result()
    kept = Message.objects.get(pk=kept.pk)
    told = house.told.setdefault("kept when it was lifted", Counter())
    told["still waits" if kept.case.is_held else "is seen"] += 1


def somebody_waits() -> bool:
    """Whether a connection stands in line for a row; SQLite has one line for everybody."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


STORIES = (decide, cool_off, appeal, help_at_once, doors, merging, lift_before_it_is_kept)


def main() -> None:
    call_command("migrate", verbosity=0)
    house = House()
    for _ in range(ROUNDS):
        for story in STORIES:
            story(house)
    explained = Message.objects.filter(is_automatic=True).values("case__customer")
    most = explained.annotate(number=Count("pk")).values_list("number", flat=True)
    over = Held.objects.exclude(measure__state=State.ACTIVE).values("message__case")
    counts = {
        "explained": sorted(set(most)),
        "kept for what is over": Case.objects.held().filter(pk__in=over).count(),
    }
    sys.stdout.write(json.dumps({"rounds": ROUNDS, "told": house.told, "counts": counts}))


if __name__ == "__main__":
    main()
