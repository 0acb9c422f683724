"""Set a limit from the page: warn, end, and what follows. A person decides each step."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.models import Case, Message
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Behaviour, EndedWithoutGround, Measure
from gehoord.limits.wording.telling import at_time
from tests.factories import make_agent, make_customer_message, make_team

INSULT = "Wat ben jij een sukkel. Waar blijft mijn geld?"


@pytest.fixture
def team(db: None) -> Team:
    return make_team()


@pytest.fixture
def noor(team: Team) -> Agent:
    return make_agent(team=team)


@pytest.fixture
def browser(noor: Agent) -> Client:
    client = Client()
    client.force_login(noor)
    return client


def address(case: Case, *, do: str = "") -> str:
    return reverse("inbox:limits", args=[case.pk]) + (f"?do={do}" if do else "")


def write(team: Team, text: str, sender: str = "hoekstra") -> Message:
    return make_customer_message(team=team, text=text, sender=sender, name="R. Hoekstra")


def fill(message: Message, **changes: object) -> dict[str, object]:
    return {
        "submission": str(uuid4()),
        "quotes": [f"{message.pk}-0"],
        "level": "2",
        "help": "Ik wil u graag helpen met uw geld.",
        "behaviour": "U schreef: ‘sukkel’. Dat wil ik niet meer lezen.",
        "consequence": "Gebeurt dat nog een keer, dan stop ik dit gesprek. U krijgt het antwoord per mail.",
        "words": "U schreef: ‘sukkel’. Daarom stop ik dit gesprek nu. U krijgt het antwoord per mail.",
    } | changes


def test_the_page_opens_with_nothing_ticked_and_shows_what_does_not_count(browser, team):
    case = write(team, f"{INSULT} Wat een klotebedrijf. Ik bel mijn advocaat.").case
    page = browser.get(address(case)).content.decode()
    assert "Wat ben jij een sukkel." in page
    assert "Telt niet mee" in page
    assert "Wat een klotebedrijf." in page
    assert "Dat mag een klant altijd zeggen." in page
    assert page.count("voorstel</span>") == 1
    assert " checked" not in page


def test_a_warning_goes_to_the_customer_with_its_words_and_its_link(browser, team, noor):
    message = write(team, INSULT)
    answer = browser.post(address(message.case), fill(message))
    assert answer.status_code == 302
    measure = Measure.objects.get()
    assert measure.kind == Kind.WARNING
    assert [each.quotes for each in measure.grounds.all()] == [["Wat ben jij een sukkel."]]
    sent = message.case.messages.to_customers().get()
    assert "‘sukkel’" in sent.text
    assert "/house-rules/notice/" in sent.text


def test_a_warning_counts_at_once_so_it_is_not_taken_back(browser, team, noor):
    message = write(team, INSULT)
    browser.post(address(message.case), fill(message))
    sent = message.case.messages.to_customers().get()
    assert not Message.objects.to_take_back(noor).exists()
    browser.post(reverse("inbox:take_back", args=[message.case_id, sent.pk]))
    assert message.case.messages.to_customers().get() == sent


def test_a_warning_needs_a_level_words_and_three_parts(browser, team):
    message = write(team, INSULT)
    for missing in ({"level": ""}, {"quotes": []}, {"consequence": " "}):
        answer = browser.post(address(message.case), fill(message, **missing))
        assert answer.status_code == 422
    assert not Behaviour.objects.exists()
    assert not Measure.objects.exists()


def test_anger_and_coarse_words_leave_nothing_behind(browser, team):
    message = write(team, INSULT)
    browser.post(address(message.case), fill(message, level="1"))
    assert not Behaviour.objects.exists()
    assert not message.case.messages.to_customers().exists()


def test_words_that_nobody_wrote_cannot_be_sent(browser, team):
    message = write(team, "Ik ben woedend. Waar blijft mijn geld?")
    answer = browser.post(address(message.case), fill(message))
    assert answer.status_code == 422
    assert not Measure.objects.exists()


def test_again_after_a_warning_the_conversation_stops_and_the_page_says_so(browser, team):
    message = write(team, INSULT)
    browser.post(address(message.case), fill(message))
    again = write(team, "Jij bent echt een trut.")
    answer = browser.post(address(message.case, do="end"), fill(again), follow=True)
    page = answer.content.decode()
    assert "Afkoelperiode tot" in page
    assert "Even dicht" in page
    assert "Blijft open" in page
    measure = Measure.objects.get(kind=Kind.COOL_OFF)
    assert measure.is_extended is False


def test_without_a_warning_before_there_is_no_cooling_off_period(browser, team):
    message = write(team, INSULT)
    answer = browser.post(address(message.case, do="end"), fill(message))
    assert answer.status_code == 422
    assert "Hiervoor is geen afkoelperiode" in answer.content.decode()
    assert not Measure.objects.exists()
    assert not EndedWithoutGround.objects.exists()


def test_an_agent_may_always_stop(browser, team):
    make_agent(team=team, roles=[Role.LEAD])
    message = write(team, "Waar blijft mijn geld?")
    browser.post(address(message.case, do="end"), fill(message, quotes=[], without="yes"))
    assert EndedWithoutGround.objects.get().conversation == message.conversation
    assert not Measure.objects.exists()
    assert "binnen een kwartier" in message.case.messages.to_customers().get().text


def test_a_warning_given_on_the_telephone_is_kept_and_not_sent(browser, team):
    message = write(team, "Bel mij maar.")
    spoken = {"quotes": [], "is_spoken": "on", "said": "Jij bent een sukkel."}
    browser.post(address(message.case), fill(message, **spoken))
    assert Measure.objects.get().notices.get().way == "spoken"
    assert not message.case.messages.to_customers().exists()


def test_the_text_is_kept_when_it_is_not_sent_yet(browser, team):
    message = write(team, INSULT)
    browser.post(address(message.case), fill(message, help="Ik zoek uw geld.", later="yes"))
    page = browser.get(address(message.case)).content.decode()
    assert "Ik zoek uw geld." in page
    assert "Dit is de tekst die je bewaarde." in page
    assert not Measure.objects.exists()


def test_a_text_that_was_kept_names_the_end_that_counts_from_sending(browser, team):
    message = write(team, INSULT)
    browser.post(address(message.case), fill(message))
    again = write(team, "Jij bent echt een trut.")
    stop = address(message.case, do="end")
    drafted = browser.get(stop).content.decode().split('name="until" value="')[1].split('"')[0]
    late = {"until": "gisteren 9.15 uur", "words": "Vanaf gisteren 9.15 uur kunt u weer chatten."}
    assert drafted.endswith(" uur")
    browser.post(stop, fill(again, later="yes", **late))
    assert 'value="gisteren 9.15 uur"' in browser.get(stop).content.decode()
    browser.post(stop, fill(again, **late))
    sent = message.case.messages.to_customers().latest_first().first().text
    measure = Measure.objects.get(kind=Kind.COOL_OFF)
    assert f"Vanaf {at_time(measure.ends_at)} kunt u weer chatten." in sent


def test_a_colleague_is_one_click_away(browser, team):
    case = write(team, INSULT).case
    hand_over = reverse("inbox:case", args=[case.pk]) + "#id_owner"
    assert f'href="{hand_over}"' in browser.get(address(case)).content.decode()
    assert 'id="id_owner"' in browser.get(hand_over).content.decode()


def test_only_a_lead_makes_a_cooling_off_period_longer_or_shorter(browser, team):
    message = write(team, INSULT)
    now = timezone.now()
    measure = Measure.objects.create(
        customer=message.case.customer, case=message.case, kind=Kind.COOL_OFF, state=State.ACTIVE,
        proposed_by=make_agent(), proposed_at=now, begins_at=now, told_at=now,
        ends_at=now + timedelta(hours=2),
    )  # fmt: skip
    form = {"measure": measure.pk, "reason": "Hij is rustig.", "hours": 24}
    longer = reverse("inbox:limit_extend", args=[message.case_id])
    assert browser.post(longer, form).status_code == 404
    lead = Client()
    lead.force_login(make_agent(team=team, roles=[Role.AGENT, Role.LEAD]))
    lead.post(longer, form)
    measure.refresh_from_db()
    assert measure.ends_at == now + timedelta(hours=24)
    lead.post(reverse("inbox:limit_open", args=[message.case_id]), form)
    measure.refresh_from_db()
    assert measure.state == State.LIFTED
    assert "Waarschuwing geven" in lead.get(address(message.case)).content.decode()


def test_a_stranger_finds_nothing(team):
    case = write(team, INSULT).case
    stranger = Client()
    stranger.force_login(make_agent(team=make_team()))
    assert stranger.get(address(case)).status_code == 404
    assert stranger.post(address(case), {}).status_code == 404
    assert stranger.get(reverse("inbox:held")).status_code == 404


def test_a_threat_of_the_customer_may_be_quoted_but_not_answered_with_one(browser, team):
    message = write(team, "Ik weet waar jij woont en ik steek je huis in brand.")
    said = "U schreef: ‘Ik weet waar jij woont’ en ‘ik steek je huis in brand’."
    quoting = f"{said} Daarom stop ik dit gesprek nu. U krijgt het antwoord per mail."
    threat = f"{quoting} En ik weet waar u woont."
    ends = {"level": "4", "quotes": [f"{message.pk}-0"]}

    refused = browser.post(address(message.case, do="end"), fill(message, words=threat, **ends))
    assert refused.status_code == 422
    assert "Dreig niet" in refused.content.decode()
    answer = browser.post(address(message.case, do="end"), fill(message, words=quoting, **ends))
    assert answer.status_code == 302
    assert message.case.messages.to_customers().latest_first()[0].text.startswith(said)
