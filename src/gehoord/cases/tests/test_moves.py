"""The table of moves: what holds whatever is said."""

from hypothesis import given
from hypothesis import strategies as st

from gehoord.cases.guiding import (
    MOST_ROUNDS,
    MOVES,
    WAYS,
    Mood,
    Option,
    Path,
    Said,
    Standing,
    all_offered,
    moved,
)
from gehoord.cases.stages import ORDER, Stage

stages, paths, saids = (st.sampled_from(each) for each in (Stage, Path, Said))
moods = st.builds(Mood, is_calm=st.booleans(), was_angry=st.booleans(), is_after_ours=st.booleans())
standings = st.builds(Standing, stages, paths, st.integers(0, MOST_ROUNDS))
talks = st.lists(st.tuples(saids, moods), max_size=25)
ANGRY = Mood(is_calm=False, was_angry=True)


def after(standing, *said, mood=ANGRY):
    for each in said:
        standing = moved(standing, each, mood)
    return standing


@given(start=standings, said=saids, mood=moods)
def test_case_is_only_done_after_closing(start, said, mood):
    if start.stage != Stage.DONE and moved(start, said, mood).stage == Stage.DONE:
        assert start.stage in (Stage.CLOSE, Stage.FOLLOW_UP)


@given(start=standings, talk=talks)
def test_crisis_stays_where_it_is_whatever_is_said(start, talk):
    crisis = moved(start, Said.SHOWS_CRISIS, Mood())
    for said, mood in talk:
        assert moved(crisis, said, mood) == crisis

    assert (crisis.stage, crisis.path) == (start.stage, Path.CRISIS)


@given(start=standings, said=saids, mood=moods)
def test_only_a_danger_to_life_leads_to_the_crisis_path(start, said, mood):
    if start.path != Path.CRISIS and said is not Said.SHOWS_CRISIS:
        assert moved(start, said, mood).path != Path.CRISIS


@given(stage=stages, said=saids, mood=moods)
def test_who_only_wants_to_be_heard_gets_no_plan_pressed_on_him(stage, said, mood):
    start = Standing(stage, Path.VENT_ONLY)
    now = moved(start, said, mood)

    is_our_own_plan = said is Said.PLANS
    if now.stage != stage and not is_our_own_plan and said is not Said.REFUSES:
        assert now.stage not in (Stage.APOLOGISE, Stage.PLAN, Stage.ACT, Stage.VERIFY)


@given(start=standings, said=saids)
def test_angry_customer_is_never_moved_from_listening_to_a_plan(start, said):
    says_yes_himself = said is Said.ACCEPTS_OUR_PLAN
    if start.stage in (Stage.RECEIVE, Stage.LISTEN, Stage.RESTATE) and not says_yes_himself:
        now = moved(start, said, ANGRY)
        assert now.stage not in (Stage.APOLOGISE, Stage.PLAN, Stage.ACT, Stage.VERIFY)


@given(start=standings, said=saids, mood=moods)
def test_abuse_of_the_agent_a_wait_and_a_hand_over_keep_the_stage(start, said, mood):
    if said in (Said.TURNS_ON_AGENT, Said.ASKS_TO_WAIT, Said.HANDS_OVER, Said.WANTS_A_PERSON):
        assert moved(start, said, mood).stage == start.stage


@given(talk=talks)
def test_every_talk_ends_in_a_stage_from_which_done_can_be_reached_by_words(talk):
    now = Standing(Stage.RECEIVE)
    for said, mood in talk:
        now = moved(now, said, mood)
    if now.path != Path.CRISIS:
        solved = after(now, Said.REPLIES, Said.SAYS_SOLVED, Said.SAYS_GOODBYE, Said.SAYS_SOLVED)
        assert solved.stage in (Stage.DONE, Stage.FOLLOW_UP)


@given(start=standings, said=saids, mood=moods)
def test_rounds_never_count_past_the_last(start, said, mood):
    assert 0 <= moved(start, said, mood).rounds <= MOST_ROUNDS


