"""The proposal in the composer: asked for, waited for, taken or left, with and without a script."""

import json

import pytest
from django.core.cache import cache

from gehoord.accounts.models import Role
from gehoord.cases.actions import ask_proposal, make_due_proposals, save_draft, solve_case
from gehoord.cases.actions.proposing import MOST_ASKED
from gehoord.cases.models import Draft, Message, Proposal
from tests.factories import make_agent, make_case, make_customer_message
from tests.model_endpoint import saying, sending, silent

pytestmark = pytest.mark.django_db

OFFER = "Maak een voorstel"
NOT_YOURS = "Voorstel van software, nog niet van jou. Lees het na."
UNCHANGED = "Voorstel van software, nog niets aan veranderd."
SCRIPT = {"HTTP_X_FROM_SCRIPT": "yes"}


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()


@pytest.fixture
def model(drafting_model):
    drafting_model.answer = saying("Beste «KLANT», ik bel u [dag en tijd] en betaal € 80.")
    return drafting_model


@pytest.fixture
def page(signed_in, case, seen):
    """What the agent sees of the case now."""
    return lambda: seen(signed_in.get(f"/cases/{case.pk}/"))


@pytest.fixture
def press(signed_in, case):
    """Press a button of the composer, without a script unless asked."""

    def post(button, text="", **more):
        return signed_in.post(f"/cases/{case.pk}/proposal/{button}", {"text": text}, **more)

    return post


@pytest.fixture
def ready(model, case, noor):
    ask_proposal(case=case, agent=noor)
    make_due_proposals()
    return Proposal.objects.get()


def test_without_a_model_there_is_no_trace_of_it(signed_in, case, page):
    assert OFFER not in page()
    assert "proposal" not in signed_in.get(f"/cases/{case.pk}/").text.partition("<body")[2]


def test_proposal_is_asked_waited_for_and_shown_without_a_script(model, press, page):
    assert OFFER in page()

    answer = press("ask/", "Dag mevrouw,")

    assert answer.status_code == 302
    assert "Software maakt een voorstel. Je kunt doortypen." in page()
    assert "Kijk of het er is" in page()
    assert "Dag mevrouw,</textarea>" in answer.client.get(answer.url).text
    make_due_proposals()
    assert press("", "Dag mevrouw, ik").status_code == 302
    assert NOT_YOURS in page()
    assert "Beste Marieke Verhoeven, ik bel u [dag en tijd] en betaal [bedrag] ." in page()
    assert "2 open plekken om in te vullen" in page()
    assert "Gemaakt door huismodel" in page()
    assert Draft.objects.get().text == "Dag mevrouw, ik"


def test_taken_proposal_stands_behind_what_was_typed_and_says_whose_it_is(ready, press, page, case):
    answer = press("take/", "Dag mevrouw,")

    shown = answer.client.get(answer.url)
    draft = Draft.objects.get()
    assert draft.text == f"Dag mevrouw,\n\n{ready.text}"
    assert f"{draft.text}</textarea>" in shown.text
    assert UNCHANGED in page()
    assert "hidden" not in _mark(shown.text)
    assert NOT_YOURS not in page()
    assert not Message.objects.to_customers().exists()


def test_taken_proposal_is_the_agents_once_a_letter_changes(ready, press, signed_in, case, noor):
    press("take/")
    text = Draft.objects.get().text

    save_draft(case=case, author=noor, mode=Draft.Mode.REPLY, text=f"{text} Groet.")

    assert "hidden" in _mark(signed_in.get(f"/cases/{case.pk}/").text)


def test_left_proposal_is_gone_and_can_be_asked_again(ready, press, page):
    press("leave/", "Ik schrijf zelf.")

    assert not Proposal.objects.exists()
    assert Draft.objects.get().text == "Ik schrijf zelf."
    assert OFFER in page()


def test_coach_looks_at_the_proposal_and_changes_nothing_in_it(model, case, noor, page, signed_in):
    model.answer = saying("Beste «KLANT», excuses voor het ongemak. Zoals ik al zei, wacht u nog.")
    ask_proposal(case=case, agent=noor)
    make_due_proposals()

    assert "excuses voor het ongemak" in page()
    tray = signed_in.get(f"/cases/{case.pk}/proposal/").text
    assert 'class="mark mark--' in tray
    assert "van de coach" in page()


def test_customer_who_wrote_meanwhile_is_told_of(model, team, noor, page, signed_in):
    case = make_case(team=team, sender="m")
    ask_proposal(case=case, agent=noor)
    make_due_proposals()
    where = f"/cases/{case.pk}/proposal/"
    assert "De klant schreef daarna nog iets." not in signed_in.get(where).text

    make_customer_message(team=team, sender="m", text="En nu is ook de kast kapot.")

    assert "De klant schreef daarna nog iets." in signed_in.get(where).text


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (sending(b"<h1>Oops</h1>", status=500), "De software was niet te bereiken."),
        (sending(b"{}", status=401), "De sleutel of de naam klopt niet"),
        (sending(b"<html>"), "Het antwoord van de software was niet bruikbaar."),
        (sending(b" " * 10_000_000), "Het antwoord van de software was niet bruikbaar."),
        (sending(b'{"choices": []}'), "Het antwoord van de software was niet bruikbaar."),
        (silent, "De software gaf niet op tijd antwoord."),
    ],
)
def test_what_went_wrong_is_told_and_the_composer_works_on(
    model, settings, press, page, replies, writing, signed_in, case, answer, told
):
    settings.GEHOORD_DRAFTING_SECONDS = 1
    model.answer = answer
    press("ask/", "Ik bel u zo.")
    make_due_proposals()

    assert told.casefold() in page().casefold()
    assert "Probeer het opnieuw" in page()
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Ik bel u zo."))
    assert [each.text for each in replies()] == ["Ik bel u zo."]
    assert OFFER in page()


