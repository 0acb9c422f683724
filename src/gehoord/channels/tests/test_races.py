"""Two at the same instant: nothing is lost, nothing is doubled, and the loser hears so."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.utils import timezone

from gehoord.cases.actions import (
    ProposalIsGone,
    ReplyIsAlreadyGone,
    ask_proposal,
    make_due_proposals,
    mark_delivered,
    mark_read,
    send_reply,
    solve_case,
    take_back_reply,
    take_in_message,
    take_proposal,
    write_note,
)
from gehoord.cases.models import Case, Delivery, Draft, Message, Note, Proposal
from gehoord.cases.statuses import StepNotPossible
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.inbound import read_due_inbound
from gehoord.channels.models import Inbound
from gehoord.channels.webchat.actions import start_visit, write_message
from gehoord.contacts.actions import find_or_add_address
from gehoord.contacts.models import Customer
from tests.factories import make_agent, make_case, make_house, make_reply, make_site, make_team
from tests.model_endpoint import saying

ROUNDS = 8
pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _many_writers(settings):
    if connection.vendor != "postgresql":
        pytest.skip("one database in memory has one connection: see tests.with_services")
    settings.GEHOORD_NUDGES = "off"


def at_once(*acts):
    """Do all of it in the same instant; what each gave or raised."""
    ready = Barrier(len(acts))

    def do(act):
        try:
            ready.wait(10)
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def noor(team):
    return make_agent(team=team)


def test_first_messages_of_one_visitor_make_one_case(team):
    site = make_site(team=team)
    for _ in range(ROUNDS):
        key = uuid4()

        def write(key=key):
            visitor = start_visit(site=site, key=key)
            return write_message(visitor=visitor, submission=uuid4(), text="Waar blijft het?")

        given = at_once(*[write] * 6)
        assert all(isinstance(row, Inbound) for row in given), given
    at_once(*[read_due_inbound] * 4)
    assert Case.objects.count() == Customer.objects.count() == ROUNDS
    assert Message.objects.count() == ROUNDS * 6


def test_one_message_delivered_to_us_twice_is_one_message(team):
    site = make_site(team=team)
    visitor = start_visit(site=site)
    number = uuid4()
    rows = at_once(*[lambda: write_message(visitor=visitor, submission=number, text="Hallo")] * 6)
    assert {row.pk for row in rows} == {Inbound.objects.get().pk}


def test_one_form_sent_twice_is_one_reply_and_one_note(team, noor):
    for _ in range(ROUNDS):
        case, number = make_case(team=team), uuid4()
        words = {"case": case, "author": noor, "text": "Ik zoek het uit.", "submission": number}
        given = at_once(*[lambda words=words: send_reply(**words)] * 3)
        assert len({reply.pk for reply in given}) == 1
        given = at_once(*[lambda words=words: write_note(**words)] * 3)
        assert len({note.pk for note in given}) == 1
    assert Note.objects.count() == ROUNDS


def test_reply_is_either_taken_back_or_delivered(team, noor):
    make_house(undo_seconds=0)
    for _ in range(ROUNDS * 2):
        reply = make_reply(case=make_case(team=team), author=noor)
        back, _delivered = at_once(
            lambda reply=reply: take_back_reply(reply=reply, agent=noor), deliver_due_replies
        )
        deliver_due_replies()
        left = Message.objects.filter(pk=reply.pk).first()
        if isinstance(back, ReplyIsAlreadyGone):
            assert left.delivery == Delivery.SENT
        else:
            assert back.text == reply.text
            assert left is None


def test_of_two_who_solve_one_hears_that_a_colleague_was_first(team, noor):
    for _ in range(ROUNDS):
        case = make_case(team=team)
        given = at_once(*[lambda case=case: solve_case(case=case, by=noor)] * 2)
        assert sum(isinstance(each, StepNotPossible) for each in given) == 1


def test_receipts_at_once_never_make_read_into_delivered(team, noor):
    make_house(undo_seconds=0)
    for _ in range(ROUNDS):
        reply = make_reply(case=make_case(team=team), author=noor)
        deliver_due_replies()
        stale = Message.objects.select_related("case").get(pk=reply.pk)
        also = Message.objects.select_related("case").get(pk=reply.pk)
        at_once(
            lambda stale=stale: mark_read(replies=[stale]),
            lambda also=also: mark_delivered(replies=[also]),
        )
        now = Message.objects.get(pk=reply.pk)
        assert (now.delivery, now.read_at is None) == (Delivery.READ, False)


def test_customer_and_agents_in_one_case_never_wait_for_each_other_in_a_circle(team, noor):
    make_house(undo_seconds=0)
    case = make_case(team=team)
    address = case.conversations.get().address

    def customer():
        for number in range(10):
            find_or_add_address(
                channel=address.channel, external_id=address.external_id, email=f"m{number}@a.nl"
            )
            take_in_message(
                address=address,
                team=team,
                text="Nog steeds niets.",
                written_at=timezone.now(),
                external_id=str(uuid4()),
            )

    def agent():
        for _ in range(10):
            reply = send_reply(case=case, author=noor, text="Ik kijk.", submission=uuid4())
            try:
                take_back_reply(reply=reply, agent=noor)
            except ReplyIsAlreadyGone:
                continue

    def worker():
        for _ in range(20):
            deliver_due_replies()

    given = at_once(customer, customer, agent, agent, worker, worker)
    assert given == [None] * 6
    assert case.messages.from_customers().count() == 21


def test_agents_asking_for_a_proposal_at_once_each_get_one(team, drafting_model):
    drafting_model.answer = saying("Dank u.")
    case = make_case(team=team)
    agents = [make_agent(team=team) for _ in range(3)]

    at_once(*(partial(ask_proposal, case=case, agent=agent) for agent in agents * 2))
    at_once(make_due_proposals, make_due_proposals)

    made = Proposal.objects.order_by("agent").values_list("agent", "state")
    assert list(made) == [(agent.pk, "ready") for agent in agents]
    assert len(drafting_model.questions) == 3


def test_proposal_taken_twice_at_once_is_taken_once(team, drafting_model):
    drafting_model.answer = saying("Dank u.")
    case, agent = make_case(team=team), make_agent(team=team)
    ask_proposal(case=case, agent=agent)
    make_due_proposals()

    done = at_once(*[partial(take_proposal, case=case, agent=agent)] * 4)

    assert [type(each) for each in done].count(ProposalIsGone) == 3
    assert [each.text for each in Draft.objects.all()] == ["Dank u."]
