from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.channels.email.models import Mailbox, MailFolder
from tests.factories import make_agent, make_team

pytestmark = pytest.mark.django_db
LIST = reverse("office:mailboxes")
SECRET = "zeer-geheim-wachtwoord"


@pytest.fixture
def admin(client):
    admin = make_agent(roles=[Role.ADMIN], name="Joris Brandsma")
    client.force_login(admin)
    return admin


@pytest.fixture
def box():
    return Mailbox.objects.create(
        address="service@winkel.example",
        team=make_team(name="Wonen"),
        imap_host="imap.winkel.example",
        smtp_host="smtp.winkel.example",
        smtp_user="service@winkel.example",
        secret=SECRET,
        signature="Met groet",
    )


def filled(team, **changes):
    """What a browser sends for a mailbox at a server of one's own."""
    words = {
        "address": "Service@Winkel.example",
        "name": "Winkel",
        "team": team.pk,
        "is_on": "on",
        "auth": "password",
        "secret": SECRET,
        "imap_host": "imap.winkel.example",
        "imap_port": 993,
        "imap_security": "tls",
        "folders": "INBOX\n\nWeb formulier\nINBOX",
        "smtp_host": "smtp.winkel.example",
        "smtp_port": 587,
        "smtp_security": "starttls",
        "smtp_signs_in": "on",
        "signature": "Met groet",
    }
    return {name: value for name, value in (words | changes).items() if value is not None}


def page_of(box):
    return reverse("office:mailbox", args=[box.pk])


def add(client, preset="own", **changes):
    address = reverse("office:mailbox-add", args=[preset])
    return client.post(address, filled(make_team(), **changes))


@pytest.mark.parametrize(
    ("preset", "incoming", "outgoing", "auth"),
    [
        ("microsoft", "outlook.office365.com", "smtp.office365.com", "oauth2"),
        ("google", "imap.gmail.com", "smtp.gmail.com", "password"),
    ],
)
def test_provider_fills_in_what_is_known_of_it(client, admin, preset, incoming, outgoing, auth):
    form = client.get(reverse("office:mailbox-add", args=[preset])).context["form"]

    assert form["imap_host"].value() == incoming
    assert form["smtp_host"].value() == outgoing
    assert form["auth"].value() == auth
    assert form["folders"].value() == "INBOX"


def test_provider_nobody_knows_has_no_page(client, admin):
    assert client.get(reverse("office:mailbox-add", args=["elders"])).status_code == 404


def test_added_mailbox_fetches_from_now_on_and_signs_in_to_send(client, admin):
    before = timezone.now()
    answer = add(client)
    box = Mailbox.objects.get()

    assert answer.status_code == 302
    assert box.address == "service@winkel.example"
    assert box.folders == ["INBOX", "Web formulier"]
    assert box.secret == SECRET
    assert box.smtp_user == "service@winkel.example"
    assert box.import_from >= before


def test_older_mail_is_fetched_from_the_day_that_was_asked_for(client, admin):
    day = timezone.localdate() - timedelta(days=40)
    add(client, import_since=day.isoformat())

    assert timezone.localtime(Mailbox.objects.get().import_from).date() == day


def test_mail_server_that_asks_for_no_password_gets_none(client, admin):
    add(client, smtp_signs_in=None)

    assert Mailbox.objects.get().smtp_user == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "geen adres"},
        {"imap_host": "https://imap.winkel.example/"},
        {"imap_port": "70000"},
        {"folders": ""},
        {"secret": ""},
        {"import_since": "2999-01-01"},
        {"auth": "oauth2"},
    ],
    ids=str,
)
def test_mailbox_that_cannot_work_is_not_added_and_keeps_what_was_typed(client, admin, wrong):
    answer = add(client, **wrong)

    assert answer.status_code == 422
    assert 'value="Winkel"' in answer.text
    assert SECRET not in answer.text
    assert not Mailbox.objects.exists()