def test_html_of_a_model_is_shown_as_words(model, case, noor, signed_in):
    model.answer = saying("Zo <b>dik</b> is &amp;lt;img src=x onerror=alert(1)&amp;gt; het.")
    ask_proposal(case=case, agent=noor)
    make_due_proposals()

    tray = signed_in.get(f"/cases/{case.pk}/proposal/").text
    assert "<img" not in tray
    assert "<b>dik" not in tray


# ── A script ─────────────────────────────────────────────────────────────────────────────


def test_script_gets_pieces_and_the_draft_as_it_is_now(model, press, signed_in, case, noor):
    assert press("ask/", **SCRIPT).status_code == 204
    make_due_proposals()

    piece = signed_in.get(f"/cases/{case.pk}/proposal/").text
    assert 'data-state="ready"' in piece
    assert "<textarea" not in piece
    save_draft(case=case, author=noor, mode=Draft.Mode.REPLY, text="Dag,")
    answer = signed_in.post(f"/cases/{case.pk}/proposal/take/", **SCRIPT)
    assert answer.json() == {"text": Draft.objects.get().text}
    assert press("leave/", **SCRIPT).status_code == 204


def test_script_is_told_why_not(model, press, case, noor, team):
    assert "Dit voorstel is er niet meer." in press("take/", **SCRIPT).text
    for _ in range(MOST_ASKED):
        ask_proposal(case=make_case(team=team), agent=noor)
    answer = press("ask/", **SCRIPT)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        422, "text/plain; charset=utf-8",
    )  # fmt: skip
    assert "Over tien minuten kan het weer." in answer.text


# ── Who, and where ───────────────────────────────────────────────────────────────────────


def test_proposal_is_only_seen_by_who_asked_for_it(ready, client, team, case):
    client.force_login(make_agent(team=team, name="Emre Kaya"))

    shown = client.get(f"/cases/{case.pk}/").text

    assert "ik bel u [dag en tijd]" not in shown
    assert "Noor vroeg software om een voorstel." in shown


@pytest.mark.parametrize("button", ["", "ask/", "take/", "leave/"])
def test_stranger_finds_nothing(ready, stranger, case, button):
    address = f"/cases/{case.pk}/proposal/{button}"

    assert stranger.post(address, {"text": "x"}).status_code == 404
    assert stranger.get(address).status_code in (404, 405)
    assert Proposal.objects.count() == 1


def test_who_may_not_reply_may_not_ask(model, client, case, team):
    client.force_login(make_agent(team=team, roles=[Role.ADMIN, Role.QUALITY]))

    assert client.post(f"/cases/{case.pk}/proposal/ask/", {}).status_code == 404


@pytest.mark.parametrize("what", ["closed", "crisis"])
def test_no_button_and_no_proposal_where_none_may_be(model, signed_in, team, noor, what):
    text = "Ik wil niet meer leven, ik maak er een eind aan." if what == "crisis" else "Waar?"
    case = make_case(team=team, text=text)
    if what == "closed":
        solve_case(case=case, by=noor)
    address = f"/cases/{case.pk}/"

    shown = signed_in.get(address).text

    assert 'id="ask-proposal"' in shown
    assert "hidden" in shown.partition('id="ask-proposal"')[2].partition(">")[0]
    answer = signed_in.post(f"{address}proposal/ask/", {"text": "Mijn woorden"})
    assert answer.status_code == 422
    assert "Mijn woorden</textarea>" in answer.text
    assert model.questions == []


def test_text_that_is_too_long_stays_on_the_page(model, press, seen):
    answer = press("ask/", "a" * 200_001)

    assert answer.status_code == 422
    assert "te lang om te bewaren" in seen(answer)
    assert f"{'a' * 1000}</textarea>" in answer.text
    assert not Proposal.objects.exists()


def test_note_has_no_proposal(model, signed_in, case):
    shown = signed_in.get(f"/cases/{case.pk}/?mode=note").text

    assert 'id="proposal"' not in shown
    assert 'id="ask-proposal"' not in shown


def test_words_of_the_case_never_come_along_with_a_name(model, press, case):
    press("ask/")
    make_due_proposals()

    assert "Verhoeven" not in json.dumps(model.questions)


def _mark(page: str) -> str:
    """The tag that says that a draft is software's."""
    return page.partition('id="from-software"')[2].partition(">")[0]
