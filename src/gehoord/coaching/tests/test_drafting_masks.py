"""What says who somebody is stays here, and comes back in its place."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.coaching.drafting.masks import Masks, People
from gehoord.coaching.drafting.wording import wording

PEOPLE = People(
    customer="Annemiek van der Schoot-Wijngaarden",
    agent="Noor",
    colleagues=("Noor Haan", "Wil Bakker", "Emre Yıldız"),
)
BLANKS = wording("nl").blanks


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Bel 06-12345678 of 020 123 4567.", "Bel «TELEFOON-1» of «TELEFOON-2»."),
        ("Mail naar a.schoot@klant.example graag.", "Mail naar «MAIL-1» graag."),
        ("Op NL91 ABNA 0417 1643 00 storten.", "Op «REKENING-1» storten."),
        ("Bestelling 4471 en ordernummer 775-1180.", "Bestelling «NUMMER-1» en ordernummer «NUMMER-2»."),
        ("Dorpsstraat 12a, 3512 AB Utrecht", "«ADRES-1», «POSTCODE-1» Utrecht"),
        ("Burgemeester de Vrieslaan 3.", "«ADRES-1»."),
        ("Geboren op 12-03-1980.", "Geboren op «GEBOORTEDATUM-1»."),
        ("Zie https://volg.example/x?id=9 dus", "Zie «LINK-1» dus"),
        ("annemiek van der Schoot-Wijngaarden hier.", "«KLANT» hier."),
        ("Mevrouw Schoot belde, Annemieks pakket ook.", "Mevrouw «KLANT-2» belde, «KLANT-3» pakket ook."),
        ("Emre Yildiz zei dat Noor belt.", "«MEDEWERKER-2» zei dat «MEDEWERKER» belt."),
        ("vraag het noor haan", "vraag het «MEDEWERKER-2»"),
        ("Ik wil mijn geld, zei Wil.", "Ik wil mijn geld, zei «MEDEWERKER-2»."),
        ("Beste Kees,\nhoe gaat het?", "Beste «NAAM-1»,\nhoe gaat het?"),
        # What does not say who somebody is, the model has to know.
        ("Op 12-11-2026 betaald: € 1.299,95.", "Op 12-11-2026 betaald: € 1.299,95."),
        ("Voor de 4e keer, al 3 weken, sinds 14.30 uur.", "Voor de 4e keer, al 3 weken, sinds 14.30 uur."),
        # Placeholders of the writer are no placeholders.
        ("Schrijf «REKENING-1» op.", 'Schrijf "REKENING-1" op.'),
    ],
)  # fmt: skip
def test_what_says_who_somebody_is_goes_and_comes_back(text, hidden):
    masks = Masks(PEOPLE)

    sent = masks.hide(text)

    assert sent == hidden
    back = masks.put_back(sent, blanks=BLANKS)
    assert back.casefold() == text.replace("«", '"').replace("»", '"').casefold()


def test_same_thing_is_called_the_same_in_every_message():
    masks = Masks(PEOPLE)

    sent = [masks.hide("Bel 06-12345678."), masks.hide("06-12345678, dus niet 06-87654321.")]

    assert sent == ["Bel «TELEFOON-1».", "«TELEFOON-1», dus niet «TELEFOON-2»."]


@pytest.mark.parametrize(
    ("answer", "real"),
    [
        ("Beste «KLANT»,", "Beste Annemiek van der Schoot-Wijngaarden,"),
        ("Beste <<klant>>,", "Beste Annemiek van der Schoot-Wijngaarden,"),
        ("Beste « KLANT »,", "Beste Annemiek van der Schoot-Wijngaarden,"),
        ("Ik bel «TELEFOON-1».", "Ik bel 06-12345678."),
        ("Ik bel «TELEFOON-7».", "Ik bel [telefoonnummer]."),
        ("Op «REKENING-1» dus.", "Op [rekeningnummer] dus."),
        ("Zie «WACHTWOORD».", "Zie [aanvullen]."),
        ("Los » en «.", "Los  en ."),
    ],
)
def test_only_what_was_sent_comes_back_and_the_rest_is_a_blank(answer, real):
    masks = Masks(PEOPLE)
    masks.hide("Bel 06-12345678.")

    assert masks.put_back(masks.recognised(answer), blanks=BLANKS) == real


def test_nobody_known_is_no_reason_to_stop():
    masks = Masks(People())

    assert masks.hide("Waar blijft mijn pakket?") == "Waar blijft mijn pakket?"
    assert masks.customer == ""


@given(st.text(max_size=200), st.sampled_from(["Wijngaarden", "wijngaarden", "06-12345678"]))
def test_any_text_can_be_hidden_and_holds_no_secret(text, secret):
    sent = Masks(PEOPLE).hide(f"{text} {secret} ")

    assert "wijngaarden" not in sent.casefold()
    assert "12345678" not in sent


@pytest.mark.parametrize(
    "piece",
    ["0 ", "a@", "NL12 ", "1-", "www.", "a-", "A-", "Annemiek ", "A van de ", "«", "straat 1 "],
)
def test_long_text_takes_no_time_to_speak_of(piece):
    Masks(PEOPLE).hide("")  # the word lists are read once
    started = time.process_time()

    Masks(PEOPLE).hide(piece * 8_000)

    assert time.process_time() - started < 5
