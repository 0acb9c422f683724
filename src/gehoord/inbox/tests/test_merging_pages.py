"""Say from the page that two customers are one person, and take it back."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.models import Case
from gehoord.channels.email.tests.arriving import come_in
from gehoord.channels.email.tests.letters import letter
from gehoord.contacts.models import Address, Customer, Merge
from gehoord.limits.actions import confirm_behaviour, end_conversation
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.tests.measures import make_measure
from tests.factories import make_agent, make_case, make_customer_message, make_team

pytestmark = pytest.mark.django_db
WHY = "Allebei noemen bestelling 4471."


@pytest.fixture
def case(team):
    """A chat of somebody who told his name."""
    return make_case(team=team, name="R. Hoekstra", text="Waar blijft bestelling 4471?")


@pytest.fixture
def same_name(team):
    """Another chat, of a customer who is called the same."""
    return make_case(team=team, name="r. hoekstra", text="Nog steeds niets van 4471.")


@pytest.fixture
def search(signed_in, case):
    def ask(words=""):
        address = reverse("inbox:merge", args=[case.pk])
        return signed_in.get(address, {"q": words} if words else {})

    return ask


def beside(case, other):
    return reverse("inbox:merge_sure", args=[case.pk, other.pk])


@pytest.fixture
def fill(case):
    """What the form sends for the customers of these cases."""

    def fields(other, **changes):
        seen = f"{case.customer_id}-{other.customer_id}"
        return {"seen": seen, "why": WHY} | changes

    return fields


@pytest.fixture
def merged(signed_in, case, same_name, fill):
    """Two customers who are one now, by the page."""
    signed_in.post(beside(case, same_name), fill(same_name))
    case.refresh_from_db()
    same_name.refresh_from_db()
    return Merge.objects.get()


def test_card_of_the_customer_leads_to_who_may_be_the_same(signed_in, case):
    page = signed_in.get(reverse("inbox:case", args=[case.pk])).text

    assert f'<a href="{reverse("inbox:merge", args=[case.pk])}">Zelfde klant als …</a>' in page


def test_same_name_is_found_whatever_its_capitals(search, same_name, case, seen):
    make_case(name="Piet de Vries", team=case.team)
    answer = search()

    assert beside(case, same_name) in answer.text
    assert "zelfde naam" in seen(answer)
    assert "1 zaak, laatst geschreven" in seen(answer)
    assert "Piet de Vries" not in answer.text


@pytest.mark.parametrize("name", ["ÉLISE ÖZ", "élise öz"])
def test_same_name_with_accents_is_found(name, search, case, team):
    Customer.objects.filter(pk=case.customer_id).update(name="Élise Öz")
    other = make_case(team=team, name=name)

    assert beside(case, other) in search().text


@pytest.mark.django_db(transaction=True)
def test_same_mail_address_is_found_and_stands_first(search, same_name, case, mailbox, seen):
    mail = come_in(letter("De kast is stuk.", sender="Roelof <roelof@klant.example>")).message
    Customer.objects.filter(pk=case.customer_id).update(email="Roelof@klant.example")
    answer = search()

    assert "zelfde e-mailadres" in seen(answer)
    assert "roelof@klant.example" in answer.text
    found = [answer.text.index(beside(case, other)) for other in (mail.case, same_name)]
    assert found == sorted(found)


def test_nobody_alike_says_what_to_do(search, seen):
    assert "Zoek die op naam, adres of nummer." in seen(search())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("words", ["Anders", "anders@klant.example", "{number}", "zaak #{number}"])
def test_somebody_else_is_found_by_name_address_and_number(words, search, case, mailbox):
    other = come_in(letter("Hallo.", sender="Jan Anders <anders@klant.example>")).message.case

    assert beside(case, other) in search(words.format(number=other.pk)).text


def test_nobody_found_says_how_to_look(search, seen):
    assert "Niemand gevonden." in seen(search("Onvindbaar"))


def test_customer_himself_is_never_among_the_others(search, case, seen):
    assert "Niemand gevonden." in seen(search(str(case.pk)))


def test_customers_of_another_team_are_not_found_and_not_opened(search, signed_in, case, fill):
    elsewhere = make_case(team=make_team(), name="R. Hoekstra")
    for words in ("", "Hoekstra", str(elsewhere.pk)):
        assert beside(case, elsewhere) not in search(words).text

    assert signed_in.get(beside(case, elsewhere)).status_code == 404
    assert signed_in.post(beside(case, elsewhere), fill(elsewhere)).status_code == 404
    assert Customer.objects.filter(pk=elsewhere.customer_id).exists()


def test_cases_of_another_team_are_not_shown_beside(signed_in, case, same_name, team):
    hidden = make_customer_message(team=make_team(), text="Geheim verhaal.", sender="x").case
    Case.objects.filter(pk=hidden.pk).update(customer=same_name.customer, title="Geheim")

    assert "Geheim" not in signed_in.get(beside(case, same_name)).text


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_what_is_kept_apart_is_never_shown(client, case, same_name, team, role):
    client.force_login(make_agent(team=team, roles=[role]))
    Case.objects.filter(pk=same_name.pk).update(held_until=timezone.now() + timedelta(days=1))

    for words in ("", "Hoekstra", str(same_name.pk)):
        page = client.get(reverse("inbox:merge", args=[case.pk]), {"q": words}).text
        assert beside(case, same_name) not in page
    assert client.get(beside(case, same_name)).status_code == 404


def test_both_stand_beside_each_other_with_their_cases(signed_in, case, same_name, seen):
    Case.objects.filter(pk=same_name.pk).update(title="Kast niet geleverd")
    answer = signed_in.get(beside(case, same_name))

    assert "R. Hoekstra van deze zaak" in seen(answer)
    assert "Kast niet geleverd" in answer.text
    assert f'href="{reverse("inbox:case", args=[same_name.pk])}"' in answer.text
    assert "Daarna heet de klant R. Hoekstra." in seen(answer)


def test_limits_of_the_other_are_shown_before_they_hold_for_both(signed_in, case, team, noor, seen):
    insult = "Wat ben jij een sukkel."
    message = make_customer_message(team=team, text=insult, name="R. Hoekstra")
    confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.SERIOUS,
        quotes=[insult],
        by=noor,
    )
    end_conversation(
        conversation=message.conversation, by=noor, words="Ik stop.", submission=uuid4()
    )

    page = seen(signed_in.get(beside(case, message.case)))
    assert "Van kracht Gesprek gestopt, afkoelperiode, tot" in page
    assert "leest daar wat er is besloten en waarom" in page


def test_what_a_chat_calls_its_visitor_never_stands_on_a_page(
    signed_in, search, case, same_name, fill
):
    names = [*Address.objects.values_list("external_id", flat=True)]
    pages = [search(), search("Hoekstra"), signed_in.get(beside(case, same_name))]
    signed_in.post(beside(case, same_name), fill(same_name))
    split = reverse("inbox:split_customer", args=[case.pk, Merge.objects.get().pk])
    pages += [signed_in.get(split), signed_in.get(reverse("inbox:case", args=[case.pk]))]

    for page in pages:
        assert page.status_code == 200
        assert not [name for name in names if name in page.text]


def test_merging_brings_the_cases_together_and_says_so(signed_in, merged, case, same_name, seen):
    assert case.customer_id == same_name.customer_id
    answer = signed_in.get(reverse("inbox:case", args=[case.pk]))

    earlier = re.search(r'id="facts-earlier".*?</section>', answer.text, re.DOTALL)[0]
    assert reverse("inbox:case", args=[same_name.pk]) in earlier
    assert "Dit is nu één klant." in seen(answer)
    assert "Samengevoegd met r. hoekstra" in seen(answer)
    assert reverse("inbox:split_customer", args=[case.pk, merged.pk]) in answer.text
    assert merged.why == WHY


def test_merging_stands_in_the_case_that_moved(signed_in, merged, same_name, seen):
    told = seen(signed_in.get(reverse("inbox:case", args=[same_name.pk])))

    assert "Noor voegde twee klanten samen: het is dezelfde persoon." in told


def test_who_does_not_say_why_gets_the_form_again(signed_in, case, same_name, fill, seen):
    answer = signed_in.post(beside(case, same_name), fill(same_name, why=" "))

    assert answer.status_code == 422
    assert "Schrijf waaraan je ziet dat het één persoon is." in seen(answer)
    assert not Merge.objects.exists()


def test_too_long_a_reason_stays_in_the_field(signed_in, case, same_name, fill):
    long = "x" * 201
    answer = signed_in.post(beside(case, same_name), fill(same_name, why=long))

    assert answer.status_code == 422
    assert long in answer.text


def test_colleague_who_was_first_is_said_kindly(signed_in, merged, case, same_name, fill, seen):
    for method in (signed_in.get, signed_in.post):
        answer = method(beside(case, same_name), fill(same_name), follow=True)
        assert answer.redirect_chain == [(reverse("inbox:case", args=[case.pk]), 302)]
        assert "Deze twee zaken zijn al van één klant." in seen(answer)


def test_other_who_became_somebody_else_meanwhile_is_looked_at_again(
    signed_in, case, same_name, team, fill, seen
):
    what_was_seen = fill(same_name)
    third = make_case(team=team, name="Iemand Anders")
    Case.objects.filter(pk=same_name.pk).update(customer=third.customer)
    answer = signed_in.post(beside(case, same_name), what_was_seen)

    assert answer.status_code == 422
    assert "Een collega heeft intussen iets veranderd. Kijk nog een keer." in seen(answer)
    assert WHY in answer.text
    assert not Merge.objects.exists()


def test_split_shows_what_goes_back_and_by_what_they_were_one(signed_in, merged, case, seen):
    told = seen(signed_in.get(reverse("inbox:split_customer", args=[case.pk, merged.pk])))

    assert "Noor voegde r. hoekstra samen met deze klant." in told
    assert WHY in told
    assert "Terug naar r. hoekstra Webchat 1 zaak die jij mag zien" in told
    assert "Blijft bij R. Hoekstra Webchat" in told


def test_splitting_makes_two_customers_again(signed_in, merged, case, same_name, seen):
    address = reverse("inbox:split_customer", args=[case.pk, merged.pk])
    answer = signed_in.post(address, follow=True)
    same_name.refresh_from_db()

    assert "Het zijn weer twee klanten." in seen(answer)
    assert same_name.customer_id != case.customer_id
    assert same_name.customer.name == "r. hoekstra"
    assert "Samengevoegd met" not in seen(signed_in.get(reverse("inbox:case", args=[case.pk])))
    told = seen(signed_in.get(reverse("inbox:case", args=[same_name.pk])))
    assert "Noor splitste de klant weer in twee." in told


def test_second_who_splits_is_told_that_it_is_done(signed_in, merged, case, seen):
    address = reverse("inbox:split_customer", args=[case.pk, merged.pk])
    signed_in.post(address)
    for method in (signed_in.get, signed_in.post):
        assert "Een collega was je net voor." in seen(method(address, follow=True))
    assert Customer.objects.count() == 2


def test_agent_reads_why_he_may_not_split_before_he_asks(signed_in, merged, case, seen):
    make_measure(case.customer, Kind.BLOCK)
    address = reverse("inbox:split_customer", args=[case.pk, merged.pk])
    page = signed_in.get(address)
    assert "Dit kan nu niet" in seen(page)
    assert "Splitsen</button>" not in page.text
    assert signed_in.post(address).status_code == 422
    assert Merge.objects.exists()


def test_merge_of_somebody_else_cannot_be_split_from_this_case(signed_in, merged, team):
    other = make_case(team=team, name="Iemand Anders")
    signed_in.post(reverse("inbox:split_customer", args=[other.pk, merged.pk]))

    assert Merge.objects.filter(pk=merged.pk).exists()
