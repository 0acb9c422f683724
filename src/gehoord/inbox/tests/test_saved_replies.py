import pytest
from django.utils import timezone

from gehoord.accounts.models import AuditEvent, FormOfAddress, Role
from gehoord.cases.models import Draft, SavedReply
from gehoord.inbox.saved_advice import NO_FIELD
from tests.factories import make_agent, make_case, make_house, make_saved_reply, make_team

pytestmark = pytest.mark.django_db

FORM = {"title": "Terugbellen", "text": "{{aanhef}},\n\nIk bel {{u}} terug.", "audience": "me"}


def texts(answer):
    return [line.partition("</span>")[0] for line in answer.text.split('choice__text">')[1:]]


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────


def test_agent_chooses_from_his_own_his_teams_and_everybodys(signed_in, case, noor, team):
    other = make_agent(team=team)
    make_saved_reply(text="van iedereen")
    make_saved_reply(text="van het team", team=team)
    make_saved_reply(text="van Noor", owner=noor)
    make_saved_reply(text="van een collega", owner=other)
    make_saved_reply(text="van een ander team", team=make_team())
    make_saved_reply(text="voor een ander kanaal", channels=["email"])

    found = texts(signed_in.get(f"/cases/{case.pk}/saved/"))

    assert found[0] == "van Noor"
    assert sorted(found) == ["van Noor", "van het team", "van iedereen"]


@pytest.mark.parametrize(
    ("house", "name", "filled"),
    [
        ("u", "Marieke Verhoeven", "Beste Marieke Verhoeven, heeft u het nummer? Uw Noor"),
        ("je", "Marieke Verhoeven", "Dag Marieke, heb je het nummer? Je Noor"),
        ("u", "mevr. M.J. van der Schoot", "Beste mevrouw Van der Schoot, heeft u het nummer? Uw Noor"),
        ("u", "", "Goedendag, heeft u het nummer? Uw Noor"),
    ],
)  # fmt: skip
def test_saved_reply_is_filled_in_for_this_customer(signed_in, team, house, name, filled):
    make_house(form_of_address=FormOfAddress(house))
    case = make_case(team=team, name=name)
    saved = make_saved_reply(
        text="{{aanhef}}, {{heeft u|heb je}} het nummer? {{Uw}} {{medewerker}}"
    )

    answer = signed_in.get(f"/cases/{case.pk}/saved/{saved.pk}/").json()

    assert answer["text"] == filled


def test_house_that_mirrors_says_je_to_who_says_je(signed_in, team):
    make_house(form_of_address=FormOfAddress.MIRROR)
    case = make_case(team=team, text="Kun je mij vertellen waar jouw chauffeur blijft?")
    saved = make_saved_reply(text="Ik mail {{u}}.")

    assert signed_in.get(f"/cases/{case.pk}/saved/{saved.pk}/").json()["text"] == "Ik mail je."


def test_what_is_not_known_becomes_a_blank_that_keeps_the_reply_back(signed_in, team, writing):
    case = make_case(team=team, name="")
    saved = make_saved_reply(text="Dag {{voornaam}}, zaak {{ zaak }} van {{dag}}.")

    words = signed_in.get(f"/cases/{case.pk}/saved/{saved.pk}/").json()["text"]

    assert words.startswith(f"Dag [voornaam van de klant], zaak {case.pk} van ")
    assert str(timezone.localdate().day) in words
    assert signed_in.post(f"/cases/{case.pk}/reply/", writing(words)).status_code == 422


def test_name_of_a_customer_is_never_read_as_a_field(signed_in, team):
    case = make_case(team=team, name="{{zaak}}")
    saved = make_saved_reply(text="{{klant}}")

    assert signed_in.get(f"/cases/{case.pk}/saved/{saved.pk}/").json()["text"] == "{{zaak}}"


def test_saved_reply_of_a_colleague_is_not_there(signed_in, case, team):
    saved = make_saved_reply(owner=make_agent(team=team))

    assert signed_in.get(f"/cases/{case.pk}/saved/{saved.pk}/").status_code == 404
    fields = {"text": "Dag", "insert": saved.pk}
    assert signed_in.post(f"/cases/{case.pk}/check/", fields).status_code == 404


def test_without_a_script_the_list_comes_with_the_page_and_the_text_stays(
    signed_in, case, writing, seen
):
    saved = make_saved_reply(title="Terugbellen", text="Ik bel {{u}} terug.")

    page = signed_in.post(f"/cases/{case.pk}/check/", writing("Dag.", do="saved"))
    filled = signed_in.post(f"/cases/{case.pk}/check/", writing("Dag.", insert=saved.pk))

    assert "Terugbellen" in seen(page)
    assert "Dag.</textarea>" in page.text
    assert "Dag.\n\nIk bel u terug.</textarea>" in filled.text
    assert Draft.objects.get().text == "Dag.\n\nIk bel u terug."


# ── Keeping ──────────────────────────────────────────────────────────────────────────────────


def test_agent_keeps_one_for_himself_and_it_is_nobodys_business(signed_in, noor):
    signed_in.post("/saved/new/", FORM)

    saved = SavedReply.objects.get()
    assert (saved.owner, saved.team, saved.changed_by) == (noor, None, noor)
    assert saved.text == FORM["text"]
    assert not AuditEvent.objects.filter(what__startswith="saved reply").exists()


