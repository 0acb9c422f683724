from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from gehoord.accounts.models import Agent, AuditEvent, House, Role, Team
from gehoord.channels.webchat.models import Site
from tests.factories import make_agent, make_case, make_house, make_site, make_team

pytestmark = pytest.mark.django_db
PAGES = ["overview", "agents", "agent-invite", "teams", "team-add", "house", "sites", "site-add"]


@pytest.fixture
def admin(client):
    admin = make_agent(roles=[Role.ADMIN], name="Joris Brandsma")
    client.force_login(admin)
    return admin


def addresses() -> list[str]:
    agent, team, site = make_agent(), make_team(), make_site()
    return [
        *(reverse(f"office:{name}") for name in [*PAGES, "audit"]),
        reverse("office:agent-change", args=[agent.pk]),
        reverse("office:agent-link", args=[agent.pk]),
        reverse("office:team-rename", args=[team.pk]),
        reverse("office:site-change", args=[site.pk]),
    ]


def invitation(**changes: object) -> dict[str, object]:
    return {"name": "Emre Yıldız", "email": "emre@example.org", "roles": ["agent"]} | changes


def test_every_page_opens_for_an_administrator(client, admin):
    assert [client.get(address).status_code for address in addresses()] == [200] * 13


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_no_page_exists_for_anybody_else(client, role):
    client.force_login(make_agent(roles=[role], team=make_team()))

    assert {client.get(address).status_code for address in addresses()} == {404}
    assert {client.post(address).status_code for address in addresses()} <= {404, 405}


def test_pages_ask_a_stranger_to_sign_in(client):
    assert {client.get(address).status_code for address in addresses()} == {302}


def test_overview_and_agents_show_nothing_of_customers_or_work(client, admin):
    team = make_team()
    make_case(team=team, owner=make_agent(team=team), text="Waar blijft mijn geheime bank?")
    pages = [client.get(address).content.decode() for address in addresses()]

    assert not any("geheime" in page or "Verhoeven" in page for page in pages)


def test_invited_agent_chooses_a_password_through_the_mailed_link(client, admin, settings):
    settings.EMAIL_HOST = "mail.example"
    settings.GEHOORD_URL = "http://testserver"
    team = make_team()
    client.post(reverse("office:agent-invite"), invitation(teams=[team.pk]))
    agent = Agent.objects.in_team(team).get()
    words = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))

    client.logout()
    form = client.get(words, follow=True)
    new = {"password1": "een lang wachtwoord", "password2": "een lang wachtwoord"}
    client.post(form.redirect_chain[-1][0], new)
    client.post("/account/login/", {"login": agent.email, "password": "een lang wachtwoord"})
    again = client.get(words, follow=True)

    assert mail.outbox[0].to == ["emre@example.org"]
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert 'name="password1"' not in again.content.decode()


def test_invitation_without_mail_server_shows_the_link(client, admin):
    answer = client.post(reverse("office:agent-invite"), invitation(), follow=True)

    assert "/account/password/reset/key/" in answer.content.decode()
    assert not mail.outbox


def test_link_is_gone_once_the_agent_has_a_password(client, admin):
    agent = make_agent(password="een lang wachtwoord")
    page = client.get(reverse("office:agent-link", args=[agent.pk])).content.decode()

    assert "/reset/key/" not in page


@pytest.mark.parametrize(
    "wrong", [{"email": "geen adres"}, {"email": "JORIS@example.org"}, {"roles": []}, {"name": ""}]
)
def test_invitation_that_cannot_be_used_keeps_what_was_typed(client, admin, wrong):
    Agent.objects.get_queryset().update(email="joris@example.org")
    answer = client.post(reverse("office:agent-invite"), invitation(first_name="Em") | wrong)

    assert answer.status_code == 422
    assert 'value="Em"' in answer.content.decode()
    assert Agent.objects.get_queryset().count() == 1


def test_agent_gets_other_roles_and_teams(client, admin):
    agent, team = make_agent(), make_team()
    client.post(
        reverse("office:agent-change", args=[agent.pk]),
        {"name": "Noor", "roles": ["lead", "quality"], "teams": [team.pk], "is_active": "on"},
    )
    agent = Agent.objects.get_queryset().get(pk=agent.pk)

    assert agent.roles == {"lead", "quality"}
    assert agent.team_ids == {team.pk}


def test_last_administrator_cannot_be_let_go(client, admin):
    answer = client.post(
        reverse("office:agent-change", args=[admin.pk]), {"name": "Joris", "roles": ["agent"]}
    )

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Agent.objects.active().get().roles == {"admin"}


def test_team_is_added_and_renamed_and_has_a_name_of_its_own(client, admin):
    client.post(reverse("office:team-add"), {"name": "Wonen"})
    team = Team.objects.get()
    client.post(reverse("office:team-rename", args=[team.pk]), {"name": "Meubels"})
    double = client.post(reverse("office:team-add"), {"name": "Meubels"})

    assert Team.objects.get().name == "Meubels"
    assert double.status_code == 422