def test_every_stage_is_reached_by_words_alone():
    reached, fresh = {Standing(Stage.RECEIVE)}, {Standing(Stage.RECEIVE)}
    moods_of = [Mood(), ANGRY]
    while fresh:
        found = {moved(each, said, mood) for each in fresh for said in Said for mood in moods_of}
        fresh = found - reached
        reached |= fresh

    assert {each.stage for each in reached} == set(Stage)
    assert {each.path for each in reached} == set(Path)


def test_every_row_can_count():
    """No row stands in the shadow of one above it."""
    for number, move in enumerate(MOVES):
        above = {
            stage
            for each in MOVES[:number]
            if each.said is move.said and each.only in (move.only, "always")
            for stage in each.in_stages
        }
        assert not set(move.in_stages) & above, move


def test_every_way_leads_somewhere_else_or_is_a_crisis():
    assert all(way[0] != to for way, to in WAYS.items() if to != Path.CRISIS)


def test_whole_conversation_of_an_angry_customer_goes_through_the_stages():
    now, seen = Standing(Stage.RECEIVE), []
    for said in (
        *(Said.REPLIES, Said.RESTATES, Said.CONFIRMS, Said.APOLOGISES, Said.PLANS),
        *(Said.ASKS_IF_SOLVED, Said.SAYS_SOLVED, Said.THANKS, Said.SAYS_SOLVED),
    ):
        now = moved(now, said, ANGRY)
        seen.append(now.stage)

    assert seen == [stage for stage in ORDER[1:] if stage != Stage.RESTATE]


def test_addition_and_correction_lead_back_to_restating():
    for said in (Said.ADDS, Said.CORRECTS):
        assert after(Standing(Stage.CONFIRM), said).stage == Stage.RESTATE
        assert after(Standing(Stage.PLAN), said).stage == Stage.RESTATE


def test_not_solved_leads_back_to_listening():
    assert after(Standing(Stage.VERIFY), Said.SAYS_NOT_SOLVED).stage == Stage.LISTEN


def test_venting_ends_with_thanks_and_without_a_plan():
    now = after(Standing(Stage.RECEIVE), Said.VENTS_ONLY, Said.REPLIES, Said.THANKS)

    assert (now.stage, now.path) == (Stage.CLOSE, Path.VENT_ONLY)
    assert after(now, Said.SAYS_GOODBYE) == Standing(Stage.FOLLOW_UP)


def test_venting_with_a_problem_after_all_is_an_ordinary_case():
    now = after(Standing(Stage.LISTEN, Path.VENT_ONLY), Said.BRINGS_A_PROBLEM)

    assert now.path == Path.NONE


def test_who_gives_up_is_asked_once_and_not_twice():
    asked = after(Standing(Stage.ACT), Said.GIVES_UP, Said.REPLIES)

    assert asked == Standing(Stage.ACT, Path.ASKED_ONCE)
    assert after(asked, Said.GIVES_UP) == Standing(Stage.CLOSE)
    assert after(asked, Said.ACCEPTS).path == Path.NONE


def test_same_no_leads_to_other_options_and_then_to_a_polite_end():
    rounds = [after(Standing(Stage.ACT), *[Said.REFUSES, Said.PLANS] * n) for n in (1, 2, 3, 4)]

    assert [each.path for each in rounds] == ["", "stalemate", "parting", "parting"]
    assert [each.rounds for each in rounds] == [1, 2, 3, 3]
    assert after(rounds[2], Said.SAYS_GOODBYE).stage == Stage.CLOSE
    assert after(rounds[1], Said.ACCEPTS) == Standing(Stage.ACT)


def test_no_before_our_plan_or_without_an_answer_of_ours_is_no_round():
    in_a_row = Mood(is_calm=False, is_after_ours=False)

    assert after(Standing(Stage.LISTEN), Said.REFUSES).rounds == 0
    assert after(Standing(Stage.ACT), Said.REFUSES, mood=in_a_row).rounds == 0


def test_everything_is_offered_when_every_option_is_ticked():
    assert all_offered(Option.values)
    assert not all_offered(Option.values[1:])