@pytest.mark.parametrize(
    ("roles", "audience", "may"),
    [
        ([Role.AGENT], "team", False),
        ([Role.AGENT], "all", False),
        ([Role.SPECIALIST], "team", False),
        ([Role.LEAD], "team", True),
        ([Role.LEAD], "other team", False),
        ([Role.LEAD], "all", False),
        ([Role.MANAGER], "other team", True),
        ([Role.MANAGER], "all", True),
        ([Role.ADMIN], "all", True),
    ],
)
def test_who_may_share_a_saved_reply(client, team, roles, audience, may):
    agent = make_agent(team=team, roles=roles)
    client.force_login(agent)
    keys = {"team": f"team-{team.pk}", "other team": f"team-{make_team().pk}", "all": "all"}

    answer = client.post("/saved/new/", {**FORM, "audience": keys[audience]})

    assert (answer.status_code == 302) is may
    assert SavedReply.objects.exists() is may


def test_shared_change_is_in_the_list_of_changes_without_its_words(client, team):
    lead = make_agent(team=team, roles=[Role.LEAD])
    saved = make_saved_reply(title="Oud", team=team)
    client.force_login(lead)

    client.post(f"/saved/{saved.pk}/", {**FORM, "audience": f"team-{team.pk}"})
    client.post(f"/saved/{saved.pk}/delete/")

    events = AuditEvent.objects.filter(actor=lead)
    assert [(each.what, each.about) for each in events] == [
        ("saved reply deleted", "Terugbellen"),
        ("saved reply changed", "Terugbellen"),
    ]
    assert "Ik bel" not in str(list(events.values()))


def test_who_may_use_one_may_not_always_change_it(signed_in, team):
    saved = make_saved_reply(title="Van het team", team=team)

    assert "Van het team" in signed_in.get("/saved/").text
    for address in (f"/saved/{saved.pk}/", f"/saved/{saved.pk}/delete/"):
        assert signed_in.post(address, FORM).status_code == 404
    assert SavedReply.objects.get().title == "Van het team"


@pytest.mark.parametrize("role", [Role.LEAD, Role.MANAGER, Role.ADMIN])
def test_nobody_finds_what_an_agent_keeps_for_himself(client, team, noor, role):
    saved = make_saved_reply(title="Alleen van Noor", owner=noor)
    client.force_login(make_agent(team=team, roles=[role]))

    assert "Alleen van Noor" not in client.get("/saved/").text
    assert client.get(f"/saved/{saved.pk}/").status_code == 404


def test_people_who_answer_nobody_have_no_saved_replies(client):
    client.force_login(make_agent(roles=[Role.PRIVACY]))

    assert client.get("/saved/").status_code == 404
    assert client.post("/saved/new/", FORM).status_code == 404
    assert client.post("/saved/coach/", {"text": "Dag"}).status_code == 404


@pytest.mark.parametrize("field", ["{{naam}}", "{{uw naam}}", "{{}}", "{{a|b|c}}"])
def test_field_that_does_not_exist_is_named_and_the_text_stays(signed_in, seen, field):
    answer = signed_in.post("/saved/new/", {**FORM, "text": f"Dag {field}"})

    assert answer.status_code == 422
    assert f"Er is geen veld {field}. Je kunt gebruiken: {{{{aanhef}}}}" in seen(answer)
    assert f"Dag {field}</textarea>" in answer.text


def test_coach_looks_along_while_a_saved_reply_is_written(signed_in):
    text = "Excuses voor het ongemak, maar het was druk. Zo snel mogelijk."

    marks = signed_in.post("/saved/coach/", {"text": text}).json()["marks"]

    assert marks
    assert not SavedReply.objects.exists()


def test_coach_without_a_script_says_it_on_the_page_and_keeps_nothing(signed_in, seen):
    text = "Excuses voor het ongemak, maar het was druk."

    page = signed_in.post("/saved/new/", {**FORM, "text": text, "do": "check"})

    assert page.status_code == 200
    assert "Stop even" in seen(page)
    assert not SavedReply.objects.exists()


def rules(signed_in, text):
    marks = signed_in.post("/saved/coach/", {"text": text}).json()["marks"]
    return {mark["rule"]: mark for mark in marks}


def test_u_and_je_in_one_field_are_not_mixed_up(signed_in):
    text = "{{aanhef}}, {{heeft u|heb je}} het nummer op {{uw rekening|je rekening}} voor mij?"

    assert "JEU-01" not in rules(signed_in, text)
    assert "JEU-01" in rules(signed_in, "Heeft u het nummer op je rekening voor mij?")


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("Beste klant, ik zoek het voor u uit.", "{{aanhef}}, ik zoek het voor u uit."),
        ("Ik zoek het voor u uit.", "{{aanhef}},\n\nIk zoek het voor u uit."),
    ],
)
def test_saved_reply_without_a_field_gets_a_hint(signed_in, text, fixed):
    mark = rules(signed_in, text)[NO_FIELD]

    assert mark["style"] == "tip"
    assert text[: mark["start"]] + mark["rewrite"] + text[mark["end"] :] == fixed
    assert NO_FIELD not in rules(signed_in, fixed)


def test_rewrite_never_takes_a_field_away(signed_in):
    text = "Excuses voor het ongemak met zaak {{zaak}}, maar het was druk."

    marks = rules(signed_in, text).values()

    assert marks
    assert not [m for m in marks if m["rewrite"] and "{{" in text[m["start"] : m["end"]]]
