from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.utils import translation

from gehoord.kit import course, moments
from gehoord.kit.templatetags.kit_tags import initials

NOON = datetime(2026, 6, 5, 9, 30, tzinfo=UTC)


def drawn(source, **context):
    with translation.override("nl"):
        return Template("{% load kit_tags %}" + source).render(Context(context))


def test_icon_is_silent_beside_words_and_speaks_alone():
    assert 'aria-hidden="true"' in drawn('{% icon "mail" %}')
    assert 'aria-label="Meer &lt;acties&gt;"' in drawn('{% icon "ellipsis" "Meer <acties>" %}')


def test_channel_is_an_icon_with_its_name_escaped():
    assert "WhatsApp" in drawn('{% channel_icon "whatsapp" %}')
    assert "&lt;fax&gt;" in drawn("{% channel_icon c %}", c="<fax>")


def test_spark_draws_the_line_of_the_design():
    html = drawn('{% spark "1223" %}')
    assert '<path class="a2" stroke-width="1.75" d="M3.0 12.2L19.7 9.0"/>' in html
    assert '<circle class="f3" cx="53.0" cy="5.8" r="3.05"/>' in html
    assert 'aria-label="Boosheid: hoogste erg boos, nu erg boos, stijgend"' in html


@pytest.mark.parametrize(("text", "has_line"), [("", False), ("3", True), ("0" * 500, True)])
def test_spark_draws_any_length_inside_its_frame(text, has_line):
    drawing = course.spark_drawing(text)
    assert bool(drawing) == has_line
    if drawing:
        assert drawing["dot"]["x"] == "53.0"
        assert len(drawing["segments"]) < course.SPARK_POINTS


def test_course_chart_puts_our_answers_between_the_customers_messages():
    points = [
        {"level": 1, "label": "ma", "ours": False},
        {"level": None, "label": "10.47", "ours": True},
        {"level": 3, "label": "10.58", "ours": False},
    ]
    html = drawn("{% course_chart points %}", points=points)
    assert html.count("<circle") == 2
    assert '<path class="ours" d="M190.0 97v6"/>' in html
    assert "lichte irritatie (ma), ons antwoord (10.47), erg boos (10.58)" in html


def test_course_chart_never_writes_one_time_over_another():
    points = [{"level": 2, "label": "ma 10.42", "ours": False} for _ in range(16)]
    labels = sorted(float(label["x"]) for label in course.course_drawing(points)["labels"])
    assert all(right - left >= 48 for left, right in pairwise(labels))


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "net"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=2, minutes=10), "2 u 10 min"),
        (timedelta(days=1, hours=3), "1 d 3 u"),
        (timedelta(minutes=-5), "net"),
    ],
)
def test_waiting_is_said_in_two_units_at_most(ago, said):
    with translation.override("nl"):
        assert moments.waited(NOON - ago, now=NOON) == said


def test_moment_has_a_day_unless_today():
    with translation.override("nl"):
        assert moments.when(NOON, now=NOON) == "11.30"
        assert moments.when(NOON - timedelta(days=3), now=NOON) == "di 2 juni 11.30"
        assert moments.when(NOON - timedelta(days=365), now=NOON) == "do 5 juni 2025 11.30"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Noor Hendriks", "NH"), ("Annemiek van der Schoot", "AS"), ("noor", "N"), ("", "")],
)
def test_initials_skip_small_words(name, letters):
    assert f">{letters}<" in initials(name)


def test_spark_has_a_gap_where_a_message_was_not_read():
    drawing = course.spark_drawing("1-33")

    assert [line["path"] for line in drawing["segments"]] == [
        "M36.3 5.8L53.0 5.8",
        "M3.0 12.2L3.0 12.2",
    ]
    assert course.spark_drawing("---") == {}


def test_spark_says_that_the_last_message_was_not_read():
    assert "hoogste boos, nu niet gelezen, gelijk" in drawn('{% spark "2-" %}')


def test_course_chart_has_a_gap_where_a_message_was_not_read():
    points = [{"level": level, "label": f"10.0{level}"} for level in (1, None, 3)]
    html = drawn("{% course_chart points %}", points=points)
    assert html.count("<circle") == 2
    assert html.count('<path class="a') == 2
    assert "niet gelezen (10.0None)" in html
