"""The help button on the pages: pressed, answered, and nothing for a stranger."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import ask_aftercare, ask_for_help, join, say_standby, take_over
from gehoord.limits.models import Aftercare, DutyShift, HelpRequest, Standby
from tests.factories import make_agent, make_case, make_customer_message, make_reply, make_team

pytestmark = pytest.mark.django_db
SCRIPT = {"X-From-Script": "yes"}


@pytest.fixture
def sanne(team):
    return make_agent(team=team, name="Sanne Vos", roles=[Role.LEAD])


@pytest.fixture
def as_sanne(client_of, sanne):
    return client_of(sanne)


@pytest.fixture
def client_of(django_user_model):
    from django.test import Client

    def signed_in_as(agent):
        client = Client()
        client.force_login(agent)
        return client

    return signed_in_as


@pytest.fixture
def call(case, noor, sanne):
    return ask_for_help(by=noor, case=case)


def test_button_is_on_every_page_of_who_answers_customers(signed_in, case):
    for page in ("/", f"/cases/{case.pk}/", f"/cases/{case.pk}/phone/", "/account/me/", "/saved/"):
        assert 'id="help-ask"' in signed_in.get(page).text, page


def test_button_is_not_there_for_who_answers_nobody(client_of):
    admin = client_of(make_agent(roles=[Role.ADMIN]))

    assert 'id="help-ask"' not in admin.get("/office/").text


def test_pressing_calls_the_lead_about_the_case_and_needs_no_words(signed_in, case, noor, sanne):
    page = f"/cases/{case.pk}/"
    assert f'name="case" value="{case.pk}"' in signed_in.get(page).text

    answer = signed_in.post("/help/ask/", {"case": case.pk, "back": page})

    call = HelpRequest.objects.get()
    assert (call.case, call.asked_by, list(call.called.all())) == (case, noor, [sanne])
    assert answer.url == page
    assert "Hulp gevraagd" in signed_in.get(page).text


def test_pressing_tells_the_browsers_of_who_is_called(signed_in, noor, sanne, announced):
    signed_in.post("/help/ask/")

    assert ("help", tuple(sorted([noor.audience, sanne.audience]))) in announced


def test_case_of_another_team_is_not_carried_along(signed_in):
    elsewhere = make_case(team=make_team())

    signed_in.post("/help/ask/", {"case": elsewhere.pk})

    assert HelpRequest.objects.get().case is None


def test_button_never_leads_to_another_website(signed_in, case):
    answer = signed_in.post("/help/ask/", {"case": case.pk, "back": "https://elders.example/"})

    assert answer.url.startswith("/help/")


def test_lead_sees_the_call_on_his_page_and_the_others_of_the_team_do_not(
    call, as_sanne, client_of, team, seen
):
    colleague = client_of(make_agent(team=team, name="Daan Smit"))

    assert "Noor vraagt hulp" in seen(as_sanne.get("/"))
    assert "Noor vraagt hulp" not in seen(colleague.get("/"))


def test_sound_is_only_for_who_wants_it(call, as_sanne):
    assert "data-sound" not in as_sanne.get("/help/bar/").text

    as_sanne.post("/help/standby/", {"sound": "on"})

    assert "data-sound" in as_sanne.get("/help/bar/").text


def test_helper_reads_the_last_ten_turns_and_the_limits(team, noor, sanne, as_sanne, seen):
    for number in range(12):
        moment = timezone.now() - timedelta(minutes=60 - number)
        case = make_customer_message(
            team=team, sender="een", text=f"Regel {number} van mij", written_at=moment
        ).case
    make_reply(case=case, author=noor, text="Ik kijk het na.")
    call = ask_for_help(by=noor, case=case)

    page = seen(as_sanne.get(f"/help/{call.pk}/"))

    assert "Ik kijk het na." in page
    assert "Regel 11 van mij" in page
    assert "Regel 3 van mij" in page
    assert "Regel 2 van mij" not in page
    assert "Gegeven grenzen" in page


def test_lead_takes_over(call, case, sanne, as_sanne, signed_in, seen):
    as_sanne.post(f"/help/{call.pk}/see/")
    assert "Sanne kijkt" in seen(signed_in.get("/help/bar/"))

    answer = as_sanne.post(f"/help/{call.pk}/take/")

    assert answer.url == f"/cases/{case.pk}/"
    case.refresh_from_db()
    assert case.owner == sanne
    assert "Sanne nam het over" in seen(signed_in.get("/help/bar/"))


def test_second_helper_is_told_who_was_first(call, sanne, team, client_of, seen):
    join(call=call, by=sanne)
    esra = client_of(make_agent(team=team, name="Esra Aydin", roles=[Role.LEAD]))

    page = seen(esra.post(f"/help/{call.pk}/take/", follow=True))

    assert "Sanne was net voor je en helpt al." in page
    call.refresh_from_db()
    assert call.helper == sanne


def test_advice_becomes_a_note_and_an_empty_one_keeps_the_page(call, case, as_sanne):
    empty = as_sanne.post(f"/help/{call.pk}/advise/", {"words": " ", "submission": str(uuid4())})
    fields = {"words": "Bied ruilen aan.", "submission": str(uuid4())}
    as_sanne.post(f"/help/{call.pk}/advise/", fields)

    assert empty.status_code == 422
    assert [note.text for note in case.notes.all()] == ["Bied ruilen aan."]


def test_customer_reads_the_sentence_only_when_it_is_ticked(call, signed_in, case, replies, seen):
    page = signed_in.get(f"/help/{call.pk}/").text
    assert "Ik haal er een collega bij die hier meteen over kan beslissen. U hoeft" in page
    fields = {"words": "Ik haal er een collega bij.", "submission": str(uuid4())}

    unticked = signed_in.post(f"/help/{call.pk}/tell/", fields)
    assert (unticked.status_code, replies()) == (422, [])
    assert "Ik haal er een collega bij." in unticked.text
    signed_in.post(f"/help/{call.pk}/tell/", {**fields, "tick": "on"})

    assert [reply.text for reply in replies()] == ["Ik haal er een collega bij."]


def test_call_that_reaches_nobody_says_so(signed_in, case, seen):
    signed_in.post("/help/ask/", {"case": case.pk})

    page = seen(signed_in.get(f"/help/{HelpRequest.objects.get().pk}/"))

    assert "Nu is niemand bereikbaar in Gehoord. Loop naar een collega, of bel." in page


@pytest.mark.parametrize(
    "way", ["", "see/", "take/", "join/", "advise/", "again/", "close/", "tell/"]
)
def test_stranger_and_colleague_find_nothing_of_a_call(call, team, client_of, way):
    for agent in (make_agent(team=make_team(), roles=[Role.LEAD]), make_agent(team=team)):
        client = client_of(agent)
        assert {client.get(f"/help/{call.pk}/{way}").status_code, client.post(f"/help/{call.pk}/{way}").status_code} <= {404, 405}  # fmt: skip


def test_lead_of_another_team_sees_no_turns_of_a_case_that_moved_there(call, case, as_sanne, seen):
    case.team = make_team()
    case.save(update_fields=["team"])

    assert "Waar blijft" not in seen(as_sanne.get(f"/help/{call.pk}/"))


def test_only_who_helps_finds_the_roster(signed_in, as_sanne):
    for page in ("/help/", "/help/roster/"):
        assert signed_in.get(page).status_code == 404
        assert as_sanne.get(page).status_code == 200


def test_lead_keeps_the_roster(as_sanne, sanne, seen):
    fields = {"agent": sanne.pk, "weekday": 0, "begins": "09:00", "until": "09:00"}
    wrong = as_sanne.post("/help/roster/", fields)
    as_sanne.post("/help/roster/", {**fields, "until": "17:00"})

    assert wrong.status_code == 422
    assert "09.00 – 17.00" in seen(as_sanne.get("/help/roster/"))
    as_sanne.post(f"/help/roster/{DutyShift.objects.get().pk}/away/")
    assert not DutyShift.objects.exists()


def test_who_is_on_duty_is_shown_until_midnight(as_sanne, signed_in, sanne, seen):
    as_sanne.post("/help/standby/", {"duty": "on"})
    assert "Sanne staat klaar" in seen(signed_in.get("/"))

    Standby.objects.update(until=timezone.now())

    assert "Sanne staat klaar" not in seen(signed_in.get("/"))


def test_aftercare_is_asked_of_the_lead_and_leaves_nothing(as_sanne, signed_in, noor, team, seen):
    row = ask_aftercare(agent=noor, team=team)
    assert "Spreek vandaag" in seen(as_sanne.get("/help/"))
    assert signed_in.post(f"/help/aftercare/{row.pk}/").status_code == 404

    as_sanne.post(f"/help/aftercare/{row.pk}/")

    assert not Aftercare.objects.exists()


def test_page_of_helpers_counts_nobody(call, as_sanne, sanne, seen):
    """Open calls have names, because somebody has to go there; figures have none."""
    page = seen(as_sanne.get("/help/"))

    figures = page[page.index("Hoe snel") :]
    assert "Noor" not in figures
    assert "Sanne" not in re.sub(r"Sanne Vos \S+@", "", figures).partition("Toetsen")[0]


def test_bar_asks_the_database_seldom(signed_in, case, sanne, django_assert_max_num_queries):
    say_standby(agent=sanne, is_on=True)
    with django_assert_max_num_queries(9):
        signed_in.get("/help/bar/", headers=SCRIPT)


def test_taken_over_call_is_closed_by_who_asked(call, sanne, signed_in, case):
    take_over(call=call, by=sanne)

    signed_in.post(f"/help/{call.pk}/close/")

    call.refresh_from_db()
    assert not call.is_open
    assert 'id="help-ask"' in signed_in.get(f"/cases/{case.pk}/").text
