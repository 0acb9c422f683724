"""What a reply would do to each need of the customer, if it were sent now."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone import Customer, Turn, needs

THREAD = [
    Turn(
        "customer",
        "Ik wacht al drie weken op mijn 80 euro. Niemand belt terug. Wanneer krijg ik het? En mijn kind is "
        "ziek geworden van dat spul.",
    )
]
ANGRY = Customer("De Wit", 3, "anger")


def states(draft: str, **more) -> dict[str, str]:
    return {need.name: need.state for need in needs(draft, **more)}


def test_an_empty_reply_misses_what_the_customer_shows_and_nothing_else():
    found = states("", thread=THREAD, customer=ANGRY)
    assert set(found) == {"safety", "acknowledgement", "respect", "certainty", "money", "time"}
    assert set(found.values()) == {"missing"}


def test_a_good_reply_meets_them_with_its_own_words():
    draft = (
        "Drie weken wachten is veel te lang. Het spijt me. Ik stort de 80 euro vandaag terug, morgen staat "
        "het op uw rekening. Hoe gaat het nu met uw kind?"
    )
    found = needs(draft, thread=THREAD, customer=ANGRY)
    assert {need.state for need in found} == {"met"}
    words = {need.name: draft[need.start : need.end] for need in found}
    assert "80 euro" in words["money"] or "stort" in words["money"]
    assert "spijt" in words["respect"]


def test_words_that_hurt_come_first_with_the_place_the_coach_marks():
    draft = "Dat valt toch wel mee. U had eerder moeten bellen. Ik stort de 80 euro vandaag terug."
    found = needs(draft, thread=THREAD, customer=ANGRY)
    assert [need.state for need in found] == sorted(
        (need.state for need in found), key=["hurt", "missing", "met"].index
    )
    hurt = {need.name: draft[need.start : need.end] for need in found if need.state == "hurt"}
    assert "valt toch wel mee" in hurt["acknowledgement"]
    assert hurt["respect"].startswith("U had eerder moeten")


@pytest.mark.parametrize(
    ("message", "need"),
    [
        ("Ik wil zelf kiezen welke dag jullie komen.", "autonomy"),
        ("Er komt rook uit de oven!", "safety"),
        ("Uw collega heeft gewoon gelogen.", "respect"),
        ("Waar blijft mijn geld?", "money"),
        ("Ik heb een vrije dag genomen en niemand kwam.", "time"),
        ("Hoe gaat het nu verder?", "certainty"),
    ],
)
def test_the_customers_words_show_a_need(message, need):
    assert states("", thread=[Turn("customer", message)])[need] == "missing"


def test_a_calm_question_needs_no_comfort():
    assert "acknowledgement" not in states(
        "", thread=[Turn("customer", "Hoe laat gaat de winkel open?")]
    )


def test_a_need_that_was_not_shown_can_be_hurt():
    assert states("Dat is uw eigen schuld.").get("respect") == "hurt"


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.integers(0, 4))
def test_any_text_has_needs_with_places_inside_it(draft, message, anger):
    for need in needs(draft, thread=[Turn("customer", message)], customer=Customer(anger=anger)):
        assert 0 <= need.start <= need.end <= len(draft)
        assert (need.state == "missing") is (need.end == 0)
