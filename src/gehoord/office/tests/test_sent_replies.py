import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.models import Delivery, Message
from gehoord.coaching.style.layers import HOUSE, OwnRule, Place
from gehoord.office import sent_replies
from gehoord.office.sent_replies import Tally, count_on, words_around
from tests.factories import make_agent, make_case, make_house, make_reply, make_team

pytestmark = pytest.mark.django_db
SORRY = (
    "Beste mevrouw Verhoeven, excuses voor het ongemak. Mail noor@example.org of bel 06-12345678."
)


@pytest.fixture
def team():
    make_house(undo_seconds=0)
    return make_team(name="Wonen")


@pytest.fixture
def send(team):
    """Replies that left, by so many agents in turn."""

    def make(*texts, agents=3, at=None):
        authors = [make_agent(team=at or team, name=f"Noor{n} Haan") for n in range(agents)]
        for number, text in enumerate(texts):
            reply = make_reply(
                case=make_case(team=at or team), author=authors[number % agents], text=text
            )
            Message.objects.filter(pk=reply.pk).update(delivery=Delivery.SENT)
        return authors

    return make


@pytest.fixture
def sign_in(client):
    def enter(*roles):
        agent = make_agent(roles=roles)
        client.force_login(agent)
        return agent

    return enter


def page_of(client, code="EXC-01", **query):
    return client.get(reverse("office:style-replies", args=[code]), query).text


def test_count_and_share_of_the_last_replies_are_told(client, send, sign_in):
    send(SORRY, SORRY, "Uw kast komt morgen.", "Ik bel u om tien uur.")
    sign_in(Role.ADMIN)

    page = page_of(client)

    assert "<b>2</b> van 4 antwoorden, 50%" in page


def test_administrator_sees_numbers_and_no_words(client, send, sign_in):
    send(SORRY, SORRY, SORRY)
    sign_in(Role.ADMIN)

    page = page_of(client)

    assert "beheerders zien geen berichten" in page
    assert "[e-mail]" not in page
    assert "voor het ongemak" not in page.replace("Excuses voor het ongemak", "")


def test_who_may_read_the_cases_sees_five_places_without_names_and_numbers(client, send, sign_in):
    send(*[SORRY] * 7)
    sign_in(Role.ADMIN, Role.MANAGER)

    page = page_of(client)

    assert page.count("<mark") == 5
    assert ">excuses voor het ongemak</mark>" in page
    assert "[naam]" in page
    assert "[e-mail]" in page
    assert "[nummer]" in page
    for name in ("Verhoeven", "Noor0", "noor@", "12345678"):
        assert name not in page


def test_no_agent_is_named_or_counted(client, send, sign_in):
    authors = send(SORRY, SORRY, SORRY)
    sign_in(Role.ADMIN, Role.MANAGER)

    page = page_of(client)

    assert not [agent for agent in authors if agent.name in page or agent.email in page]


def test_count_is_of_the_chosen_team_and_only_where_it_is_about_no_person(
    client, team, send, sign_in
):
    small = make_team(name="Klachten")
    send(SORRY, "Dag.", "Dag.", "Dag.")
    send(SORRY, SORRY, agents=2, at=small)
    sign_in(Role.ADMIN)

    assert "<b>1</b> van 4 antwoorden, 25%" in page_of(client, team=team.pk)
    few = page_of(client, team=small.pk)
    assert "minder dan 3 mensen" in few
    assert "van 2" not in few
    assert "<b>3</b> van 6 antwoorden" in page_of(client)


def test_what_has_not_left_is_not_counted(client, send, sign_in):
    send(SORRY)
    Message.objects.to_customers().update(delivery=Delivery.DUE)
    sign_in(Role.ADMIN)

    assert "nog geen antwoord verstuurd" in page_of(client)


def test_only_the_last_replies_are_looked_at(client, send, sign_in, monkeypatch):
    monkeypatch.setattr(sent_replies, "LAST", 3)
    send(SORRY, SORRY, "Dag.", "Dag.", "Dag.")
    sign_in(Role.ADMIN)

    assert "In geen van 3 antwoorden" in page_of(client)


