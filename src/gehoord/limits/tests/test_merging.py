"""Two customers turn out to be one: what was decided holds for all his addresses, and no others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.accounts.models import AuditEvent, Role
from gehoord.cases.models import Case, Event, Message
from gehoord.contacts.actions import merge_customers, split_customer
from gehoord.contacts.merging import NotMerged
from gehoord.contacts.models import Address, Customer, Merge
from gehoord.limits.actions import propose_measure
from gehoord.limits.keeping import history_of
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Behaviour, ErasureWaiting, Held
from gehoord.limits.tests.measures import make_measure
from tests.factories import make_agent, make_case, make_customer_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def his(team) -> Case:
    return make_case(team=team, sender="a", name="R. Hoekstra")


@pytest.fixture
def other(team, his) -> Case:
    return make_case(team=team, sender="b", name="Ronald")


@pytest.fixture
def merged(his, other, sanne):
    """Say that the two are one."""

    def say(*, by=sanne) -> Merge:
        customers = (other.customer, his.customer)
        return merge_customers(customers=customers, why="Zelfde klantnummer.", by=by)

    return say


def insulted(case: Case, agent, *, text: str = "trut") -> Behaviour:
    message = case.messages.from_customers().last()
    row = Behaviour.objects.create(
        customer=case.customer,
        conversation=message.conversation,
        message=message,
        level=Level.PERSONAL,
        quotes=[text],
        said_at=timezone.now(),
        confirmed_by=agent,
        confirmed_at=timezone.now(),
    )
    row.at_agents.add(agent)
    return row


def writes(team, sender: str) -> Message:
    return make_customer_message(team=team, sender=sender, text="En nu?")


# ── One ──────────────────────────────────────────────────────────────────────────────────────


def test_the_one_we_know_longest_stays_with_everything(his, other, merged, noor):
    said = insulted(other, noor)
    merge = merged()

    kept = Customer.objects.get()
    assert kept == his.customer
    assert merge.called == "Ronald"
    assert set(kept.cases.all()) == {his, other}
    assert kept.addresses.count() == 2
    assert said in kept.behaviours.all()
    assert "Ronald" not in kept.name


def test_who_has_no_name_or_address_gets_that_of_the_other(team, sanne):
    first = make_case(team=team, sender="a", name="")
    second = make_case(team=team, sender="b", name="Ronald")
    Customer.objects.filter(pk=second.customer_id).update(email="ronald@klant.example")
    merge = merge_customers(customers=(first.customer, second.customer), why="x", by=sanne)
    kept = Customer.objects.get()
    assert (kept.name, kept.email) == ("Ronald", "ronald@klant.example")

    split_customer(merge=merge, by=sanne)
    kept.refresh_from_db()
    assert (kept.name, kept.email) == ("", "")


def test_every_case_and_the_register_of_changes_tell_who_did_it(other, merged, sanne):
    merge = merged()
    assert Event.objects.get(case=other, kind=Event.Kind.CUSTOMER).details == {"merged": True}

    split_customer(merge=merge, by=sanne)
    assert Event.objects.filter(case=other).last().details == {"split": True}
    told = AuditEvent.objects.filter(what__in=["customers merged", "customer split"])
    assert {(each.actor, each.what) for each in told} == {
        (sanne, "customers merged"),
        (sanne, "customer split"),
    }


def test_nobody_is_merged_with_himself_or_twice(his, other, merged, sanne):
    with pytest.raises(NotMerged):
        merge_customers(customers=(his.customer, his.customer), why="x", by=sanne)
    merged()
    with pytest.raises(NotMerged):
        merged()
    assert Merge.objects.count() == 1


def test_split_gives_each_his_own_also_what_came_since(his, other, merged, sanne, team):
    merge = merged()
    begun = Case.objects.create(
        customer=his.customer,
        team=team,
        opened_at=timezone.now(),
        last_message_at=timezone.now(),
        last_channel="webchat",
    )
    begun.conversations.create(
        channel="webchat", address=Address.objects.get(external_id="b"), started_at=timezone.now()
    )
    again = split_customer(merge=merge, by=sanne)

    assert again.name == "Ronald"
    assert set(again.cases.all()) == {other, begun}
    assert [each.external_id for each in again.addresses.all()] == ["b"]
    assert list(Customer.objects.get(pk=his.customer_id).cases.all()) == [his]
    with pytest.raises(NotMerged):
        split_customer(merge=merge, by=sanne)


def test_who_came_along_earlier_goes_along_again(his, other, merged, sanne, team):
    third = make_case(team=team, sender="c", name="Derde")
    first = merge_customers(customers=(other.customer, third.customer), why="x", by=sanne)
    second = merged()
    other_again = split_customer(merge=second, by=sanne)

    assert set(other_again.cases.all()) == {other, third}
    split_customer(merge=Merge.objects.get(pk=first.pk), by=sanne)
    assert list(other_again.cases.all()) == [other]


def test_who_asked_to_be_erased_is_not_merged_or_split(his, other, merged, sanne):
    waiting = ErasureWaiting.objects.create(customer=his.customer, asked_at=timezone.now())
    with pytest.raises(NotMerged):
        merged()
    waiting.delete()
    merge = merged()
    ErasureWaiting.objects.create(customer=his.customer, asked_at=timezone.now())
    with pytest.raises(NotMerged):
        split_customer(merge=merge, by=sanne)


# ── House rules ──────────────────────────────────────────────────────────────────────────────


def test_stop_holds_at_the_other_address_from_now_on(his, other, merged, team):
    make_measure(other.customer, Kind.BLOCK)
    assert not writes(team, "a").case.is_held
    merged()

    assert writes(team, "a").case.is_held
    assert writes(team, "b").case.is_held


def test_he_hears_why_where_nobody_ever_told_him(his, other, merged, team):
    make_measure(other.customer, Kind.BLOCK)
    writes(team, "b")
    merged()
    message = writes(team, "a")

    assert message.case.is_held
    assert message.conversation.messages.to_customers().get().is_automatic
    writes(team, "a")
    writes(team, "b")
    assert Message.objects.filter(is_automatic=True).count() == 2


def test_split_opens_the_door_and_what_waited_is_seen(his, other, merged, sanne, noor, team):
    make_measure(other.customer, Kind.BLOCK)
    merge = merged()
    mistaken = writes(team, "a").case
    assert mistaken not in Case.objects.visible_to(noor)

    split_customer(merge=merge, by=sanne)
    assert mistaken in Case.objects.visible_to(noor)
    assert not Held.objects.filter(message__case=mistaken).exists()
    assert not writes(team, "a").case.is_held
    assert writes(team, "b").case.is_held


@pytest.mark.parametrize("kind", [Kind.FLAG, Kind.ARRANGEMENT, Kind.BLOCK])
def test_who_may_not_decide_does_not_close_doors_by_merging(kind, other, merged, noor, sanne):
    make_measure(other.customer, kind)
    with pytest.raises(NotMerged):
        merged(by=noor)
    assert merged(by=sanne)


@pytest.mark.parametrize("kind", [Kind.WARNING, Kind.COOL_OFF])
def test_agent_may_say_that_he_warned_him_before(kind, other, merged, noor):
    measure = make_measure(other.customer, kind)
    merge = merged(by=noor)
    assert measure in merge.customer.measures.all()


def test_lead_who_was_insulted_leaves_it_to_another(other, merged, sanne):
    insulted(other, sanne)
    make_measure(other.customer, Kind.FLAG)
    with pytest.raises(NotMerged):
        merged()
    assert merged(by=make_agent(roles=[Role.MANAGER]))


def test_two_of_whom_something_was_decided_wait_until_one_is_over(his, other, merged):
    make_measure(his.customer, Kind.FLAG)
    over = make_measure(other.customer, Kind.ARRANGEMENT, terms={"channels": ["email"]})
    with pytest.raises(NotMerged):
        merged()
    past = timezone.now() - timedelta(minutes=1)
    type(over).objects.filter(pk=over.pk).update(begins_at=past - timedelta(days=1), ends_at=past)
    assert merged()


def test_agent_does_not_open_a_stopped_door_by_splitting(his, other, merged, noor, sanne):
    merge = merged(by=noor)
    make_measure(his.customer, Kind.BLOCK)
    with pytest.raises(NotMerged):
        split_customer(merge=merge, by=noor)
    assert split_customer(merge=merge, by=sanne)


def test_measure_on_words_of_both_is_lifted_before_they_are_split(his, other, merged, noor, sanne):
    merge = merged()
    measure = make_measure(his.customer, Kind.FLAG)
    for case in (his, other):
        case.refresh_from_db()
        measure.grounds.add(insulted(case, noor))
    with pytest.raises(NotMerged):
        split_customer(merge=merge, by=sanne)
    type(measure).objects.update(state="lifted")
    assert split_customer(merge=merge, by=sanne)


def test_words_and_measure_since_go_with_who_wrote_them(his, other, merged, noor, sanne):
    merge = merged()
    other.refresh_from_db()
    words = insulted(other, noor)
    measure = make_measure(his.customer, Kind.WARNING, case=other)
    measure.grounds.add(words)
    again = split_customer(merge=merge, by=sanne)

    assert [each.number for each in history_of(again).behaviours] == [words.pk]
    assert [each.number for each in history_of(again).measures] == [measure.pk]
    assert history_of(his.customer).measures == ()


def test_decider_with_an_old_page_is_told_and_nothing_is_kept(other, merged, noor, sanne):
    words = insulted(other, noor)
    merged()
    with pytest.raises(NotAllowed):
        propose_measure(case=other, by=sanne, kind=Kind.FLAG, grounds=[words], reason="Hierom.")
