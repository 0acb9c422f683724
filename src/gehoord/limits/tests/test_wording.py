"""What customers read: complete, filled with their words, and nothing the coach would stop."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from gehoord.coaching.actions import check_draft
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.letters import letter_of
from gehoord.limits.models import Behaviour, HouseRules, Measure
from gehoord.limits.terms import closed_until
from gehoord.limits.wording.notices import letter_about
from gehoord.limits.wording.speaking import ending, warning
from gehoord.limits.wording.telling import LANGUAGES, Voice, quoted, texts_in
from tests.factories import make_agent, make_customer_message, make_house

HEARD = "Wat ben jij een sukkel, trut."
FILLED = {
    "quotes": "‘sukkel’ en ‘trut’",
    "problem": "De kast is kapot.",
    "until": "11.46 uur",
    "begin": "ma 2 juni 9.00 uur",
    "link": "https://gehoord.example/house-rules/notice/MTI:abc/",
    "mail": ": hulp@lindehout.example",
    "post": ". Een brief sturen kan ook: Postbus 1, Zwolle",
    "house": "Lindehout",
    "ways": "Schrijven kan altijd: per mail of brief.",
    "day": "2 juni 2026",
    "by": "16 juni 2026",
    "reason": "Er was een echte dreiging.",
    "contact": "klachten@lindehout.example",
    "channels": "E-mail",
    "name": "Daan",
    "lines": "",
    "title": "Contactstop",
    "times": "maandag van 9.00 tot 12.00",
}


def forms_of(name: str) -> tuple[str, str]:
    """A text as it is said with u and with je; the same one where it says neither."""
    forms = texts_in("nl")[name]
    return forms.get("u", forms.get("any", "")), forms.get("je", forms.get("any", ""))


def stops(text: str) -> list[tuple[str, str]]:
    found = check_draft(draft=text, thread=[("customer", HEARD)], channel="webchat")
    return [
        (each.rule, text[each.start : each.end])
        for each in found
        if each.rule.startswith("GRZ") or each.level == "stop"
    ]


@pytest.mark.parametrize("form", ["u", "je"])
@pytest.mark.parametrize(
    "name", [n for n in texts_in("nl") if not n.startswith(("page_", "line_"))]
)
def test_the_coach_finds_nothing_in_a_text_for_customers(name, form):
    text = Voice(form == "u").say(name, **FILLED)
    if name.startswith("warning"):
        parts = ("warning_help", name if "behaviour" in name else "warning_behaviour")
        said = [Voice(form == "u").say(each, **FILLED) for each in (*parts, "warning_consequence")]
        text = "\n\n".join(said)
    assert stops(text) == []


@pytest.mark.parametrize("name", texts_in("nl"))
def test_a_text_says_u_or_je_and_never_both(name):
    formal, informal = forms_of(name)
    assert not re.search(r"\b(je|jij|jou|jouw)\b", formal, re.IGNORECASE)
    assert not re.search(r"\b(u|uw)\b", informal)


def test_every_text_is_there_in_both_languages_with_the_same_blanks():
    blank = re.compile(r"\{\w+\}")
    first, second = (texts_in(each) for each in LANGUAGES)
    assert first.keys() == second.keys()
    for name, forms in first.items():
        assert all(forms.values())
        wanted = set(blank.findall(second[name]["any"]))
        assert all(set(blank.findall(form)) == wanted for form in forms_of(name))


def test_quotes_stand_in_a_sentence():
    with translation.override("nl"):
        assert quoted(["sukkel."]) == "‘sukkel’"
        assert quoted(["een", "twee", "drie"]) == "‘een’, ‘twee’ en ‘drie’"
        assert quoted([]) == ""


def test_braces_in_a_quotation_stay_what_they_are(db):
    case = make_customer_message().case
    said = warning(case, Voice(), quotes=["{until} %s {}"], is_spoken=False)
    assert "‘{until} %s {}’" in said.behaviour
    assert "‘{link}’" in ending(Voice(), quotes=["{link}"], until=timezone.now(), is_spoken=False)


@pytest.fixture
def stop(db: None) -> Measure:
    make_house(name="Lindehout")
    rules = HouseRules.current()
    rules.postal_address = "Postbus 1\nZwolle"
    rules.appeal_contact = "Fatma Demir"
    rules.save()
    message = make_customer_message(text="Ik weet je te vinden.", name="Şükrü Łukasiewicz-Őry")
    now = timezone.now()
    measure = Measure.objects.create(
        customer=message.case.customer, case=message.case, kind=Kind.BLOCK, state=State.ACTIVE,
        reason="Er was een echte dreiging.", proposed_by=make_agent(), proposed_at=now,
        begins_at=now, told_at=now, ends_at=now + timedelta(days=365),
    )  # fmt: skip
    measure.grounds.add(
        Behaviour.objects.create(
            customer=message.case.customer, conversation=message.conversation, level=Level.DANGER,
            quotes=["Ik weet je te vinden."], said_at=now, confirmed_at=now,
        )
    )  # fmt: skip
    return measure


def test_a_notice_says_everything_a_notice_has_to_say(stop):
    letter = letter_about(stop)
    for wanted in (
        "‘Ik weet je te vinden’", "huisregel", "geen gewoon contact", "dreiging", "Postbus 1, Zwolle",
        "klacht", "AVG", "garantie", "veiligheid", "schuldhulp", "zes weken", "tien werkdagen",
        "er niet bij was", "/house-rules/notice/", "wat we over u bewaren", "Fatma Demir", "vanzelf",
    ):  # fmt: skip
        assert wanted in letter.text
    assert stops(letter.text) == []


def test_a_letter_is_a_tagged_pdf_with_title_and_language(stop):
    notice = stop.notices.create(
        way="letter", text=letter_about(stop).text, written_at=timezone.now()
    )
    pdf = letter_of(notice)
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang" in pdf
    assert b"pdfuaid:part" in pdf
    assert letter_of(notice) == pdf


def test_nothing_in_a_letter_is_read_as_markup(stop):
    text = '#panic("x") $a_b$ *vet* <label> @ref \\u{41}\n\n= Kop\n\n#image("/etc/passwd")'
    notice = stop.notices.create(way="letter", text=text, written_at=timezone.now())
    assert letter_of(notice).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-10-24T08:00", "2026-10-24T09:00"),
        ("2026-10-24T10:00", None),
        # Summer time ends in the night of the 25th: nine o'clock is nine o'clock.
        ("2026-10-24T12:00", "2026-10-26T09:00"),
    ],
)
def test_hours_of_an_arrangement_are_hours_on_the_clock(moment, expected):
    zone = ZoneInfo("Europe/Amsterdam")
    at, ends_at = (
        datetime.fromisoformat(each).replace(tzinfo=zone) for each in (moment, "2027-01-01T00:00")
    )
    until = closed_until(
        {"times": {"sat": ["09:00", "12:00"], "mon": ["09:00", "12:00"]}},
        channel="webchat", at=at, ends_at=ends_at, zone=zone,
    )  # fmt: skip
    wanted = datetime.fromisoformat(expected).replace(tzinfo=zone) if expected else None
    assert until == wanted
