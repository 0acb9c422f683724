"""Several people click in the same instant: `python -m gehoord.limits.tests.two_at_once`.

Runs on a database of its own with real connections, and prints as JSON what came of it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import django

django.setup()

from django.core.management import call_command
from django.db import connections

from gehoord.accounts.models import Agent, Role
from gehoord.limits.actions import (
    approve_measure,
    assign_appeal,
    confirm_behaviour,
    decide_appeal,
    end_conversation,
    extend_cool_off,
    file_appeal,
    hear_customer,
    propose_measure,
    take_call_back,
    tell_customer,
)
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import Appeal, Approval, Measure, Notice
from tests.factories import make_agent, make_customer_message

ROUNDS = 4


def at_once(*acts):
    """Do all of it in the same instant; the name of what each gave or raised."""
    ready = Barrier(len(acts))

    def do(act):
        try:
            ready.wait(20)
            return type(act()).__name__
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def threatened(noor):
    message = make_customer_message(text="Ik weet waar je woont.")
    behaviour = confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=["Ik weet waar je woont."],
        by=noor,
    )
    return message, behaviour


def main() -> None:
    call_command("migrate", verbosity=0)
    noor, sanne = make_agent(), make_agent(roles=[Role.AGENT, Role.LEAD])
    managers = [make_agent(roles=[Role.MANAGER]) for _ in range(3)]
    told: dict[str, Counter[str]] = {
        name: Counter()
        for name in (
            "ended",
            "extended",
            "proposed",
            "approved",
            "told",
            "appealed",
            "decided",
            "taken",
        )
    }
    for _ in range(ROUNDS):
        message, behaviour = threatened(noor)
        end = partial(
            end_conversation, conversation=message.conversation, by=noor, words="Ik stop nu."
        )
        told["ended"].update(at_once(*[partial(end, submission=uuid4())] * 2))
        cool_off = Measure.objects.get(kind=Kind.COOL_OFF, customer=message.case.customer)
        extend = partial(extend_cool_off, measure=cool_off, hours=24, reason="nodig")
        told["extended"].update(at_once(partial(extend, by=sanne), partial(extend, by=managers[0])))
        propose = partial(
            propose_measure,
            case=message.case,
            kind=Kind.ARRANGEMENT,
            grounds=[behaviour],
            reason="Het ging om een dreiging.",
        )
        told["proposed"].update(at_once(partial(propose, by=sanne), partial(propose, by=sanne)))
        measure = Measure.objects.get(kind=Kind.ARRANGEMENT, customer=message.case.customer)
        hear_customer(measure=measure, by=sanne, said="Het was geen dreiging.")
        # Three managers for the one seat of a manager, beside Sanne for that of a lead.
        approve = [partial(approve_measure, measure=measure, by=each) for each in managers]
        told["approved"].update(
            at_once(*approve, partial(approve_measure, measure=measure, by=sanne))
        )
        tell = partial(tell_customer, measure=measure, text="Bericht.", way=Notice.Way.LETTER)
        told["told"].update(at_once(partial(tell, by=sanne), partial(tell, by=managers[0])))
        told["appealed"].update(
            at_once(*[partial(file_appeal, measure=measure, words="Oneens.")] * 3)
        )
        judge(measure, told)
        call_back(managers, told)
    counts = {"approvals": Approval.objects.filter(measure__kind=Kind.ARRANGEMENT).count()}
    counts |= {"appeals": Appeal.objects.count(), "measures": Measure.objects.count()}
    counts |= {"letters": Notice.objects.filter(way=Notice.Way.LETTER).count()}
    sys.stdout.write(json.dumps({"rounds": ROUNDS, "told": told, "counts": counts}))


def call_back(managers: list[Agent], told: dict[str, Counter[str]]) -> None:
    """Two colleagues call the same customer back."""
    talk = make_customer_message(text="Waar blijft mijn geld?").conversation
    ended = end_conversation(
        conversation=talk, by=make_agent(), words="Tot zo.", submission=uuid4()
    )
    take = partial(take_call_back, ended=ended)
    told["taken"].update(at_once(*[partial(take, by=each) for each in managers[:2]]))


def judge(measure: Measure, told: dict[str, Counter[str]]) -> None:
    """One decides twice in two windows, in two ways."""
    judge = make_agent(roles=[Role.COMPLAINTS])
    appeal = assign_appeal(appeal=Appeal.objects.get(measure=measure), to=judge, by=judge)
    decide = partial(decide_appeal, appeal=appeal, by=judge, reason="Zo is het.")
    told["decided"].update(
        at_once(partial(decide, outcome=Outcome.UPHELD), partial(decide, outcome=Outcome.DISMISSED))
    )


if __name__ == "__main__":
    main()
