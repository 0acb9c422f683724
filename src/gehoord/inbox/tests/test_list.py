from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.actions import assign_case, hold_case, solve_case
from gehoord.cases.models import Case
from gehoord.inbox.listing import MOST_COUNTED, After, Choice
from tests.factories import make_agent, make_case, make_customer_message, make_reply, make_team

pytestmark = pytest.mark.django_db


def names(response):
    return [case.customer.name for group in response.context["list"].groups for case in group.cases]


def waiting_since(minutes, **message):
    return make_customer_message(
        written_at=timezone.now() - timedelta(minutes=minutes), **message
    ).case


def test_list_starts_with_the_agents_own_cases(signed_in, team, noor):
    make_case(team=team, owner=noor, name="Wim Dekker")
    make_case(team=team, name="Emre Yılmaz")

    assert names(signed_in.get("/")) == ["Wim Dekker"]


def test_list_of_a_team_shows_the_longest_waiting_first(signed_in, team):
    waiting_since(5, team=team, name="Priya")
    waiting_since(90, team=team, name="Youssef")
    waiting_since(30, team=team, name="Emre")

    assert names(signed_in.get(f"/?view=team-{team.pk}")) == ["Youssef", "Emre", "Priya"]


def test_list_can_show_the_angriest_first(signed_in, team):
    waiting_since(90, team=team, name="Rustig", text="Kan het bezorgadres nog anders?")
    waiting_since(5, team=team, name="Woedend", text="Jullie liegen! Schandalig! Oplichters!")

    page = signed_in.get(f"/?view=team-{team.pk}&sort=angriest")

    assert names(page) == ["Woedend", "Rustig"]


def test_answered_and_held_cases_wait_for_something_else(signed_in, team, noor):
    answered = make_case(team=team, owner=noor, name="Lotte")
    make_reply(case=answered, author=noor)
    held = make_case(team=team, owner=noor, name="Annemiek")
    hold_case(case=held, by=noor)

    groups = signed_in.get("/").context["list"].groups

    assert [group.name for group in groups] == ["waiting", "elsewhere"]
    assert {case.pk for case in groups[1].cases} == {answered.pk, held.pk}


def test_solved_cases_have_a_list_of_their_own(signed_in, team, noor, seen):
    case = make_case(team=team, owner=noor, name="Wim Dekker")
    solve_case(case=case, by=noor)

    assert "Wim Dekker" not in seen(signed_in.get("/"))
    assert names(signed_in.get("/?view=solved")) == ["Wim Dekker"]


def test_list_never_shows_cases_of_another_team(stranger, team, noor):
    make_case(team=team, owner=noor, name="Wim Dekker")

    for address in ("/", "/?view=all", "/?view=solved", f"/?view=team-{team.pk}", "/?q=Wim"):
        assert names(stranger.get(address)) == []


def test_manager_sees_the_cases_of_every_team(client, team):
    make_case(team=team, name="Wim Dekker")
    client.force_login(make_agent(roles=[Role.MANAGER]))

    assert names(client.get("/?view=all")) == ["Wim Dekker"]


def test_somebody_who_answers_nobody_sees_an_empty_list(client, team):
    make_case(team=team)
    client.force_login(make_agent(team=team, roles=[Role.QUALITY]))

    assert names(client.get("/?view=all")) == []


def test_list_without_waiting_customers_says_so(signed_in, seen):
    assert "Niemand wacht op jou" in seen(signed_in.get("/"))


@pytest.mark.parametrize("words", ["Verhoe", "marieke", "bankstel", "{pk}", "#{pk}", "zaak {pk}"])
def test_case_is_found_by_name_title_and_number(signed_in, team, words):
    case = make_case(team=team, name="Marieke Verhoeven", text="Waar is mijn bankstel?")
    make_case(team=team, name="Iemand Anders", text="Iets anders")

    assert names(signed_in.get("/", {"q": words.format(pk=case.pk)})) == ["Marieke Verhoeven"]


@pytest.mark.parametrize("words", ["%", "'; drop table", "\x00", "é" * 500, "9" * 40, "\u202e"])
def test_search_survives_odd_words(signed_in, team, words):
    make_case(team=team)

    assert signed_in.get("/", {"q": words}).status_code == 200


