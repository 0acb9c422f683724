from hypothesis import given
from hypothesis import strategies as st

from gehoord.cases import statuses
from gehoord.cases.stages import NOT_TO_SKIP_WHEN_ANGRY, ORDER, STEPS, Stage, is_done, skipped
from gehoord.cases.statuses import OPEN, TABLE, Status, Step, StepNotPossible

stages = st.sampled_from(Stage)


def test_table_of_stages_has_one_row_for_each():
    assert [step.stage for step in STEPS] == list(Stage)


@given(was=stages, becomes=stages, anger=st.integers(0, 4))
def test_going_back_never_gives_a_hint(was, becomes, anger):
    if ORDER.index(becomes) <= ORDER.index(was):
        assert skipped(was=was, becomes=becomes, anger=anger) == ()


@given(was=stages, becomes=stages, anger=st.integers(0, 1))
def test_calm_customer_may_skip_anything(was, becomes, anger):
    assert skipped(was=was, becomes=becomes, anger=anger) == ()


@given(was=stages, becomes=stages, anger=st.integers(2, 4))
def test_hint_names_only_stages_that_lie_between(was, becomes, anger):
    missed = skipped(was=was, becomes=becomes, anger=anger)

    assert set(missed) <= set(NOT_TO_SKIP_WHEN_ANGRY)
    assert all(ORDER.index(was) < ORDER.index(stage) < ORDER.index(becomes) for stage in missed)


def test_angry_customer_is_not_rushed_from_greeting_to_plan():
    assert skipped(was=Stage.RECEIVE, becomes=Stage.PLAN, anger=3) == (Stage.LISTEN, Stage.RESTATE)


@given(stage=stages, now=stages)
def test_stage_is_done_exactly_when_it_lies_behind(stage, now):
    assert is_done(stage, now=now) == (ORDER.index(stage) < ORDER.index(now))


steps = st.sampled_from(Step)


@given(path=st.lists(steps, max_size=30))
def test_any_row_of_steps_leaves_a_case_that_a_customer_can_revive(path):
    status = Status.WAITING
    for step in path:
        try:
            status = statuses.after(status, step)
        except StepNotPossible:
            assert (status, step) not in TABLE
    assert statuses.after(status, Step.CUSTOMER_WRITES) == Status.WAITING


def test_solved_case_takes_no_reply_until_it_is_opened():
    assert (Status.SOLVED, Step.REPLY) not in TABLE
    assert TABLE[Status.SOLVED, Step.REOPEN] in OPEN
