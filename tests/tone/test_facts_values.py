"""Numbers, amounts, days and terms come out as they were meant, however Dutch people write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone import read
from gehoord.tone.facts.numbers import figures, numerals
from gehoord.tone.facts.words import words_in

NUMBERS = numerals(words_in("nl"))
MONTHS = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
          "oktober", "november", "december"]  # fmt: skip


ONES = ["", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
        "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]  # fmt: skip
TENS = [
    "",
    "",
    "twintig",
    "dertig",
    "veertig",
    "vijftig",
    "zestig",
    "zeventig",
    "tachtig",
    "negentig",
]


def spelled(number):
    """A number as the Woordenlijst writes it, without spaces: tweeduizenddrieëntwintig."""
    if number < 20:
        return ONES[number] or "nul"
    if number < 100:
        tens, ones = divmod(number, 10)
        joint = "ën" if ones in (2, 3) else "en"
        return (ONES[ones] + joint if ones else "") + TENS[tens]
    size, name = (1000, "duizend") if number >= 1000 else (100, "honderd")
    many, rest = divmod(number, size)
    return (spelled(many) if many > 1 else "") + name + (spelled(rest) if rest else "")


def facts(text, *kinds, prev=""):
    found = read(text, prev=prev, lang="nl").facts
    return [
        (fact.kind, text[fact.start : fact.end], fact.value)
        for fact in found
        if not kinds or fact.kind in kinds
    ]


def values(text, kind, prev=""):
    return [value for _, _, value in facts(text, kind, prev=prev)]


@pytest.mark.parametrize("start", range(0, 10_000, 1000))
def test_number_words_are_read_back(start):
    for number in range(start, start + 1000):
        written = spelled(number)
        assert NUMBERS.number(written) == number, written
        assert NUMBERS.number(written.replace("ë", "e")) == number, written


@pytest.mark.parametrize(
    "word",
    [
        "",
        "en",
        "honderden",
        "een en",
        "eenentien",
        "nulhonderd",
        "drieentwee",
        "dertigduizendduizend",
    ],
)
def test_other_words_are_no_number(word):
    assert NUMBERS.number(word) is None


@settings(deadline=None)
@given(euros=st.integers(0, 9_999_999), cents=st.integers(0, 99))
def test_amounts_in_figures_are_read_back(euros, cents):
    grouped = f"{euros:,}".replace(",", ".")
    wanted = f"{euros}.{cents:02} EUR"
    for written in (f"€ {grouped},{cents:02}", f"€{euros},{cents:02}", f"{grouped},{cents:02} euro",
                    f"EUR {euros}.{cents:02}", f"{euros},{cents:02} eur"):  # fmt: skip
        assert values(f"Ik heb {written} betaald.", "amount") == [wanted], written
    assert values(f"Er is € {grouped},- afgeschreven", "amount") == [f"{euros}.00 EUR"]


@settings(deadline=None)
@given(number=st.integers(2, 9_999))
def test_amounts_in_words_are_read_back(number):
    text = f"Jullie rekenen {spelled(number)} euro te veel."
    assert values(text, "amount") == [f"{number}.00 EUR"]


@settings(deadline=None)
@given(day=st.dates(date(2001, 1, 1), date(2049, 12, 31)))
def test_days_are_read_back(day):
    month = MONTHS[day.month - 1]
    for written in (f"{day.day} {month} {day.year}", f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day.year}",
                    f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", f"{day.day} {month} '{day:%y}",
                    f"{day.day}e {month} {day.year}", f"{day.day} {month.upper()} {day.year}"):  # fmt: skip
        assert values(f"Het kwam op {written} aan.", "date") == [day.isoformat()], written
    assert values(f"Het kwam op {day.day} {month} aan.", "date") == [""]


@pytest.mark.parametrize("text", [
    "Op 31-02-2026 kwam er niets.", "Ik bel 24/7.", "Versie 3.5.26 doet het niet.", "De beoordeling was 4/5.",
    "Trein van 12.15 uur.", "Ik heb 30 februari gezegd.", "mei is een mooie maand", "nummer 03-2026-1",
])  # fmt: skip
def test_no_day_is_seen_where_there_is_none(text):
    assert facts(text, "date") == []


@pytest.mark.parametrize("text", [
    "Het kwam om 12,50 uur.", "Ik woon op nummer 899.", "De bus van 8.15 reed niet.", "Het is 20 graden.",
    "Een paar honderd euro kost het.", "Ik heb 15 gigabyte.", "In 2024 was het 30% duurder.",
])  # fmt: skip
def test_no_amount_is_seen_where_there_is_none(text):
    assert facts(text, "amount") == []


@pytest.mark.parametrize(("text", "value"), [
    ("Graag binnen 14 dagen een reactie.", "P14D"), ("Graag binnen twee weken een reactie.", "P2W"),
    ("Graag binnen 24 uur een reactie.", "PT24H"), ("Graag binnen 5 werkdagen bericht.", "5 working days"),
    ("Los het uiterlijk vrijdag op.", "friday"), ("Ik eis het voor 1 mei 2026 terug.", "2026-05-01"),
    ("Ik eis het voor 1 mei terug.", "--05-01"), ("Anders zeg ik morgen op.", "tomorrow"),
    ("Bel vandaag nog.", "today"), ("Graag per omgaande antwoord.", "now"),
])  # fmt: skip
def test_deadlines_are_normalised(text, value):
    assert values(text, "deadline") == [value]


@pytest.mark.parametrize("text", [
    "Kan ik binnen 30 dagen retourneren?", "Ik heb een afspraak voor maandag.", "U zou binnen 5 dagen betalen.",
    "Zijn jullie maandag open?", "Er was niets voor vrijdag gepland.", "Het was binnen een uur leeg.",
])  # fmt: skip
def test_a_day_or_term_without_demand_is_no_deadline(text):
    assert facts(text, "deadline") == []


def test_a_day_in_a_deadline_is_not_told_twice():
    assert facts("Graag voor 1 juni 2026 antwoord.", "date", "deadline") == [
        ("deadline", "voor 1 juni 2026", "2026-06-01")
    ]


@pytest.mark.parametrize(("text", "kind", "value"), [
    ("Ik wacht al drie weken.", "duration", "P3W"), ("Ik sta al anderhalf uur stil.", "duration", "PT1.5H"),
    ("Dit duurt al maanden.", "duration", ""), ("Vier keer gebeld.", "times", "4 contact"),
    ("Dit is mijn derde mail.", "times", "3 contact"), ("Voor de zoveelste keer.", "times", "many occurrence"),
    ("Ik heb 3x gebeld.", "times", "3 contact"), ("Tweemaal kapot gegaan.", "times", "2 occurrence"),
])  # fmt: skip
def test_how_long_and_how_often(text, kind, value):
    assert values(text, kind) == [value]


@pytest.mark.parametrize("text", [
    "Drie weken geleden besteld.", "Ik ben 34 jaar oud.", "Twee keer per week.", "Twee keer zo duur.",
    "Nog een keer proberen.", "Ik kom over twee weken.", "Met 5 jaar garantie.", "Elke keer hetzelfde.",
])  # fmt: skip
def test_other_terms_and_counts_say_nothing(text):
    assert facts(text, "duration", "times") == []


@settings(deadline=None)
@given(st.from_regex(r"\A[0-9]{1,3}(\.[0-9]{3}){0,3}(,[0-9]{2})?\Z"))
def test_figures_are_read_as_the_dutch_write_them(written):
    whole, _, cents = written.partition(",")
    assert figures(written) * 100 == int(whole.replace(".", "")) * 100 + int(cents or 0)
