from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gehoord.accounts.models import Agent, House, Role, Team
from gehoord.channels.webchat.models import Site
from tests.factories import make_agent, make_site

pytestmark = pytest.mark.django_db
PASSWORD = "paarse olifant wandelt"


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    monkeypatch.setenv("GEHOORD_ADMIN_EMAIL", "baas@example.org")
    monkeypatch.setenv("GEHOORD_ADMIN_NAME", "Joris Brandsma")
    monkeypatch.setenv("GEHOORD_ADMIN_PASSWORD", PASSWORD)


def set_up(**options: object) -> str:
    said = StringIO()
    call_command("setup", stdout=said, **options)
    return said.getvalue()


def test_setup_makes_an_administrator_a_house_a_team_and_a_chat(client):
    said = set_up(house="Lindehout", team="Wonen", website="https://lindehout.example")
    client.post("/account/login/", {"login": "baas@example.org", "password": PASSWORD})

    assert client.get("/office/").status_code == 200
    assert House.current().name == "Lindehout"
    assert Team.objects.get().name == "Wonen"
    assert Site.objects.get().hosts == ["https://lindehout.example"]
    assert "/chat/lindehout/" in said
    assert PASSWORD not in said


def test_setup_takes_the_password_from_a_file(monkeypatch, tmp_path, client):
    (tmp_path / "password").write_text("groene olifant slaapt\n")
    monkeypatch.delenv("GEHOORD_ADMIN_PASSWORD")
    monkeypatch.setenv("GEHOORD_ADMIN_PASSWORD_FILE", str(tmp_path / "password"))
    set_up()

    assert Agent.objects.active().get().check_password("groene olifant slaapt")


def test_setup_twice_changes_nothing():
    set_up()
    said = set_up(house="Ander huis")

    assert "already" in said
    assert Agent.objects.active().count() == 1
    assert House.current().name != "Ander huis"


def test_administrator_does_not_answer_customers_unless_asked_for():
    set_up()

    assert Agent.objects.active().get().roles == {Role.ADMIN}


def test_administrator_who_also_answers_is_in_the_first_team():
    set_up(also_answers=True)
    agent = Agent.objects.active().get()

    assert agent.may_answer
    assert agent.team_ids == {Team.objects.get().pk}


@pytest.mark.parametrize("password", ["kort", "password1234", "baas@example.org"])
def test_setup_refuses_a_weak_password_and_leaves_nothing(monkeypatch, password):
    monkeypatch.setenv("GEHOORD_ADMIN_PASSWORD", password)

    with pytest.raises(CommandError):
        set_up()
    assert not Agent.objects.get_queryset().exists()
    assert not Team.objects.exists()


@pytest.mark.parametrize("options", [{"website": "lindehout.example"}, {"website": "https://x/y"}])
def test_setup_refuses_a_website_that_is_none(options):
    with pytest.raises(CommandError, match="https://www"):
        set_up(**options)
    assert not Agent.objects.get_queryset().exists()


def test_setup_refuses_an_address_that_is_taken(monkeypatch):
    agent = make_agent()
    monkeypatch.setenv("GEHOORD_ADMIN_EMAIL", agent.email.upper())

    with pytest.raises(CommandError, match="already"):
        set_up()


def test_setup_leaves_a_team_and_a_chat_that_are_there():
    site = make_site()
    set_up(team="Nog een team")

    assert Team.objects.get() == site.team
    assert Site.objects.get() == site


def test_setup_without_terminal_says_what_to_set(monkeypatch):
    monkeypatch.delenv("GEHOORD_ADMIN_EMAIL")
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CommandError, match="GEHOORD_ADMIN_PASSWORD"):
        set_up()


def test_setup_asks_on_a_terminal_and_asks_again_after_a_mistake(monkeypatch):
    monkeypatch.delenv("GEHOORD_ADMIN_EMAIL")
    terminal = StringIO("Lindehout\nJoris\ngeen adres\nbaas@example.org\nWonen\n\nyes\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    passwords = iter(["kort", PASSWORD, "iets anders dan net", PASSWORD, PASSWORD])
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr(
        "gehoord.office.management.commands.setup.getpass", lambda asked: next(passwords)
    )
    complaints = StringIO()
    set_up(stderr=complaints)

    assert Agent.objects.active().get().roles == {Role.ADMIN, Role.AGENT}
    assert "not the same" in complaints.getvalue()


def test_setup_that_is_stopped_changes_nothing(monkeypatch):
    monkeypatch.delenv("GEHOORD_ADMIN_EMAIL")
    terminal = StringIO("Lindehout\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", terminal)

    with pytest.raises(CommandError, match="nothing was changed"):
        set_up()
    assert not Team.objects.exists()