def house_words(**changes: object) -> dict[str, object]:
    house = {
        "name": "Lindehout",
        "form_of_address": "u",
        "undo_seconds": 10,
        "reopen_days": 14,
        "reading_days": 30,
        "case_months": 24,
        "audit_months": 24,
    }
    return house | changes


def test_house_settings_hold_at_once_and_are_in_the_list_of_changes(client, admin):
    make_house()
    client.post(reverse("office:house"), house_words(undo_seconds=25, shows_agent_photo="on"))
    page = client.get(reverse("office:audit")).content.decode()

    assert House.current().undo_seconds == 25
    assert House.current().shows_agent_photo
    assert "25" in page
    assert "Joris Brandsma" in page


@pytest.mark.parametrize(
    "wrong", [{"undo_seconds": 61}, {"undo_seconds": -1}, {"reading_days": 0}, {"name": ""}]
)
def test_house_setting_out_of_range_is_refused(client, admin, wrong):
    answer = client.post(reverse("office:house"), house_words(reopen_days=7) | wrong)

    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()
    assert House.current().reopen_days == 14


def site_words(team: Team, **changes: object) -> dict[str, object]:
    words = {"brand": "Lindehout", "key": "winkel", "team": team.pk, "is_open": "on"}
    return words | {"hosts": "https://lindehout.example"} | changes


def test_chat_is_opened_with_hours_and_shows_its_line(client, admin):
    words = site_words(make_team(), mon_from="09:00", mon_until="17:30")
    answer = client.post(reverse("office:site-add"), words, follow=True)
    site = Site.objects.get()
    page = answer.content.decode()

    assert site.opening_hours == {"mon": ["09:00", "17:30"]}
    assert site.hosts == ["https://lindehout.example"]
    assert "&lt;script src=" in page
    assert "data-site=&quot;winkel&quot;" in page


def test_chat_keeps_its_key_when_it_changes(client, admin):
    site = make_site(key="winkel")
    words = site_words(site.team, brand="Nieuwe naam", key="iets-anders", is_open="")
    client.post(reverse("office:site-change", args=[site.pk]), words)
    site.refresh_from_db()

    assert (site.key, site.brand, site.is_open) == ("winkel", "Nieuwe naam", False)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://www.example.nl", "https://www.example.nl"),
        ("HTTPS://WWW.Example.NL/", "https://www.example.nl"),
        ("https://example.nl:443", "https://example.nl"),
        ("http://localhost:8001", "http://localhost:8001"),
    ],
)
def test_website_is_kept_as_browsers_send_it(client, admin, written, kept):
    client.post(reverse("office:site-add"), site_words(make_team(), hosts=f"{written}\n{written}"))

    assert Site.objects.get().hosts == [kept]


@pytest.mark.parametrize(
    "written",
    [
        "example.nl",
        "ftp://example.nl",
        "https://*.example.nl",
        "https://example.nl/pad",
        "https://example.nl?a",
        "https://gebruiker@example.nl",
        "https://example.nl:99999",
        "https://",
        "javascript:alert(1)",
    ],
)
def test_website_that_is_no_origin_is_refused(client, admin, written):
    answer = client.post(reverse("office:site-add"), site_words(make_team(), hosts=written))

    assert answer.status_code == 422
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    "hours",
    [
        {"mon_from": "09:00", "mon_until": ""},
        {"mon_from": "17:00", "mon_until": "09:00"},
        {"mon_from": "25:00", "mon_until": "26:00"},
    ],
)
def test_hours_that_make_no_sense_are_refused(client, admin, hours):
    answer = client.post(reverse("office:site-add"), site_words(make_team(), **hours))

    assert answer.status_code == 422
    assert not Site.objects.exists()


def test_key_with_other_signs_is_refused(client, admin):
    answer = client.post(reverse("office:site-add"), site_words(make_team(), key="a/b <script>"))

    assert answer.status_code == 422


def test_list_of_changes_has_pages(client, admin):
    for number in range(60):
        AuditEvent.objects.create(what="team added", about=f"Team {number}")
    first = client.get(reverse("office:audit")).content.decode()
    last = client.get(reverse("office:audit"), {"page": "2"}).content.decode()

    assert "Team 59" in first
    assert "Team 59" not in last
    assert "Team 5<" in last


@pytest.mark.parametrize(("role", "is_shown"), [(Role.ADMIN, True), (Role.LEAD, False)])
def test_main_menu_leads_only_administrators_here(client, role, is_shown):
    client.force_login(make_agent(roles=[role], team=make_team()))
    page = client.get(reverse("accounts:settings")).content.decode()

    assert (f'"{reverse("office:overview")}"' in page) is is_shown
