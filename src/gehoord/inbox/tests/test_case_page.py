from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.cases.actions import (
    add_part,
    look_at_case,
    mark_failed,
    set_stage,
    solve_case,
    write_note,
)
from gehoord.cases.models import Case, Message
from gehoord.cases.stages import Stage
from tests.factories import make_agent, make_case, make_customer_message, make_reply, make_team

pytestmark = pytest.mark.django_db


def test_case_shows_the_words_that_show_anger_and_what_was_read(signed_in, team, seen):
    case = make_case(team=team, text="Jullie liegen gewoon tegen me. Belachelijk.")

    page = signed_in.get(f"/cases/{case.pk}/")

    assert 'class="ev ev--' in page.text
    assert "op het bedrijf" in seen(page)
    assert "Klopt niet?" in seen(page)


def test_case_shows_replies_notes_and_what_happened_in_order(signed_in, noor, team, seen):
    case = make_case(team=team, text="Waar blijft het bed?")
    make_reply(case=case, author=noor, text="Ik zoek het uit.")
    write_note(case=case, author=noor, text="@Sanne kijk je mee?", submission=uuid4())
    set_stage(case=case, stage=Stage.RESTATE, by=noor)

    words = seen(signed_in.get(f"/cases/{case.pk}/"))

    said = ["Waar blijft het bed?", "Ik zoek het uit.", "kijk je mee?", "Noor zette de fase op"]
    places = [words.rindex(each) for each in said]
    assert places == sorted(places)
    assert "De klant ziet dit niet." in words


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "\u202eomgekeerd", "😀" * 50, "a\n\nb", "&lt;b&gt;", ""]
)
def test_odd_messages_are_shown_and_do_nothing(signed_in, team, words):
    case = make_case(team=team, text=words, name="<b>Jan</b>")

    page = signed_in.get(f"/cases/{case.pk}/")

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<b>Jan" not in page.text


def test_very_long_message_is_folded_and_complete(signed_in, team):
    long = "woord " * 16_000
    case = make_case(team=team, text=long)

    page = signed_in.get(f"/cases/{case.pk}/").text

    assert "Lees verder" in page
    assert page.count("woord") >= 16_000


def test_shielded_message_opens_with_a_summary(signed_in, team, seen):
    case = make_case(
        team=team, text="Wat ben jij een ongelofelijke sukkel. Ik wil mijn geld terug."
    )

    words = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert "Er staat een belediging in, tegen jou" in words
    assert words.index("Toon de woorden") < words.index("sukkel")


def test_case_of_another_team_does_not_exist(stranger, team, noor):
    case = make_case(team=team)
    reply = make_reply(case=case, author=noor)
    add_part(case=case, text="Iets", by=noor)
    reading = Message.objects.from_customers().get().reading.pk
    before = Case.objects.values().get(pk=case.pk)

    for path in ("", "context/", "presence/"):
        assert stranger.get(f"/cases/{case.pk}/{path}").status_code == 404
    for path in (
        "reply/ note/ draft/ coach/ check/ here/ assign/ take/ move/ stage/ solve/ hold/ reopen/ "
        f"customer/ parts/ parts/1/ readings/{reading}/ replies/{reply.pk}/back/ "
        f"replies/{reply.pk}/again/"
    ).split():
        assert stranger.post(f"/cases/{case.pk}/{path}", {"text": "x"}).status_code == 404, path
    assert Case.objects.values().get(pk=case.pk) == before


def test_visitor_without_an_account_is_asked_to_sign_in(client, team):
    case = make_case(team=team)

    assert client.get(f"/cases/{case.pk}/").url.startswith("/account/login/")


def test_earlier_messages_are_one_link_away(signed_in, team, seen):
    for number in range(60):
        case = make_customer_message(
            team=team,
            sender="een",
            text=f"bericht nummer {number} einde",
            written_at=timezone.now() - timedelta(minutes=100 - number),
        ).case

    page = seen(signed_in.get(f"/cases/{case.pk}/"))
    longer = seen(signed_in.get(f"/cases/{case.pk}/?messages=100"))

    assert "10 eerdere berichten" in page
    assert "bericht nummer 9 einde" not in page
    assert "bericht nummer 9 einde" in longer