def test_permission_needs_its_own_words_and_no_password(client, admin):
    words = {"client_id": "app-1", "refresh_token": "token-1", "provider": "microsoft"}
    answer = add(client, "microsoft", auth="oauth2", secret=None, smtp_signs_in=None, **words)

    assert answer.status_code == 302
    assert Mailbox.objects.get().smtp_user == "service@winkel.example"
    assert Mailbox.objects.get().refresh_token == "token-1"


def test_no_page_ever_shows_a_secret(client, admin, box):
    client.post(page_of(box), filled(box.team, secret="nieuw-geheim"))
    pages = [client.get(each).text for each in (LIST, page_of(box), reverse("office:audit"))]

    assert Mailbox.objects.get().secret == "nieuw-geheim"
    assert not any("nieuw-geheim" in page or SECRET in page for page in pages)
    assert "•••" in pages[2]


def test_password_stays_when_nothing_is_filled_in(client, admin, box):
    client.post(page_of(box), filled(box.team, secret="", name="Andere naam"))
    box.refresh_from_db()

    assert (box.name, box.secret) == ("Andere naam", SECRET)


@pytest.mark.parametrize(
    "moved", [{"imap_host": "elders.example"}, {"smtp_security": "none"}], ids=str
)
def test_password_is_asked_again_before_it_goes_elsewhere(client, admin, box, moved):
    answer = client.post(page_of(box), filled(box.team, secret="", **moved))

    assert answer.status_code == 422
    assert Mailbox.objects.get().imap_host == "imap.winkel.example"
    assert client.post(page_of(box), filled(box.team, **moved)).status_code == 302


def test_mailbox_that_is_switched_off_says_so(client, admin, box):
    client.post(page_of(box), filled(box.team, secret="", is_on=None))

    assert not Mailbox.objects.get().is_on
    assert '<span class="tag">uit</span>' in client.get(LIST).text


def test_list_tells_the_trouble_of_each_folder_until_it_is_over(client, admin, box):
    soon = timezone.now() + timedelta(minutes=3)
    words = {"mailbox": box, "next_attempt_at": soon}
    MailFolder.objects.create(name="INBOX", problem="De server antwoordt niet.", **words)
    told = client.get(LIST).text
    overview = client.get(reverse("office:overview")).text
    MailFolder.objects.update(problem="", polled_at=timezone.now())
    over = client.get(LIST).text

    assert "De server antwoordt niet." in told
    assert "1 map met mail" in overview
    assert "De server antwoordt niet." not in over
    assert "opgehaald" in over


def test_change_has_the_folders_tried_at_once(client, admin, box):
    later = timezone.now() + timedelta(hours=1)
    row = MailFolder.objects.create(mailbox=box, name="INBOX", next_attempt_at=later)
    client.post(page_of(box), filled(box.team, secret="", name="Nieuw"))
    row.refresh_from_db()

    assert row.next_attempt_at <= timezone.now()


def test_earlier_day_has_the_folders_read_from_the_beginning(client, admin, box):
    row = MailFolder.objects.create(
        mailbox=box, name="INBOX", uid_validity=7, last_uid=90, next_attempt_at=timezone.now()
    )
    same = timezone.localtime(box.import_from).date()
    client.post(page_of(box), filled(box.team, secret="", import_since=same.isoformat()))
    row.refresh_from_db()
    assert (row.uid_validity, row.last_uid) == (7, 90)

    earlier = same - timedelta(days=30)
    client.post(page_of(box), filled(box.team, secret="", import_since=earlier.isoformat()))
    row.refresh_from_db()
    assert (row.uid_validity, row.last_uid) == (0, 0)


def test_changes_are_in_the_list_of_changes(client, admin, box):
    client.post(page_of(box), filled(box.team, secret="", smtp_port=465))
    page = client.get(reverse("office:audit")).text

    assert "Mailbox gewijzigd" in page
    assert "poort voor uitgaande mail: 465" in page
