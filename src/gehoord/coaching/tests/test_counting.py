from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.coaching.actions import why
from gehoord.coaching.corrections import (
    FEWEST,
    MONTHS_KEPT,
    dispute_reading,
    forget_old_corrections,
    forget_readings,
)
from gehoord.coaching.counting import corrected_rules, count_rules, found_between
from gehoord.coaching.examples import words_of
from gehoord.coaching.models import Correction, Reading, RuleCount
from tests.factories import make_customer_message, make_team

pytestmark = pytest.mark.django_db

LIE = "nl.anger.jullie-liegen"
DAY = timedelta(days=1)


@pytest.fixture
def readings():
    """Readings of so many messages that say that we lie, so many days ago."""
    team = make_team()

    def make(number, *, days_ago=0, text="Jullie liegen gewoon."):
        made = []
        for _ in range(number):
            reading = make_customer_message(team=team, text=text).reading
            reading.read_at = timezone.now() - days_ago * DAY
            reading.save(update_fields=["read_at"])
            made.append(reading)
        return made

    return make


def period(days=90):
    today = timezone.localdate()
    return today - timedelta(days=days - 1), today


def test_findings_are_counted_once_whether_or_not_they_were_kept(readings):
    readings(3, days_ago=2)
    readings(2, days_ago=1)
    readings(1)

    before = found_between(*period())
    assert count_rules() == 2
    assert count_rules() == 0
    after = found_between(*period())

    assert before[LIE] == after[LIE] == 6
    assert RuleCount.objects.filter(rule=LIE).count() == 2


def test_counts_outlive_the_readings(readings):
    made = readings(4, days_ago=31)
    count_rules()
    forget_readings(numbers=[reading.pk for reading in made])

    assert not Reading.objects.exists()
    assert found_between(*period())[LIE] == 4
    assert found_between(*period(days=10))[LIE] == 0


def test_rule_is_shown_from_five_corrections_on_with_its_share(readings):
    made = readings(8)
    for reading in made[: FEWEST - 1]:
        dispute_reading(reading=reading)
    assert corrected_rules(*period()) == []

    dispute_reading(reading=made[FEWEST - 1])

    row = next(each for each in corrected_rules(*period()) if each.rule == LIE)
    assert (row.found, row.corrected, row.percent) == (8, 5, 62)
    assert row.why == why(LIE)
    assert row.words == ("Jullie liegen", "glashard gelogen")


def test_largest_share_comes_first(readings):
    for reading in readings(5):
        dispute_reading(reading=reading)
    readings(15)
    for reading in readings(6, text="Wat een schande dat ik hier achteraan moet."):
        dispute_reading(reading=reading)

    shares = [each.share for each in corrected_rules(*period())]

    assert shares == sorted(shares, reverse=True)
    assert len(set(shares)) > 1


def test_rules_for_anger_are_not_blamed_for_a_wrong_kind_of_abuse(readings):
    for reading in readings(5):
        dispute_reading(reading=reading, wrong="abuse", should_be="insult")

    assert LIE not in {each.rule for each in corrected_rules(*period())}


@pytest.mark.parametrize("rule", ["nl.nothing", "xx.anger.a", "", "nl.lexicon.nothing"])
def test_rule_that_is_gone_has_no_words(rule):
    assert words_of(rule) == ()


def test_word_list_shows_words_of_its_own():
    assert len(words_of("nl.lexicon.anger")) == 3


def test_corrections_and_counts_go_after_their_months(readings):
    reading, young = readings(2)
    old = timezone.localdate() - timedelta(days=MONTHS_KEPT * 31 + 2)
    dispute_reading(reading=reading)
    Correction.objects.update(made_on=old)
    dispute_reading(reading=young)
    RuleCount.objects.create(day=old, rule=LIE, found=3)

    assert forget_old_corrections() == 1

    assert Correction.objects.get().made_on == timezone.localdate()
    assert not RuleCount.objects.exists()
