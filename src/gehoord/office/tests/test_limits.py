"""Deciders' pages: from a proposal with two pairs of eyes to an appeal that is upheld."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.accounts.models import AuditEvent, Role
from gehoord.cases.actions import solve_case
from gehoord.cases.models import Event
from gehoord.limits.actions import confirm_behaviour, file_appeal, propose_measure
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Appeal, Incident, Measure
from tests.factories import make_agent, make_customer_message, make_house, make_team

pytestmark = pytest.mark.django_db
THREAT = "Ik weet waar je woont"


@pytest.fixture
def team():
    make_house(undo_seconds=0)
    return make_team(name="Wonen")


@pytest.fixture
def noor(team):
    return make_agent(team=team)


@pytest.fixture
def sanne(team):
    return make_agent(name="Sanne Vos", team=team, roles=[Role.AGENT, Role.LEAD])


@pytest.fixture
def managers():
    return [make_agent(name=name, roles=[Role.MANAGER]) for name in ("Ilse Bos", "Tom Maas")]


@pytest.fixture
def officer():
    return make_agent(name="Klaas Dik", roles=[Role.COMPLAINTS])


@pytest.fixture
def threat(team, noor):
    message = make_customer_message(team=team, text=THREAT, name="R. Hoekstra")
    return confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=[THREAT],
        by=noor,
    )


@pytest.fixture
def stop(threat, sanne):
    return propose_measure(
        case=threat.message.case,
        by=sanne,
        kind=Kind.BLOCK,
        grounds=[threat],
        reason="De dreiging was gericht en concreet.",
        less_severe="Een afspraak neemt het gevaar niet weg.",
        duties_checked=True,
    )


def take(client, agent, measure, name, **words):
    client.force_login(agent)
    given = {f"{name}-{key}": value for key, value in words.items()}
    return client.post(f"/office/limits/{measure.pk}/{name}/", given)


def in_force(client, measure, sanne, managers, officer):
    take(client, sanne, measure, "hear", said="Zo was het niet bedoeld.")
    take(client, sanne, measure, "privacy")
    take(client, managers[0], measure, "approve")
    take(client, officer, measure, "approve")
    page = client.get(f"/office/limits/{measure.pk}/").text
    answer = take(client, managers[0], measure, "tell", text=notice_on(page), way="channel")
    measure.refresh_from_db()
    return answer


def notice_on(page):
    return re.search(r'name="tell-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1].strip()


def test_lead_proposes_with_the_words_and_nothing_is_ticked(client, threat, sanne):
    client.force_login(sanne)
    address = f"/office/limits/cases/{threat.message.case_id}/"
    page = client.get(address).text

    assert THREAT in page
    assert " checked" not in page

    assert client.post(address, {"kind": "flag", "reason": "Zo"}).status_code == 422
    answer = client.post(address, {"kind": "flag", "reason": "Hierom.", "grounds": [threat.pk]})

    assert answer.status_code == 302
    assert Measure.objects.get().state == State.PROPOSED
    assert Measure.objects.get().proposed_by == sanne


def test_agent_proposes_a_mark_and_nothing_heavier(client, threat, noor):
    client.force_login(noor)
    address = f"/office/limits/cases/{threat.message.case_id}/"

    page = client.get(address).text
    assert 'value="flag"' in page
    assert 'value="block"' not in page
    words = {"kind": "block", "reason": "Hierom.", "grounds": [threat.pk]}
    assert client.post(address, words).status_code == 422
    assert not Measure.objects.exists()


def test_contact_stop_takes_two_others_a_hearing_and_a_notice(
    client, stop, sanne, managers, officer
):
    assert take(client, managers[0], stop, "approve").status_code == 422
    assert take(client, sanne, stop, "hear", said="Zo niet bedoeld.").status_code == 302
    assert take(client, managers[0], stop, "approve").status_code == 422
    assert take(client, sanne, stop, "privacy").status_code == 302
    assert take(client, sanne, stop, "approve").status_code == 422
    assert take(client, managers[0], stop, "approve").status_code == 302
    again = take(client, managers[0], stop, "approve")
    assert again.status_code == 422
    assert "Jij stelde dit voor of keurde het al goed" in again.text
    assert take(client, officer, stop, "approve").status_code == 302
    stop.refresh_from_db()
    assert (stop.state, stop.begins_at) == (State.APPROVED, None)


def test_customer_reads_the_whole_notice_and_from_then_on_it_holds(
    client, stop, sanne, managers, officer
):
    answer = in_force(client, stop, sanne, managers, officer)

    assert answer.status_code == 302
    assert stop.is_extended is False
    assert stop.state == State.ACTIVE
    message = stop.notices.get().message
    for words in (THREAT, "bezwaar", "zes weken", "gericht en concreet"):
        assert words in message.text
    assert [each.content_type for each in message.attachments.all()] == ["application/pdf"]
    assert Incident.objects.get().kind == Kind.BLOCK


def test_insulted_lead_does_not_decide(client, team, managers):
    lead = make_agent(team=team, roles=[Role.AGENT, Role.LEAD])
    message = make_customer_message(team=team, text=THREAT)
    said = confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=[THREAT],
        by=lead,
    )
    mark = propose_measure(
        case=message.case, by=managers[0], kind=Kind.FLAG, grounds=[said], reason="Hierom."
    )

    answer = take(client, lead, mark, "approve")

    assert answer.status_code == 422
    assert "iemand anders beslist" in answer.text
    mark.refresh_from_db()
    assert mark.state == State.PROPOSED


def test_solved_case_gets_the_notice_as_a_letter(client, stop, sanne, managers, officer):
    solve_case(case=stop.case, by=sanne)
    in_force(client, stop, sanne, managers, officer)
    assert stop.state == State.APPROVED

    answer = take(client, managers[0], stop, "tell", text="Het hele bericht.", way="letter")
    stop.refresh_from_db()

    assert answer.status_code == 302
    notice = stop.notices.get()
    letter = client.get(f"/office/limits/{stop.pk}/letters/{notice.pk}/")
    assert letter.content.startswith(b"%PDF")


def test_stranger_and_agent_find_no_measure(client, stop, noor):
    for agent in (
        noor,
        make_agent(team=make_team(), roles=[Role.AGENT, Role.LEAD]),
        make_agent(roles=[Role.ADMIN]),
        make_agent(roles=[Role.SAFETY]),
    ):
        client.force_login(agent)
        assert client.get(f"/office/limits/{stop.pk}/").status_code == 404
        assert take(client, agent, stop, "refuse", reason="Nee.").status_code == 404


def test_list_counts_what_waits_and_not_what_is_over(client, stop, sanne, managers, officer):
    client.force_login(managers[0])
    assert "Contactstop" in client.get("/office/limits/").text
    in_force(client, stop, sanne, managers, officer)
    page = client.get("/office/limits/").text
    assert "R. Hoekstra" in page
    assert "Niets wacht op een beslissing" in page

    Measure.objects.update(review_at=timezone.now() + timedelta(days=3))
    page = client.get("/office/limits/").text
    assert "bekijk het uiterlijk opnieuw op" in page

    now = timezone.now()
    Measure.objects.update(begins_at=now - timedelta(days=9), ends_at=now, review_at=None)
    page = client.get("/office/limits/").text
    assert "R. Hoekstra" not in page


@pytest.fixture
def appeal(client, stop, sanne, managers, officer):
    in_force(client, stop, sanne, managers, officer)
    return file_appeal(measure=stop, words="Ik heb dat nooit zo gezegd.")


def test_appeal_goes_to_somebody_uninvolved(client, appeal, managers, officer):
    client.force_login(managers[1])
    page = client.get(f"/office/limits/appeals/{appeal.pk}/").text
    assert "nooit zo gezegd" in page
    assert f'<option value="{officer.pk}"' not in page
    address = f"/office/limits/appeals/{appeal.pk}/to/"

    assert client.post(address, {"to": officer.pk}).status_code == 422
    assert client.post(address, {"to": managers[1].pk}).status_code == 302


def test_upheld_appeal_leaves_nothing_on_the_screen(client, appeal, stop, managers):
    client.force_login(managers[1])
    client.post(f"/office/limits/appeals/{appeal.pk}/to/", {"to": managers[1].pk})
    decision = {"outcome": "upheld", "reason": "De woorden waren van iemand anders."}
    answer = client.post(f"/office/limits/appeals/{appeal.pk}/decision/", decision)
    assert answer.status_code == 302

    stop.refresh_from_db()
    assert stop.state == State.WITHDRAWN
    assert "R. Hoekstra" not in client.get("/office/limits/").text
    assert not Event.objects.filter(kind=Event.Kind.LIMIT, details__measure=stop.pk).exists()
    assert AuditEvent.objects.filter(what="appeal upheld: unjustified").count() == 1
    told = stop.notices.order_by("pk").last()
    assert "telt nergens mee" in told.message.text
    assert Incident.objects.get().kind == ""


def test_decision_with_something_to_fill_in_is_not_sent(client, appeal, managers):
    client.force_login(managers[1])
    client.post(f"/office/limits/appeals/{appeal.pk}/to/", {"to": managers[1].pk})
    decision = {"outcome": "upheld", "reason": "Dat was op [dag en tijd] zo."}
    answer = client.post(f"/office/limits/appeals/{appeal.pk}/decision/", decision)

    assert answer.status_code == 422
    assert "Vul eerst in: [dag en tijd]" in answer.text
    appeal.refresh_from_db()
    assert appeal.outcome == ""


def test_who_has_not_the_appeal_cannot_decide(client, appeal, managers, officer):
    for agent in (managers[0], managers[1], officer):
        client.force_login(agent)
        decision = {"outcome": "dismissed", "reason": "Nee."}
        answer = client.post(f"/office/limits/appeals/{appeal.pk}/decision/", decision)
        assert answer.status_code == 422
    assert Appeal.objects.get().outcome == ""


@pytest.mark.parametrize("ends_in", [timedelta(days=-900), timedelta(days=900), None])
def test_reduced_means_a_sooner_end_after_the_begin(client, appeal, stop, managers, ends_in):
    client.force_login(managers[1])
    client.post(f"/office/limits/appeals/{appeal.pk}/to/", {"to": managers[1].pk})
    ends_at = f"{timezone.now() + ends_in:%Y-%m-%dT%H:%M}" if ends_in else ""
    decision = {"outcome": "reduced", "reason": "Korter kan.", "ends_at": ends_at}

    answer = client.post(f"/office/limits/appeals/{appeal.pk}/decision/", decision)

    assert answer.status_code == 422
    assert Appeal.objects.get().outcome == ""
