"""Numbers, addresses, promises and requests are found by what stands around them."""

import pytest

from gehoord import tone
from tests.tone.test_facts_values import facts, values


@pytest.mark.parametrize(("text", "kind", "value"), [
    ("Mijn bestelnummer is 48210033.", "order_number", "48210033"),
    ("Order NL-778123 is zoek.", "order_number", "NL-778123"),
    ("Het gaat om factuur F2026-0417.", "invoice_number", "F2026-0417"),
    ("Klantnr: 3300.5521", "customer_number", "33005521"),
    ("Polis 7731-04 staat op zijn naam.", "policy_number", "773104"),
    ("Uw kenmerk: ZK-2026-0098.", "case_number", "ZK-2026-0098"),
    ("3SABCD123456789 is niet aangekomen.", "tracking_number", "3SABCD123456789"),
    ("De bestelling is weg, nr. 5519023.", "order_number", "5519023"),
])  # fmt: skip
def test_numbers_are_known_by_the_words_beside_them(text, kind, value):
    assert facts(text, "order_number", "invoice_number", "customer_number", "policy_number",
                 "case_number", "tracking_number") == [(kind, facts(text, kind)[0][1], value)]  # fmt: skip
    assert values(text, kind) == [value]


@pytest.mark.parametrize("text", [
    "Mijn bestelling van 2024 was goed.", "De factuur 129,95 klopt niet.", "Bestelling 2024 was beter.",
    "Mijn order 14 dagen geleden.", "Ik woon op nummer 1340.", "De factuur 03-05-2026 klopt niet.",
    "Bel over mijn bestelling 06-12345678.",
])  # fmt: skip
def test_years_amounts_days_and_telephones_are_no_order_number(text):
    assert facts(text, "order_number", "invoice_number") == []


def test_a_bare_number_answers_the_question_for_it():
    assert values("48210033", "order_number", "Mag ik uw bestelnummer?") == ["48210033"]
    assert values("dat is 90021774 hoor", "customer_number", "Wat is uw klantnummer?") == [
        "90021774"
    ]
    assert facts("48210033") == []
    assert facts("06 12345678", "customer_number", prev="Wat is uw klantnummer?") == []


@pytest.mark.parametrize("written", [
    "06-28114477", "06 28 11 44 77", "+31 6 28114477", "0031628114477", "(06) 28114477", "+31 (0)6 28114477",
])  # fmt: skip
def test_a_telephone_number_is_known_in_every_spelling(written):
    assert values(f"Bel {written} maar.", "phone") == ["+31628114477"]


def test_a_belgian_telephone_number_is_known():
    assert values("Bel +32 470 12 34 56.", "phone") == ["+32470123456"]
    assert values("Bel 0475 12 34 56.", "phone")


@pytest.mark.parametrize(
    "written", ["NL91 ABNA 0417 1643 00", "NL91ABNA0417164300", "nl91abna0417164300"]
)
def test_an_account_number_is_known(written):
    assert values(f"Graag op {written} storten.", "iban") == ["NL91ABNA0417164300"]


def test_an_account_number_with_a_slip_is_not_passed_on():
    assert facts("Graag op NL91 ABNA 0417 1643 01 storten.", "iban", "phone", "order_number") == []


@pytest.mark.parametrize(("text", "wanted"), [
    ("Ik woon op 1012 AB.", ["1012AB"]), ("Mijn postcode is 1012 ab", ["1012AB"]), ("1012ab 14", ["1012AB"]),
    ("In 2024 is het gekocht.", []), ("IN 2024 IS HET GEKOCHT", []), ("1500ml", []), ("Postcode: 2000", ["2000"]),
])  # fmt: skip
def test_postcodes(text, wanted):
    assert values(text, "postcode") == wanted


def test_a_licence_plate_only_beside_the_word():
    assert values("Mijn kenteken is AB-123-C.", "licence_plate") == ["AB123C"]
    assert values("4-XKR-91 is het kenteken.", "licence_plate") == ["4XKR91"]
    assert values("Type AB-123-C is kapot.", "licence_plate") == []


def test_a_mail_address_ends_where_it_ends():
    assert values("Mail naar (j.de.wit+x@post.voorbeeld.nl).", "email") == [
        "j.de.wit+x@post.voorbeeld.nl"
    ]
    assert values("jan@ of @jan of a@b", "email") == []


@pytest.mark.parametrize(("text", "value"), [
    ("U zou mij maandag terugbellen.", "open"),
    ("U zou mij maandag terugbellen, nooit iets gehoord.", "not_kept"),
    ("De monteur zou vorige week komen.", "not_kept"),
    ("Er is mij beloofd dat het geld morgen komt.", "open"),
    ("Volgens uw collega zou het geld er binnen 5 dagen zijn. Nog steeds niets.", "not_kept"),
    ("Zoals beloofd kwam de monteur om negen uur.", "kept"),
])  # fmt: skip
def test_promises_and_what_became_of_them(text, value):
    assert values(text, "promise") == [value]


@pytest.mark.parametrize("text", [
    "Zou u mij kunnen terugbellen?", "Ik zou graag een afspraak maken.", "Dat zou fijn zijn.",
    "Ik heb mijn dochter een fiets beloofd.", "Wat zou dat kosten?", "Het zou leuk zijn om te komen.",
])  # fmt: skip
def test_wishes_and_questions_are_no_promise(text):
    assert facts(text, "promise") == []


@pytest.mark.parametrize(("text", "value"), [
    ("Ik wil mijn geld terug.", "refund"), ("Betaal mij die 60 euro terug.", "refund"),
    ("Kunt u de lekkage repareren?", "repair"), ("Ik wil een nieuwe.", "replacement"),
    ("Annuleer mijn bestelling.", "cancel"), ("Hoe zeg ik mijn abonnement op?", "cancel"),
    ("Wat zijn de openingstijden?", "information"), ("Kunt u mij bellen?", "call_back"),
    ("Waar blijft mijn pakket?", "delivery"), ("Ik verwacht excuses.", "apology"),
    ("Kunt u mijn naam aanpassen?", "other"),
])  # fmt: skip
def test_requests_say_what_is_wanted(text, value):
    assert values(text, "request") == [value]


def test_two_things_wanted_are_two_requests():
    assert values("Ik wil een nieuwe of mijn geld terug.", "request") == ["replacement", "refund"]


@pytest.mark.parametrize("text", [
    "Wie denken jullie wel dat jullie zijn?", "Jij woont toch in dat dorp, hé?", "Graag gedaan.", "Meent u dat nu?",
    "U kunt de pot op.", "Bel ik de expert, dan weet die niets.", "Hoe durven jullie?", "Bedankt voor de hulp.",
])  # fmt: skip
def test_reproach_and_thanks_ask_nothing(text):
    assert facts(text, "request") == []


def test_facts_of_older_mail_do_not_count():
    text = "Dank u wel.\n\n> Uw bestelnummer is 48210033, het kost 12 euro.\n"
    assert facts(text) == []


def test_a_language_without_words_for_it_has_no_facts():
    from gehoord.tone import read

    assert read("I paid 12 euro on 3 May 2026.", lang="en").facts == ()


def test_facts_alone_are_those_of_the_reading():
    text = "Ik wacht al drie weken en belde vier keer. Order 88123, € 129,95, uiterlijk vrijdag."

    assert tone.facts_in(text) == tone.read(text).facts != ()
    assert tone.facts_in("Ich warte seit drei Wochen auf mein Bett und niemand antwortet.") == ()
