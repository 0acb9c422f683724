"""The office page of the house rules: lengths, addresses, deciders and texts in own words."""

from __future__ import annotations

import pytest

from gehoord.accounts.models import AuditEvent, House, Role
from gehoord.limits.models import HouseRules
from gehoord.limits.wording.own import CHANGEABLE, delivered
from gehoord.limits.wording.speaking import warning
from gehoord.limits.wording.telling import voice_in
from tests.factories import make_agent, make_customer_message, make_house, make_team

pytestmark = pytest.mark.django_db
PAGE = "/office/house-rules/"
FILLED = {
    "form_of_address": "u", "country": "nl", "warning_hours": 24, "cool_off_hours": 2,
    "flag_days": 90, "arrangement_months": 6, "block_months": 12, "open_mail": "",
    "postal_address": "", "appeal_contact": "", "stance": "",
    "decides_block_1": ["manager", "complaints"],
}  # fmt: skip


@pytest.fixture
def joris(client):
    make_house(name="Lindehout")
    joris = make_agent(name="Joris Brandsma", roles=[Role.ADMIN])
    client.force_login(joris)
    return joris


def test_addresses_and_country_reach_the_customer(client, joris):
    given = {
        "open_mail": "hulp@lindehout.example",
        "postal_address": "Postbus 1\nZwolle",
        "country": "be",
        "form_of_address": "je",
    }
    assert client.post(PAGE, FILLED | given).status_code == 302

    page = client.get("/house-rules/").text
    assert "Mailen kan altijd: hulp@lindehout.example" in page
    assert "Postbus 1, Zwolle" in page
    assert "1813" in page
    assert "0800-0113" not in page
    assert "Je mag boos zijn" in page
    assert House.current().form_of_address == "je"


@pytest.mark.parametrize(
    ("name", "too_long"),
    [("warning_hours", 25), ("cool_off_hours", 25), ("flag_days", 91), ("block_months", 13)],
)
def test_length_beyond_the_ladder_is_refused_and_kept_to_change(client, joris, name, too_long):
    answer = client.post(PAGE, FILLED | {name: too_long, "appeal_contact": "Fatma Demir"})

    assert answer.status_code == 422
    assert "Fatma Demir" in answer.text
    assert HouseRules.current().appeal_contact == ""


def test_house_lets_only_the_complaints_officer_decide_with_the_manager(client, joris):
    client.post(PAGE, FILLED | {"decides_block_1": ["complaints"]})

    assert HouseRules.current().deciders == {"block": [["manager"], ["complaints"]]}
    assert "manager en klachtenfunctionaris" in client.get("/house-rules/").text
    # Nobody has that role yet: the page says so before somebody needs it.
    assert "te weinig mensen" in client.get(PAGE).text

    client.post(PAGE, FILLED)
    assert HouseRules.current().deciders == {}


@pytest.mark.parametrize("roles", [[], ["agent"], ["complaints", "admin"]])
def test_no_decider_or_another_one_is_refused(client, joris, roles):
    assert client.post(PAGE, FILLED | {"decides_block_1": roles}).status_code == 422
    assert HouseRules.current().deciders == {}


def test_office_leads_to_the_duty_roster_and_it_opens(client, joris):
    assert "/help/roster/" in client.get(PAGE).text
    sanne = make_agent(name="Sanne Vos", team=make_team(), roles=[Role.LEAD])
    shift = {"agent": sanne.pk, "weekday": 0, "begins": "09:00", "until": "17:00"}

    assert client.post("/help/roster/", shift).status_code == 302
    assert "Sanne" in client.get("/help/roster/").text
    # The calls themselves are for who helps.
    assert client.get("/help/").status_code == 404


def text(name: str) -> str:
    return f"{PAGE}texts/{name}/"


def test_every_text_opens_with_a_preview(client, joris):
    page = client.get(f"{PAGE}texts/").text
    for name in CHANGEABLE:
        assert text(name) in page
        assert client.get(text(name)).status_code == 200


