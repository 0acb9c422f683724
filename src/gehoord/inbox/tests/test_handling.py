import pytest

from gehoord.accounts.models import Role
from gehoord.cases.actions import add_part, mark_failed, solve_case, take_case
from gehoord.cases.models import Case, Message
from tests.factories import make_agent, make_case, make_reply, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(team):
    return make_case(team=team, text="Jullie liegen! Schandalig!")


def now(case):
    return Case.objects.select_related("owner", "team").get(pk=case.pk)


def test_case_can_be_taken_given_and_put_back(signed_in, case, noor, team):
    sanne = make_agent(team=team, name="Sanne Visser")

    signed_in.post(f"/cases/{case.pk}/take/")
    assert now(case).owner == noor
    signed_in.post(f"/cases/{case.pk}/assign/", {"owner": sanne.pk})
    assert now(case).owner == sanne
    signed_in.post(f"/cases/{case.pk}/assign/", {"owner": ""})
    assert now(case).owner is None


def test_case_cannot_be_given_to_somebody_outside_the_team(signed_in, case):
    outsider = make_agent(team=make_team())

    signed_in.post(f"/cases/{case.pk}/assign/", {"owner": outsider.pk})
    refused = signed_in.post(
        f"/cases/{case.pk}/assign/", {"owner": outsider.pk}, HTTP_X_FROM_SCRIPT="yes"
    )

    assert refused.status_code == 422
    assert now(case).owner is None


def test_case_moved_to_another_team_is_gone_from_here(signed_in, case, seen):
    energie = make_team(name="Team Energie")

    answer = signed_in.post(f"/cases/{case.pk}/move/", {"team": energie.pk}, follow=True)

    assert now(case).team == energie
    assert "De zaak is nu van Team Energie." in seen(answer)
    assert signed_in.get(f"/cases/{case.pk}/").status_code == 404


def test_case_is_held_solved_and_opened_again(signed_in, case):
    for step, status in (("hold", "on_hold"), ("solve", "solved"), ("reopen", "waiting")):
        signed_in.post(f"/cases/{case.pk}/{step}/")
        assert now(case).status == status


def test_closing_a_case_that_is_closed_already_says_so(signed_in, case, noor, seen):
    solve_case(case=case, by=noor)

    answer = signed_in.post(f"/cases/{case.pk}/solve/", follow=True)

    assert "Een collega was je net voor." in seen(answer)


def test_stage_is_set_and_what_an_angry_customer_would_miss_is_told(signed_in, case, seen):
    answer = signed_in.post(f"/cases/{case.pk}/stage/", {"stage": "plan"}, follow=True)

    assert now(case).stage == "plan"
    assert "Je slaat Luisteren en Herhalen over." in seen(answer)


def test_stage_that_does_not_exist_changes_nothing(signed_in, case):
    signed_in.post(f"/cases/{case.pk}/stage/", {"stage": "schreeuwen"})

    assert now(case).stage == "receive"


def test_script_is_told_nothing_but_that_it_worked(signed_in, case):
    assert signed_in.post(f"/cases/{case.pk}/solve/", HTTP_X_FROM_SCRIPT="yes").status_code == 204


@pytest.mark.parametrize(
    ("state", "flags"),
    [("confirmed", (True, False)), ("solved", (True, True)), ("new", (False, False))],
)
def test_problem_is_noted_confirmed_and_solved(signed_in, case, state, flags):
    signed_in.post(f"/cases/{case.pk}/parts/", {"text": "Niemand belde terug"})
    signed_in.post(f"/cases/{case.pk}/parts/1/", {"state": state})

    part = case.parts.get()
    assert part.text == "Niemand belde terug"
    assert (part.is_confirmed, part.is_solved) == flags


def test_problem_of_another_case_cannot_be_changed_through_this_one(signed_in, case, noor):
    other = make_case()
    add_part(case=other, text="Iets", by=noor)

    assert signed_in.post(f"/cases/{case.pk}/parts/1/", {"state": "solved"}).status_code == 404


def test_empty_problem_is_refused(signed_in, case):
    signed_in.post(f"/cases/{case.pk}/parts/", {"text": ""})

    assert not case.parts.exists()


def test_customer_can_be_corrected(signed_in, case):
    signed_in.post(
        f"/cases/{case.pk}/customer/", {"name": "M. Verhoeven", "email": "m@example.org"}
    )

    customer = now(case).customer
    assert (customer.name, customer.email) == ("M. Verhoeven", "m@example.org")


def test_customer_keeps_his_address_when_a_wrong_one_is_typed(signed_in, case, seen):
    answer = signed_in.post(
        f"/cases/{case.pk}/customer/", {"name": "M.", "email": "geen adres"}, follow=True
    )

    assert now(case).customer.name == "Marieke Verhoeven"
    assert "e-mailadres" in seen(answer)


def test_reading_can_be_disputed_and_restored(signed_in, case, seen):
    reading = Message.objects.get().reading
    address = f"/cases/{case.pk}/readings/{reading.pk}/"

    signed_in.post(address)
    disputed = signed_in.get(f"/cases/{case.pk}/")
    signed_in.post(address, {"right": "yes"})
    restored = signed_in.get(f"/cases/{case.pk}/")

    assert 'class="ev ev--' not in disputed.text
    assert "Klopt toch" in seen(disputed)
    assert 'class="ev ev--' in restored.text


def test_failed_reply_is_tried_again(signed_in, case, noor):
    reply = make_reply(case=case, author=noor)
    mark_failed(reply=reply, why="Weg.")

    signed_in.post(f"/cases/{case.pk}/replies/{reply.pk}/again/")

    assert Message.objects.get(pk=reply.pk).delivery == "due"


@pytest.mark.parametrize("path", ["solve/", "take/", "reply/", "note/", "here/", "stage/"])
def test_nothing_happens_by_only_following_a_link(signed_in, case, path):
    assert signed_in.get(f"/cases/{case.pk}/{path}").status_code == 405


def test_case_that_a_colleague_just_took_is_not_taken_away(signed_in, team, noor):
    case, sanne = make_case(team=team), make_agent(team=team, name="Sanne Vos")
    take_case(case=case, by=sanne, seen_owner=None)

    page = signed_in.post(f"/cases/{case.pk}/take/", {"seen": ""}, follow=True).text

    case.refresh_from_db()
    assert case.owner == sanne
    assert "Een collega was je net voor" in page


def test_case_of_a_colleague_can_be_taken_by_who_saw_that_it_was_his(signed_in, team, noor):
    sanne = make_agent(team=team, name="Sanne Vos")
    case = make_case(team=team, owner=sanne)

    signed_in.post(f"/cases/{case.pk}/take/", {"seen": sanne.pk})

    case.refresh_from_db()
    assert case.owner == noor


@pytest.mark.parametrize(
    ("role", "start"),
    [(Role.ADMIN, "/office/"), (Role.PRIVACY, "/privacy/"), (Role.SAFETY, "/safety/")],
)
def test_who_answers_no_customers_starts_elsewhere(client, team, role, start):
    client.force_login(make_agent(team=team, roles=[role]))

    answer = client.get("/")

    assert answer.url == start
