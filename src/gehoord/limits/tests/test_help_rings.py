"""Whom a call reaches, and who is on duty, over everything that can be in a roster."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gehoord.limits.help_course import COURSE, OPEN, Act, HelpState, is_taken_from
from gehoord.limits.help_rings import RINGS, People, Shift, Switch, next_ring, on_duty, reached

HOME = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 6, 1, 10, 0, tzinfo=HOME)
agents = st.integers(1, 8)
some = st.frozensets(agents)
people = st.builds(
    People,
    on_duty=st.lists(agents, unique=True).map(tuple),
    leads=some,
    managers=some,
    asker=agents,
)


def shift(agent, *, weekday=0, begins="09:00", until="17:00"):
    return Shift(agent, weekday, time.fromisoformat(begins), time.fromisoformat(until))


def duty(at, *shifts, switches=()):
    return on_duty(at, HOME, shifts=shifts, switches=switches)


@given(people)
def test_call_reaches_somebody_in_the_first_ring_if_there_is_anybody(people):
    first = reached(0, people)

    assert bool(first) == bool(people.all)
    assert people.asker not in first


@given(people)
def test_every_ring_reaches_only_who_was_not_called_and_all_rings_reach_every_manager(people):
    called: frozenset[int] = frozenset()
    for ring in range(len(RINGS)):
        now = reached(ring, people, called=called)
        assert not now & called
        assert now <= people.all
        called |= now
        assert called == people.all or now
    assert people.managers - {people.asker} <= called or called >= people.leads - {people.asker}


def test_lead_on_duty_comes_first_then_the_next_then_the_manager():
    people = People(on_duty=(2, 3), leads=frozenset({2, 3, 4}), managers=frozenset({9}), asker=1)

    first = reached(0, people)
    second = reached(1, people, called=first)
    third = reached(2, people, called=first | second)

    assert (first, second, third) == ({2}, {3}, {9})


def test_without_a_roster_all_leads_are_called_and_then_the_managers():
    people = People(leads=frozenset({2, 3}), managers=frozenset({9}), asker=1)

    assert reached(0, people) == {2, 3}
    assert reached(1, people, called=frozenset({2, 3})) == {9}


def test_rings_come_after_sixty_and_after_a_hundred_and_eighty_seconds():
    assert next_ring(0, MONDAY) == MONDAY + timedelta(seconds=60)
    assert next_ring(1, MONDAY) == MONDAY + timedelta(seconds=180)
    assert next_ring(2, MONDAY) is None


def test_who_has_a_shift_is_on_duty_until_it_ends():
    assert duty(MONDAY, shift(2)) == [2]
    assert duty(MONDAY.replace(hour=17), shift(2)) == []
    assert duty(MONDAY + timedelta(days=1), shift(2)) == []


def test_shift_over_midnight_lasts_until_the_morning_of_the_next_day():
    night = shift(2, begins="22:00", until="06:00")

    assert duty(MONDAY.replace(hour=23), night) == [2]
    assert duty(MONDAY.replace(hour=5) + timedelta(days=1), night) == [2]
    assert duty(MONDAY.replace(hour=5), night) == []


def test_shift_goes_by_the_clock_on_the_wall_when_summer_time_ends():
    # In the night of 25 October 2026 it is twice between two and three o'clock.
    night = shift(2, weekday=6, begins="01:00", until="03:00")

    hours = [datetime(2026, 10, 24, 23, 30, tzinfo=UTC) + timedelta(hours=n) for n in range(4)]

    assert [bool(duty(at, night)) for at in hours] == [True, True, True, False]


def test_who_switched_himself_off_is_not_called_although_the_roster_says_so():
    off = Switch(2, is_on=False, until=MONDAY + timedelta(hours=1))
    on = Switch(3, is_on=True, until=MONDAY + timedelta(hours=1))

    assert duty(MONDAY, shift(2), shift(4), switches=[off, on]) == [3, 4]
    assert duty(MONDAY + timedelta(hours=2), shift(2), switches=[off, on]) == [2]


@given(
    st.lists(st.builds(shift, agents, weekday=st.integers(0, 6)), max_size=10), st.integers(0, 500)
)
def test_nobody_is_on_duty_twice(shifts, hours):
    found = duty(MONDAY + timedelta(hours=hours), *shifts)

    assert len(found) == len(set(found))


def test_open_call_can_always_be_closed_and_a_closed_one_stays_closed():
    ends = {
        state: {act for (of, act), to in COURSE.items() if of == state and to == "closed"}
        for state in HelpState
    }

    assert all(ends[state] for state in OPEN)
    assert not any(state == HelpState.CLOSED for state, _act in COURSE)


def test_call_that_somebody_only_saw_is_free_again_after_two_minutes():
    seen = {"helper": 2, "by": 3, "seen_at": MONDAY}

    assert is_taken_from(HelpState.SEEN, **seen, now=MONDAY + timedelta(seconds=119))
    assert not is_taken_from(HelpState.SEEN, **seen, now=MONDAY + timedelta(seconds=120))
    assert is_taken_from(HelpState.TAKEN_OVER, **seen, now=MONDAY + timedelta(hours=1))


def test_every_act_stands_in_the_table():
    assert {act for _state, act in COURSE} == set(Act)