def test_case_asks_the_database_as_often_for_many_messages_as_for_few(
    signed_in, team, noor, django_assert_max_num_queries
):
    for number in range(12):
        case = make_customer_message(team=team, sender="een", text=f"Bericht {number}").case
        make_reply(case=case, author=noor)
        write_note(case=case, author=noor, text="Zo", submission=uuid4())
    signed_in.get(f"/cases/{case.pk}/")

    with django_assert_max_num_queries(40):
        signed_in.get(f"/cases/{case.pk}/")


def test_script_gets_the_parts_of_a_case_but_never_the_composer(signed_in, team):
    case = make_case(team=team)

    parts = signed_in.get(f"/cases/{case.pk}/", HTTP_X_FROM_SCRIPT="yes").text

    assert 'id="timeline"' in parts
    assert 'id="stages"' in parts
    assert 'id="context"' in parts
    assert "<textarea" not in parts


def test_opening_a_case_makes_it_read(signed_in, team):
    case = make_case(team=team)
    assert case.is_unread

    signed_in.get(f"/cases/{case.pk}/")

    assert not Case.objects.get(pk=case.pk).is_unread


def test_reply_that_failed_says_what_to_do(signed_in, team, noor, seen):
    case = make_case(team=team, name="Marieke Verhoeven")
    reply = make_reply(case=case, author=noor)
    mark_failed(reply=reply, why="De webchat reageert niet.")

    words = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert "Je antwoord is nog niet bij Marieke Verhoeven" in words
    assert "De webchat reageert niet." in words
    assert "Probeer opnieuw" in words


def test_colleagues_who_look_or_type_are_shown(signed_in, team, seen):
    case = make_case(team=team)
    look_at_case(case=case, agent=make_agent(team=team, name="Sanne Visser"))
    look_at_case(case=case, agent=make_agent(team=team, name="Daan Kok"), is_typing=True)

    words = seen(signed_in.get(f"/cases/{case.pk}/presence/"))

    assert "Sanne kijkt mee" in words
    assert "Daan schrijft een antwoord" in words


def test_looking_and_leaving_is_announced_to_the_team(signed_in, team, announced):
    case = make_case(team=team)
    announced.clear()

    signed_in.post(f"/cases/{case.pk}/here/")
    signed_in.post(f"/cases/{case.pk}/here/", {"leaves": "yes"})

    heard = [topic for topic, audiences in announced if audiences == (f"team-{team.pk}",)]
    assert heard.count(f"presence-{case.pk}") == 2


def test_typing_is_shown_to_the_customer(signed_in, team, announced):
    message = make_customer_message(team=team)
    announced.clear()

    signed_in.post(f"/cases/{message.case_id}/here/", {"typing": "yes"})

    assert ("typing", (f"address-{message.conversation.address_id}",)) in announced


def test_earlier_cases_of_the_customer_are_only_those_one_may_see(signed_in, team, seen, noor):
    case = make_case(team=team, text="Nieuw bed")
    own, other = make_case(team=team, text="Bank met scheur"), make_case(text="Geheim iets")
    Case.objects.filter(pk__in=[own.pk, other.pk]).update(customer=case.customer)
    solve_case(case=own, by=noor)

    words = seen(signed_in.get(f"/cases/{case.pk}/context/"))

    assert "Bank met scheur" in words
    assert "Geheim iets" not in words


def test_solved_case_offers_to_open_it_again(signed_in, team, noor, seen):
    case = make_case(team=team)
    solve_case(case=case, by=noor)

    assert "Deze zaak is afgerond. Heropen hem" in seen(signed_in.get(f"/cases/{case.pk}/"))


def test_every_page_keeps_the_chosen_list(signed_in, team):
    case = make_case(team=team)
    make_team(name="Ander team")

    page = signed_in.get(f"/cases/{case.pk}/?view=team-{team.pk}").text

    assert f'/cases/{case.pk}/reply/?view=team-{team.pk}"' in page
    assert f'/?view=team-{team.pk}"' in page