def test_own_words_are_what_the_customer_reads(client, joris):
    own = "Op {until} houdt dit op. Daar hoeft u niets voor te doen. Zo doen wij dat."
    assert client.post(text("notice_ends"), {"u": own}).status_code == 302

    message = make_customer_message()
    voice = voice_in(message.conversation)
    assert voice.say("notice_ends", until="2 juni").startswith("Op 2 juni houdt dit op.")
    assert "eigen woorden" in client.get(f"{PAGE}texts/").text
    assert AuditEvent.objects.filter(what="house rules changed").last().details == {
        "texts": ["notice_ends"]
    }

    client.post(text("notice_ends"), {"u": ""})
    assert HouseRules.current().texts == {}


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("ending", "Ik stop nu. Vanaf {until} kunt u weer chatten.", "{quotes}"),
        ("warning_behaviour", "U schreef iets lelijks.", "{quotes}"),
        ("foot", "Maak bezwaar.", "{link}"),
        ("notice_ends", "Op {until} vervalt dit, zegt {name}.", "{name}"),
        ("notice_ends", "Op {until.year} vervalt dit.", "{until}"),
        ("notice_ends", "Op {until vervalt dit.", "accolades"),
    ],
)
def test_text_without_what_is_filled_in_is_refused(client, joris, name, words, why):
    answer = client.post(text(name), {"u": words})

    assert answer.status_code == 422
    assert why in answer.text
    assert words in answer.text
    assert HouseRules.current().texts == {}


def test_text_can_be_read_as_a_customer_before_it_holds(client, joris):
    given = {
        "u": "U schreef: {quotes}. Wij stoppen. Vanaf {until} kunt u weer bellen.",
        "look": "y",
    }
    answer = client.post(text("ending"), given)

    assert answer.status_code == 200
    assert "Wij stoppen. Vanaf " in answer.text
    assert HouseRules.current().texts == {}


def test_coach_stops_a_text_that_judges_and_the_house_decides(client, joris):
    words = "U bent onbeschoft. U schreef: {quotes}. Vanaf {until} kunt u weer bellen."
    answer = client.post(text("ending"), {"u": words})
    assert answer.status_code == 422
    assert "Stop even" in answer.text

    assert client.post(text("ending"), {"u": words, "anyway": "yes"}).status_code == 302


def test_house_that_says_u_and_je_has_both(client, joris):
    make_house(form_of_address="mirror")
    je = delivered("warning_help")["je"].replace("graag", "heel graag")
    client.post(text("warning_help"), {"u": delivered("warning_help")["u"], "je": je})

    assert HouseRules.current().texts == {"warning_help": {"je": je}}


def test_agent_uses_the_own_words_and_they_are_checked(client, joris):
    client.post(
        text("warning_consequence"), {"u": "Gebeurt het weer, dan sluit ik af. Wij mailen u."}
    )
    message = make_customer_message(text="Wat ben jij een sukkel.")
    voice = voice_in(message.conversation)
    warned = warning(message.case, voice, quotes=["sukkel"], is_spoken=False)

    assert warned.consequence == "Gebeurt het weer, dan sluit ik af. Wij mailen u."


def test_own_words_are_for_who_writes_the_language_of_the_house(client, joris):
    client.post(text("warning_consequence"), {"u": "Gebeurt het weer, dan sluit ik af."})
    message = make_customer_message(text="You are an idiot. Nobody answers the phone.")
    message.reading.language = "en"
    message.reading.save(update_fields=["language"])
    voice = voice_in(message.conversation)
    warned = warning(message.case, voice, quotes=["an idiot"], is_spoken=False)

    assert warned.consequence == delivered("warning_consequence", "en")["u"]
    assert "‘an idiot’" in warned.behaviour


def test_nobody_but_the_administrator_changes_texts(client):
    for role in (Role.MANAGER, Role.LEAD, Role.PRIVACY):
        client.force_login(make_agent(roles=[role]))
        assert client.get(text("ending")).status_code == 404
        assert client.get(f"{PAGE}texts/").status_code == 404


def test_text_that_is_not_the_house_s_is_not_there(client, joris):
    assert client.get(text("notice_appeal")).status_code == 404
    assert client.get(text("nonsense")).status_code == 404