def test_list_continues_after_fifty_rows_without_missing_one(signed_in, team, noor):
    for minutes in range(60):
        assign_case(
            case=waiting_since(minutes, team=team, name=f"Klant {minutes:02}"), owner=noor, by=noor
        )
    first = signed_in.get("/")
    more = first.context["list"].groups[0].more
    second = signed_in.get(f"/{more}")

    assert len(names(first)) == 50
    assert names(first) + names(second) == [f"Klant {minutes:02}" for minutes in range(59, -1, -1)]


@pytest.mark.parametrize("sort", ["waiting", "angriest"])
def test_pages_in_either_order_hold_every_case_once(signed_in, team, noor, sort, monkeypatch):
    monkeypatch.setattr("gehoord.inbox.listing.PAGE", 3)
    at = timezone.now()
    for number in range(10):
        case = make_case(team=team, owner=noor, name=f"{number}")
        Case.objects.filter(pk=case.pk).update(waiting_since=at, anger_now=number % 3)
    found, query = [], f"?sort={sort}"
    while query:
        page = signed_in.get(f"/{query}&rows=1")
        found += names(page)
        query = next((g.more for g in page.context["list"].groups if g.name == "waiting"), "")

    assert sorted(found) == [str(number) for number in range(10)]


def test_address_of_a_next_page_that_was_changed_starts_at_the_beginning(signed_in, team, noor):
    make_case(team=team, owner=noor, name="Wim")

    for after in ("waiting_9_x_1", "x", "waiting__2026-01-01_1", "____", "waiting_1_99-99_3"):
        assert names(signed_in.get("/", {"after": after})) == ["Wim"]


def test_choice_writes_what_it_reads():
    after = After("waiting", 3, timezone.now(), 7)
    assert After.read(str(after)) == after
    assert Choice.read({"view": "team-3", "sort": "angriest"}).kept == "?view=team-3&sort=angriest"


def test_list_asks_the_database_as_often_for_many_cases_as_for_few(
    signed_in, team, noor, django_assert_max_num_queries
):
    for number in range(25):
        make_case(team=team, owner=noor, name=f"Klant {number}")

    with django_assert_max_num_queries(15):
        signed_in.get("/")


def test_count_stops_at_a_thousand(signed_in, team, noor):
    case = make_case(team=team, owner=noor)
    Case.objects.bulk_create(
        Case(
            customer=case.customer,
            team=team,
            owner=noor,
            opened_at=case.opened_at,
            waiting_since=case.waiting_since,
            last_message_at=case.last_message_at,
            last_channel=case.last_channel,
        )
        for _ in range(MOST_COUNTED)
    )

    assert signed_in.get("/").context["list"].tabs[0].waiting == "999+"


def test_script_gets_the_rows_without_the_page(signed_in, team, noor):
    case = make_case(team=team, owner=noor, name="Wim Dekker")

    rows = signed_in.get(f"/?open={case.pk}", HTTP_X_FROM_SCRIPT="yes").text

    assert "<html" not in rows
    assert "Wim Dekker" in rows
    assert 'aria-current="true"' in rows


def test_list_hides_the_words_of_a_shielded_message(signed_in, team, noor, seen):
    make_case(team=team, owner=noor, text="Wat ben jij een ongelofelijke sukkel.")

    page = signed_in.get("/")

    assert "sukkel" not in page.text
    assert "Open de zaak om het bericht te lezen" in seen(page)


def test_two_teams_give_a_list_of_all(client, team):
    agent = make_agent(team=team)
    agent.teams.add(make_team(name="Team Energie"))
    client.force_login(agent)

    assert [tab.label for tab in client.get("/").context["list"].tabs] == [
        "Van mij",
        "Team Energie",
        "Team Wonen",
        "Alle",
        "Afgerond",
    ]


def test_words_beside_the_list_follow_when_somebody_starts_to_wait(signed_in, team):
    before = signed_in.get("/", {"view": f"team-{team.pk}"}, HTTP_X_FROM_SCRIPT="yes").text
    make_case(team=team)
    after = signed_in.get("/", {"view": f"team-{team.pk}"}, HTTP_X_FROM_SCRIPT="yes").text

    assert "Niemand wacht op jou" in before
    assert 'id="beside"' in after
    assert "Niemand wacht op jou" not in after
