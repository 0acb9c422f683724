from hypothesis import given
from hypothesis import strategies as st

from gehoord.tone import Reading, course, read


def reading(anger: int, score: float | None = None, **labels: object) -> Reading:
    value = anger / 4 if score is None else score
    return Reading(lang="nl", anger=anger, anger_score=value, **labels)  # type: ignore[arg-type]


def levels(*angers: int) -> list[Reading]:
    return [reading(anger) for anger in angers]


def test_course_of_no_messages_is_calm_and_has_no_trend() -> None:
    seen = course([])
    assert (seen.peak, seen.peak_at, seen.last, seen.trend) == (0, -1, 0, "none")


def test_course_knows_peak_where_it_first_was_and_the_last_level() -> None:
    seen = course(levels(1, 3, 3, 2))
    assert (seen.peak, seen.peak_at, seen.last) == (3, 1, 2)


def test_course_that_climbs_step_by_step_warns_early() -> None:
    seen = course(levels(0, 1, 2))
    assert seen.trend == "rising"
    assert seen.is_rising
    assert seen.reasons[0].readings == (0, 1, 2)


def test_course_that_leaps_two_levels_warns_at_once() -> None:
    assert course(levels(0, 2)).is_rising


def test_course_that_climbs_within_one_level_warns_by_its_scores() -> None:
    slow = [reading(1, 0.15), reading(1, 0.30), reading(2, 0.4)]
    assert course(slow).is_rising


def test_course_that_climbs_and_falls_back_does_not_warn() -> None:
    seen = course(levels(0, 3, 1))
    assert not seen.is_rising


def test_course_that_falls_is_falling() -> None:
    assert course(levels(3, 2, 1)).trend == "falling"


def test_course_that_ends_in_thanks_after_anger_says_so() -> None:
    seen = course([*levels(1, 3), reading(0, emotion="gratitude")])
    assert seen.thanked
    assert seen.trend == "falling"


def test_course_that_was_never_angry_is_not_thanks_after_anger() -> None:
    assert not course([*levels(0), reading(0, emotion="gratitude")]).thanked


def test_course_sees_from_real_words_that_a_customer_gives_up() -> None:
    said = ["Dit is al de vierde keer dat ik bel.", "Laat maar, het hoeft niet meer."]
    assert course([read(text) for text in said]).gave_up


def test_course_sees_anger_at_the_firm_turn_on_a_person() -> None:
    turned = [reading(2, target="company"), reading(3, abuse="insult", target="agent")]
    seen = course(turned)
    assert seen.turned_on_agent
    assert course(turned[1:]).turned_on_agent is False


def test_course_skips_what_nobody_could_read_but_keeps_the_numbers() -> None:
    foreign = Reading(lang="tr", is_read=False)
    seen = course([foreign, reading(3), foreign])
    assert (seen.peak, seen.peak_at, seen.last) == (3, 1, 3)


@given(st.lists(st.integers(0, 4), max_size=12))
def test_course_of_any_levels_keeps_its_own_rules(angers: list[int]) -> None:
    seen = course(levels(*angers))
    assert seen == course(levels(*angers))
    assert seen.peak == max(angers, default=0)
    assert seen.last == (angers[-1] if angers else 0)
    assert not seen.is_rising or seen.trend == "rising"
    assert all(0 <= at < len(angers) for reason in seen.reasons for at in reason.readings)
    assert seen.as_dict()["reasons"] == [
        {"code": one.code, "readings": list(one.readings)} for one in seen.reasons
    ]
