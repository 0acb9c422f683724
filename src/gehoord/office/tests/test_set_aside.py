import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.models import Case
from gehoord.channels.email.models import Mailbox, StoredMail
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.tests.letters import letter
from tests.factories import make_agent, make_team

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, ALL = reverse("office:set-aside"), reverse("office:set-aside-all")
WHY = "Deze mail is 62 MB."


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def aside(team):
    """A mail of which only the header was fetched, which somebody has to look at."""
    box = Mailbox.objects.create(address="service@winkel.example", team=team)

    def put(text="Mijn kast is stuk.", sender="Marieke Verhoeven <marieke@klant.example>"):
        raw = letter(text, sender=sender)
        row = store_mail(mailbox=box, arrived=Arrived(raw=raw, problem=WHY))
        row.refresh_from_db()
        assert row.set_aside_at is not None
        return row

    return put


@pytest.fixture
def sign_in(client):
    def enter(role, *teams):
        agent = make_agent(roles=[role])
        agent.teams.set(teams)
        client.force_login(agent)
        return client

    return enter


def address(name, row):
    return reverse(f"office:set-aside-{name}", args=[row.pk])


@pytest.mark.parametrize("role", [Role.AGENT, Role.SPECIALIST, Role.LEAD, Role.MANAGER])
def test_team_sees_why_from_whom_and_about_what(sign_in, aside, team, role):
    row = aside()
    page = sign_in(role, team).get(PAGE).text

    assert WHY in page
    assert "Marieke Verhoeven" in page
    assert "Mijn bestelling" in page
    assert address("mail", row) in page


def test_administrator_sees_what_is_needed_to_act_and_no_words_of_customers(sign_in, aside, team):
    row = aside()
    client = sign_in(Role.ADMIN, team)
    page = client.get(PAGE).text

    assert WHY in page
    assert "marieke@klant.example" in page
    assert "Mijn bestelling" not in page
    assert address("mail", row) not in page
    assert client.get(address("mail", row)).status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD, Role.QUALITY, Role.PRIVACY])
def test_nothing_is_there_for_another_team(sign_in, aside, role):
    row = aside()
    client = sign_in(role, make_team())
    page = client.get(PAGE)

    assert page.status_code == 404 or WHY not in page.text
    assert client.post(address("again", row)).status_code == 404
    assert client.get(address("mail", row)).status_code == 404
    client.post(ALL)
    assert StoredMail.objects.set_aside().count() == 1


def test_downloaded_mail_is_the_mail_as_it_came_and_does_nothing(sign_in, aside, team):
    row = aside()
    answer = sign_in(Role.AGENT, team).get(address("mail", row))

    assert b"".join(answer.streaming_content) == row.raw()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_mail_whose_file_is_gone_is_not_found(sign_in, aside, team):
    row = aside()
    row.file.storage.delete(row.file.name)

    assert sign_in(Role.AGENT, team).get(address("mail", row)).status_code == 404


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AGENT])
def test_mail_that_is_read_again_becomes_a_case(sign_in, aside, team, role):
    row = aside()
    answer = sign_in(role, team).post(address("again", row), follow=True)

    assert Case.objects.get().customer.name == "Marieke Verhoeven"
    assert WHY not in answer.text


def test_all_are_read_again_that_lay_there_when_the_page_was_opened(sign_in, aside, team):
    aside(), aside("Nog een.", sender="Piet <piet@klant.example>")
    client = sign_in(Role.AGENT, team)
    until = client.get(PAGE).context["until"]
    late = aside("Later.", sender="Els <els@klant.example>")
    client.post(ALL, {"until": until.isoformat()})

    assert Case.objects.count() == 2
    assert list(StoredMail.objects.set_aside()) == [late]


@pytest.mark.parametrize("until", ["", "gisteren", "2026-99-99T00:00:00Z", "2026-01-01T00:00:00"])
def test_moment_that_makes_no_sense_breaks_nothing(sign_in, aside, team, until):
    aside()

    assert sign_in(Role.AGENT, team).post(ALL, {"until": until}).status_code == 302


def test_menu_tells_how_many_lie_there_only_while_they_do(sign_in, aside, team):
    row = aside()
    client = sign_in(Role.LEAD, team)
    before = client.get(reverse("accounts:settings")).text
    StoredMail.objects.filter(pk=row.pk).update(set_aside_at=None)
    after = client.get(reverse("accounts:settings")).text

    assert "Apart gezet" in before
    assert "Apart gezet" not in after


def test_office_tells_an_administrator_how_many_lie_there(sign_in, aside, team):
    aside()
    page = sign_in(Role.ADMIN).get(reverse("office:overview")).text

    assert 'Apart gezet <span class="count">1</span>' in page
    assert "1 mail staat apart" in page


def test_list_of_what_is_set_aside_has_pages(sign_in, team):
    box = Mailbox.objects.create(address="service@winkel.example", team=team)
    StoredMail.objects.bulk_create(
        StoredMail(mailbox=box, digest=str(each), size=1, set_aside_at=timezone.now())
        for each in range(60)
    )
    client = sign_in(Role.AGENT, team)

    assert client.get(PAGE).text.count("Afzender onbekend</h2>") == 50
    assert client.get(PAGE, {"page": 2}).text.count("Afzender onbekend</h2>") == 10
