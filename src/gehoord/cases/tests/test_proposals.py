"""A proposal that an agent asks software for: made once, for him alone, and gone in a day."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from gehoord.cases.actions import (
    AskedTooOften,
    CaseIsClosed,
    NoProposalsHere,
    ProposalIsGone,
    ask_proposal,
    forget_old_proposals,
    leave_proposal,
    make_due_proposals,
    save_draft,
    send_reply,
    solve_case,
    take_proposal,
    write_note,
)
from gehoord.cases.actions.proposing import MOST_ASKED, MOST_ATTEMPTS, make_proposal
from gehoord.cases.models import Draft, Event, Message, Proposal
from tests.factories import make_agent, make_case, make_customer_message, make_reply, make_team
from tests.model_endpoint import saying, sending

pytestmark = pytest.mark.django_db

ANSWER = "Beste «KLANT», ik pak dit op en bel u op [dag en tijd]."


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()


@pytest.fixture
def model(drafting_model):
    drafting_model.answer = saying(ANSWER)
    return drafting_model


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def noor(team):
    return make_agent(team=team, name="Noor Haan")


@pytest.fixture
def case(team):
    return make_case(team=team, text="Mijn bank is kapot. Bel 06-12345678.", sender="m")


@pytest.fixture
def made(model, django_capture_on_commit_callbacks):
    """Ask for a proposal and have it made, as the worker does."""

    def ask(case, agent):
        with django_capture_on_commit_callbacks():  # nobody is nudged
            ask_proposal(case=case, agent=agent)
        make_due_proposals()
        return Proposal.objects.asked_by(agent).get(case=case)

    return ask


# ── Asking and making ────────────────────────────────────────────────────────────────────


def test_asking_wakes_the_worker_and_the_proposal_is_ready(
    model, case, noor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ask_proposal(case=case, agent=noor)

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.made_by) == ("ready", "huismodel")
    assert proposal.text == "Beste Marieke Verhoeven, ik pak dit op en bel u op [dag en tijd]."


def test_agent_hears_that_it_is_ready_and_colleagues_that_it_was_asked(made, case, noor, announced):
    made(case, noor)

    mine = [audiences for topic, audiences in announced if topic == f"proposal-{case.pk}"]
    assert set(mine) == {(noor.audience,)}
    assert len(mine) == 2
    assert (case.topic, (f"team-{case.team_id}",)) in announced


def test_case_tells_that_a_proposal_was_asked_and_not_what_it_says(made, case, noor):
    made(case, noor)

    (event,) = case.events.filter(kind=Event.Kind.PROPOSAL)
    assert (event.actor, event.why, event.details) == (noor, "", {})


def test_notes_and_replies_that_did_not_arrive_are_not_told_to_the_model(made, model, case, noor):
    write_note(case=case, author=noor, text="Kees van de winkel weet meer", submission=uuid4())
    failed = make_reply(case=case, author=noor, text="Kwam nooit aan")
    Message.objects.filter(pk=failed.pk).update(delivery="failed", next_attempt_at=None)
    make_reply(case=case, author=noor, text="Ik zoek het uit, groet Noor Haan")

    made(case, noor)

    said = json.dumps(model.questions, ensure_ascii=False)
    for secret in ("Kees", "Kwam nooit aan", "Noor", "Haan", "Verhoeven", "12345678"):
        assert secret not in said
    assert "Ik zoek het uit" in said


def test_asked_twice_is_asked_once(model, case, noor):
    first = ask_proposal(case=case, agent=noor)
    second = ask_proposal(case=case, agent=noor)
    make_due_proposals()

    assert first == second
    assert len(model.questions) == 1
    assert case.events.filter(kind=Event.Kind.PROPOSAL).count() == 1


def test_two_agents_each_get_their_own(made, model, case, team, noor):
    emre = make_agent(team=team, name="Emre Kaya")
    model.answer = saying("Groet, «MEDEWERKER»")

    assert [made(case, agent).text for agent in (noor, emre)] == ["Groet, Noor", "Groet, Emre"]


def test_failure_is_told_and_can_be_tried_again(made, model, case, noor):
    model.answer = sending(b"", status=500)
    assert (made(case, noor).state, made(case, noor).failure) == ("failed", "http-500")

    model.answer = saying(ANSWER)

    assert made(case, noor).state == "ready"


# ── Workers that die, or are too late ────────────────────────────────────────────────────


def test_worker_killed_in_the_middle_leaves_the_proposal_to_another(model, case, noor):
    ask_proposal(case=case, agent=noor)
    Proposal.objects.all().claim(timedelta(seconds=60))  # and then the process is gone

    assert make_due_proposals() == 0
    Proposal.objects.update(leased_until=timezone.now())
    assert make_due_proposals() == 1

    assert Proposal.objects.get().state == "ready"


def test_proposal_that_kills_every_worker_is_given_up(model, case, noor):
    ask_proposal(case=case, agent=noor)
    Proposal.objects.update(attempts=MOST_ATTEMPTS)

    make_due_proposals()

    assert (Proposal.objects.get().state, model.questions) == ("failed", [])


def test_proposal_left_while_the_model_thinks_stays_away(model, case, noor):
    ask_proposal(case=case, agent=noor)
    claimed = Proposal.objects.all().claim(timedelta(seconds=60))
    leave_proposal(case=case, agent=noor)

    make_proposal(claimed)

    assert len(model.questions) == 1
    assert not Proposal.objects.exists()


def test_slow_model_keeps_no_more_than_two_threads_of_a_worker(model, case, noor):
    from gehoord.cases.actions import proposing

    ask_proposal(case=case, agent=noor)
    for _ in range(proposing.MOST_AT_ONCE):
        proposing._places.acquire()
    try:
        assert make_due_proposals() == 0
    finally:
        proposing._places.release(proposing.MOST_AT_ONCE)
    assert make_due_proposals() == 1


# ── Where it may not ─────────────────────────────────────────────────────────────────────


def test_nothing_is_proposed_unless_the_house_set_a_model(case, noor):
    with pytest.raises(NoProposalsHere):
        ask_proposal(case=case, agent=noor)


def test_no_proposal_in_a_crisis(model, case, team, noor):
    crisis = make_case(team=team, text="Ik wil niet meer leven, ik maak er een eind aan.")

    with pytest.raises(NoProposalsHere):
        ask_proposal(case=crisis, agent=noor)


def test_crisis_or_closing_after_asking_is_in_time(model, case, team, noor):
    other = make_case(team=team, text="Waar blijft mijn kast?")
    ask_proposal(case=case, agent=noor)
    ask_proposal(case=other, agent=noor)
    make_customer_message(team=team, sender="m", text="Ik wil niet meer leven.")
    solve_case(case=other, by=noor)

    make_due_proposals()

    assert model.questions == []
    assert {each.failure for each in Proposal.objects.all()} == {"off"}


def test_no_proposal_in_a_closed_case(model, case, noor):
    solve_case(case=case, by=noor)

    with pytest.raises(CaseIsClosed):
        ask_proposal(case=case, agent=noor)


def test_agent_who_asks_all_the_time_has_to_wait_and_a_colleague_does_not(model, team, noor):
    for _ in range(MOST_ASKED):
        ask_proposal(case=make_case(team=team), agent=noor)

    with pytest.raises(AskedTooOften):
        ask_proposal(case=make_case(team=team), agent=noor)
    ask_proposal(case=make_case(team=team), agent=make_agent(team=team))


# ── Taking, leaving and forgetting ───────────────────────────────────────────────────────


def test_taken_proposal_is_the_draft_and_is_known_as_softwares_until_it_changes(made, case, noor):
    proposal = made(case, noor)

    draft = take_proposal(case=case, agent=noor)

    assert (draft.text, draft.is_proposed) == (proposal.text, True)
    assert not Proposal.objects.exists()
    mine = {"case": case, "author": noor, "mode": Draft.Mode.REPLY}
    assert save_draft(**mine, text=proposal.text).is_proposed
    assert not save_draft(**mine, text=f"{proposal.text} Groet").is_proposed


def test_what_the_agent_typed_stays_before_the_proposal(made, case, noor):
    proposal = made(case, noor)
    save_draft(case=case, author=noor, mode=Draft.Mode.REPLY, text="Dag mevrouw,\n")

    draft = take_proposal(case=case, agent=noor)

    assert draft.text == f"Dag mevrouw,\n\n{proposal.text}"


def test_proposal_can_be_taken_once_and_only_by_who_asked(made, case, team, noor):
    made(case, noor)

    with pytest.raises(ProposalIsGone):
        take_proposal(case=case, agent=make_agent(team=team))
    take_proposal(case=case, agent=noor)
    with pytest.raises(ProposalIsGone):
        take_proposal(case=case, agent=noor)


def test_left_proposal_is_gone_and_nothing_is_sent(made, case, noor):
    made(case, noor)

    leave_proposal(case=case, agent=noor)

    assert not Proposal.objects.exists()
    assert not Draft.objects.exists()
    assert not Message.objects.to_customers().exists()


def test_reply_that_was_sent_needs_no_proposal_any_more(made, case, noor):
    made(case, noor)

    send_reply(case=case, author=noor, text="Ik bel u zo.", submission=uuid4())

    assert not Proposal.objects.exists()


def test_proposal_is_forgotten_after_a_day(made, team, case, noor):
    made(case, noor)
    made(make_case(team=team), noor)
    Proposal.objects.filter(case=case).update(asked_at=timezone.now() - timedelta(hours=25))

    assert forget_old_proposals() == 1
    assert Proposal.objects.count() == 1
