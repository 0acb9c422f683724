"""English replies have rules of their own: found by the language of the draft, never mixed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from gehoord.tone.coaching import Customer, Turn, answer_line, coach, coach_rule_why
from gehoord.tone.coaching.advice import rules
from gehoord.tone.coaching.finding import BLANK
from gehoord.tone.coaching.rule import habit_of

DRAFTS = Path(__file__).parent.parent / "corpus" / "drafts"
ANGRY = Customer("Sam Carter", 3, "anger")


def lines(language: str) -> list[dict[str, object]]:
    path = DRAFTS / language / "open" / "a.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def codes(draft: str, **more) -> list[str]:
    return [finding.rule for finding in coach(draft, **more)]


def is_english(code: str) -> bool:
    return code.startswith("en-")


def test_english_has_an_inventory_of_its_own_of_at_least_sixty_rules():
    assert len({rule.code for rule in rules("en")}) >= 60
    assert all(is_english(rule.id) for rule in rules("en"))
    assert not any(is_english(rule.id) for rule in rules("nl"))


def test_habits_only_english_has_carry_numbers_above_twenty():
    dutch = {rule.code for rule in rules("nl")}
    for rule in rules("en"):
        number = int(rule.code.rpartition("-")[2])
        assert number > 20 or rule.code.removeprefix("en-") in dutch, rule.code


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ("Per my last email, the refund takes a week.", "en-NEE-21"),
        ("As you should know, the fee is ten pounds.", "en-NEE-22"),
        ("Please calm down, Mr Jones.", "en-EMP-05"),
        ("You failed to attach the receipt to the form.", "en-VRW-02"),
        ("We apologise for any inconvenience this may have caused.", "en-EXC-01"),
        ("We apologize for any inconvenience this may have caused.", "en-EXC-01"),
        ("I'm sorry you feel that way about our service.", "en-EXC-07"),
        ("I’m sorry you feel that way about our service.", "en-EXC-07"),
        ("Someone will contact you about the invoice.", "en-EIG-07"),
        ("We will process this as soon as possible for you.", "en-VST-02"),
        ("It is our policy not to refund sale items.", "en-EIG-04"),
    ],
)
def test_english_draft_is_read_with_english_rules_in_either_spelling(draft, code):
    assert code in codes(draft, most=9)


def test_language_of_a_short_reply_is_that_of_the_conversation():
    english = [Turn("customer", "Where is my parcel? I have been waiting for two weeks.")]
    dutch = [Turn("customer", "Waar blijft mijn pakket? Ik wacht al twee weken.")]
    assert codes("Calm down.", thread=english) == ["en-EMP-05"]
    assert codes("Calm down.", thread=dutch) == []
    assert codes("Rustig maar.", thread=english) == ["EMP-05"]


def test_language_that_was_given_goes_before_the_words():
    assert codes("Calm down.", lang="en") == ["en-EMP-05"]
    assert not any(map(is_english, codes("Calm down.", lang="nl")))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_whole_collection_of_drafts_gets_rules_of_its_own_language_only(language):
    asked = ("draft", "channel", "customer", "stage", "thread")
    for line in lines(language):
        found = answer_line({name: line[name] for name in asked})["findings"]
        for finding in found:
            assert is_english(finding["rule"]) is (language == "en"), line["id"]


def test_mixed_draft_gets_rules_of_one_language():
    draft = (
        "Dank voor uw bericht. Wij komen hier zo snel mogelijk op terug. "
        "We apologize for the inconvenience. As I said, calm down."
    )
    found = codes(draft, most=20)
    assert found
    assert not any(map(is_english, found))


def test_english_customer_quoted_in_a_dutch_reply_stays_dutch():
    draft = (
        "Ik las ‘calm down yourself’ in uw mail. Dat is ons beleid. Ik bel u morgen om tien uur."
    )
    assert codes(draft) == ["EIG-04"]


def test_quoted_words_of_a_customer_are_left_alone_in_english():
    assert codes("You wrote: “as I said before, calm down”. I am calling the driver now.") == []


def test_empathy_is_asked_of_an_english_reply_to_an_angry_customer():
    draft = "The new lamp will be with you on Thursday."
    assert codes(draft, customer=ANGRY) == ["en-EMP-01"]
    assert codes(draft) == []


def test_order_of_harm_is_the_same_in_english():
    draft = (
        "I will keep you posted. Please calm down. As I said, that is not possible. "
        "Then we will put you on our blacklist."
    )
    assert codes(draft, most=4) == ["en-GRZ-12", "en-NEE-01", "en-EMP-05", "en-VST-03"]


def test_rewrite_of_an_english_promise_has_a_visible_blank_and_no_invented_time():
    finding = coach("Thanks for the photo. I will call you back.")[0]
    assert finding.rule == "en-VST-03"
    assert BLANK.findall(str(finding.rewrite)) == ["[day and time]"]


def test_reason_of_an_english_rule_is_told():
    assert "but" in coach_rule_why("en-EMP-03")


def test_good_reply_in_english_has_no_marks():
    draft = (
        "Dear Mr Jones,\n\nThree weeks without a boiler is far too long. I am sorry that our "
        "engineer missed two visits. Tom will be with you tomorrow between 8 and 10. I will call "
        "you at noon to check that it works.\n\nKind regards,\nAnna"
    )
    assert codes(draft, customer=Customer("Mr Jones", 3, "anger"), most=9) == []


def test_english_collection_is_labelled_with_rules_that_exist():
    known = {rule.code for rule in rules("en")}
    drafts = lines("en")
    assert len({line["id"] for line in drafts}) == len(drafts) == 120
    counts = Counter(bool(line["clean"]) for line in drafts)
    assert counts[True] == counts[False]
    for line in drafts:
        assert set(line["expect"]) <= known, line["id"]
        assert bool(line["expect"]) is not line["clean"], line["id"]
        groups = {habit_of(code) for code in known}
        assert set(line["must_not"]) <= known | groups, line["id"]


def test_english_drafts_found_do_not_fall_below_what_was_reached():
    asked = ("draft", "channel", "customer", "stage", "thread")
    quiet = marked = right = 0
    for line in lines("en"):
        found = answer_line({name: line[name] for name in asked})["findings"]
        if line["clean"]:
            quiet += all(finding["level"] == "tip" for finding in found)
        else:
            marked += bool(found)
            right += bool({finding["rule"] for finding in found} & set(line["expect"]))
    assert quiet >= 52, quiet
    assert marked >= 58, marked
    assert right >= 40, right