def test_long_count_goes_on_where_it_was(client, send, sign_in, monkeypatch):
    monkeypatch.setattr(sent_replies, "AT_ONCE", 2)
    monkeypatch.setattr(sent_replies, "SECONDS", 0.0)
    moments = iter(range(100_000))
    monkeypatch.setattr(sent_replies, "monotonic", lambda: next(moments) / 1e9)
    send(*[SORRY, "Dag."] * 3)
    sign_in(Role.ADMIN)
    monkeypatch.setattr(sent_replies, "SECONDS", 1.5e-9)  # two looks at the clock: one piece

    address = reverse("office:style-replies", args=["EXC-01"])
    piece = client.get(address, headers={"X-From-Script": "yes"})
    seen = [piece.context["counted"].tally.seen]
    while "data-goes-on" in piece.text:
        tally = piece.context["counted"]
        told = {name: getattr(tally.tally, name) for name in ("all", "seen", "fired", "before")}
        told |= {"places": tally.place_numbers, "act": "go-on"}
        assert "<progress" in piece.text
        piece = client.get(address, told, headers={"X-From-Script": "yes"})
        seen.append(piece.context["counted"].tally.seen)

    assert seen == [2, 4, 6]
    assert "<b>3</b> van 6 antwoorden, 50%" in piece.text


def test_numbers_made_up_in_the_address_show_nothing_that_may_not_be_seen(client, send, sign_in):
    send(SORRY, SORRY, SORRY)
    places = ",".join(str(pk) for pk in Message.objects.values_list("pk", flat=True))
    sign_in(Role.ADMIN)

    page = page_of(client, act="go-on", all="3", seen="3", fired="3", places=places, before="x")

    assert "excuses voor het" not in page


def test_rule_that_looks_at_the_customer_is_counted_with_what_he_wrote(team, send):
    send("Super, wat leuk dat u ons mailt.")
    angry = "Voor de vierde keer: waar blijft mijn kast? Ik ben woedend, jullie liegen gewoon!"
    reply = make_reply(case=make_case(team=team, text=angry), author=make_agent(team=team),
                       text="Super, wat leuk dat u ons mailt.")  # fmt: skip
    Message.objects.filter(pk=reply.pk).update(delivery=Delivery.SENT)

    tally = count_on("EMP-09", HOUSE, Tally())

    assert (tally.seen, tally.fired, tally.places) == (2, 1, (reply.pk,))


def test_rule_that_needs_what_is_not_kept_says_so(client, sign_in):
    sign_in(Role.ADMIN)

    assert "achteraf niet te tellen" in page_of(client, code="OPL-01")
    assert client.get(reverse("office:style-replies", args=["EXC-99"])).status_code == 404


def test_unsaved_rule_can_be_counted_from_its_form(client, send, sign_in):
    send(SORRY, "De consument belt.", "Dag.")
    sign_in(Role.ADMIN)
    sent = {"words": "consument*", "better": "klant", "level": "tip", "act": "count"}

    page = client.post(reverse("office:style-word-add"), sent)

    assert "<b>1</b> van 3 antwoorden, 33%" in page.text
    assert page.status_code == 200


def test_five_hundred_replies_are_counted_in_time(team, send):
    send(SORRY)
    reply = Message.objects.to_customers().get()
    Message.objects.bulk_create(
        Message(
            conversation=reply.conversation, case=reply.case, direction=reply.direction,
            author=reply.author, text=f"{n} {SORRY * 3}", delivery=Delivery.SENT,
            written_at=timezone.now(),
        )
        for n in range(600)
    )  # fmt: skip
    rule = OwnRule(id="HUIS-01", level="tip", advice="Ja.", phrases=("ongemak",))

    tally, pieces = Tally(), 0
    while not tally.is_done or not pieces:
        began = timezone.now()
        tally, pieces = count_on(rule, HOUSE, tally), pieces + 1
        assert (timezone.now() - began).total_seconds() < 2

    assert (tally.all, tally.fired, len(tally.places)) == (500, 500, 5)


def test_words_that_are_part_of_an_address_are_not_shown(team, send):
    send("Mail ongemak@example.org")
    rule = OwnRule(id="HUIS-01", level="tip", advice="Ja.", phrases=("ongemak",))
    tally = count_on(rule, Place(), Tally())
    manager = make_agent(roles=[Role.MANAGER])

    assert tally.fired == 1
    assert words_around(rule, tally, manager) == []
