"""Each agent decides for himself how much the coach says. Nobody can tell from anything stored."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gehoord.accounts.actions import change_coach_help
from gehoord.accounts.models import Agent, AuditEvent, CoachHelp
from gehoord.cases.actions import set_path
from gehoord.cases.guiding import Path
from gehoord.cases.models import Draft, Event
from gehoord.coaching.models import RuleUse
from gehoord.coaching.rule_use import forget_sizes
from gehoord.inbox.advice import Advice
from tests.factories import make_agent, make_case, make_reply

pytestmark = pytest.mark.django_db
STOP = "Excuses voor het ongemak, maar het was druk."
ALL = f"{STOP} U krijgt het zo snel mogelijk. We rekenen op uw begrip."


@pytest.fixture
def styles(signed_in, case):
    """The levels of the marks in a text, as the script gets them."""

    def found(text=ALL, **more):
        answer = signed_in.post(f"/cases/{case.pk}/coach/", {"text": text, **more})
        return {mark["style"] for mark in answer.json()["marks"]}

    return found


@pytest.fixture
def large_team(team):
    """Ten agents: fewer are never counted."""
    for _ in range(9):
        make_agent(team=team)
    forget_sizes()


def test_newcomer_hears_everything(styles):
    assert "tip" in styles("We rekenen op uw begrip.")


def test_experienced_agent_hears_no_tips(noor, styles):
    change_coach_help(agent=noor, coach_help=CoachHelp.EXPERIENCED)

    assert styles("We rekenen op uw begrip.") == set()
    assert "stop" in styles()


def test_coach_that_is_off_says_nothing_and_asks_nothing(
    noor, styles, signed_in, case, writing, replies
):
    change_coach_help(agent=noor, coach_help=CoachHelp.OFF)

    assert styles() == set()
    assert signed_in.post(f"/cases/{case.pk}/reply/", writing(STOP)).status_code == 302
    blank = signed_in.post(f"/cases/{case.pk}/reply/", writing("Tot [dag]."))
    assert blank.status_code == 422
    assert [each.text for each in replies()] == [STOP]


def test_tips_go_off_and_on_beside_the_box_and_leave_no_trace(signed_in, noor, case, writing):
    page = f"/cases/{case.pk}/tips/"
    before = AuditEvent.objects.count(), Event.objects.count()

    off = signed_in.post(page, writing("Nog niet af.", coach_help="off"))
    is_off = Agent.objects.get(pk=noor.pk).coach_help
    signed_in.post(page, {"coach_help": "experienced"}, headers={"X-From-Script": "yes"})

    assert (off.status_code, is_off) == (302, CoachHelp.OFF)
    assert Agent.objects.get(pk=noor.pk).coach_help == CoachHelp.EXPERIENCED
    assert Draft.objects.get().text == "Nog niet af."
    assert (AuditEvent.objects.count(), Event.objects.count()) == before


def test_tips_are_only_on_or_off(signed_in, case):
    assert signed_in.post(f"/cases/{case.pk}/tips/", {"coach_help": "loud"}).status_code == 400


def test_page_offers_to_switch_tips_on_again(signed_in, noor, case, seen):
    assert "Tips uit" in seen(signed_in.get(f"/cases/{case.pk}/"))

    change_coach_help(agent=noor, coach_help=CoachHelp.OFF)

    assert "Tips staan uit. Zet tips aan" in seen(signed_in.get(f"/cases/{case.pk}/"))


# ── Notes ────────────────────────────────────────────────────────────────────────────────────


def test_coach_reads_notes_as_notes(signed_in, case, writing):
    """What a customer must not read in a reply may stand in a note to colleagues."""
    fields = {"text": STOP, "mode": "note"}
    marks = signed_in.post(f"/cases/{case.pk}/coach/", fields).json()
    reply = signed_in.post(f"/cases/{case.pk}/coach/", {"text": STOP}).json()

    assert marks["marks"] != reply["marks"]
    assert marks["unanswered"] == []


def test_note_is_kept_without_a_question(signed_in, case, writing):
    words = "Wat een zeurpiet, deze klant. Excuses voor het ongemak, maar het was druk."

    assert signed_in.post(f"/cases/{case.pk}/note/", writing(words)).status_code == 302


def test_note_is_checked_without_a_script_and_stays_a_note(signed_in, case, writing):
    page = signed_in.post(f"/cases/{case.pk}/check/", writing("Bel terug.", mode="note"))

    assert 'data-mode="note"' in page.text
    assert Draft.objects.get().mode == Draft.Mode.NOTE


# ── What it knows ────────────────────────────────────────────────────────────────────────────


def test_only_rules_that_keep_people_safe_speak_in_a_crisis(styles, case, noor):
    set_path(case=case, path=Path.CRISIS, by=noor)

    assert styles() == set()


def test_coach_knows_what_is_on_file(case, noor):
    case.customer.email = "marieke@post.example"
    case.customer.save()

    about = Advice(case, noor, "Dag")._situation

    assert about["facts"] == {"naam": "Marieke Verhoeven", "e-mailadres": "marieke@post.example"}


def test_coach_hears_the_last_twenty_messages(case, noor):
    for number in range(25):
        make_reply(case=case, author=noor, text=f"Antwoord {number}.")

    thread = Advice(case, noor, "Dag").thread

    assert [text for _by, text in thread] == [f"Antwoord {number}." for number in range(5, 25)]


def test_coach_asks_little_of_the_database(signed_in, case, styles):
    styles()  # the house style is held for a second

    with CaptureQueriesContext(connection) as queries:
        styles()

    # Who is it, and what may he see: three. The case, what was said in it, and whether a route
    # for somebody in danger goes on: three.
    assert len(queries) <= 6


# ── Totals of the team ───────────────────────────────────────────────────────────────────────


def test_use_is_counted_for_the_team_and_nobody_else(signed_in, case, large_team):
    told = {"shown": "EXC-01 EXC-01 EMP-02", "taken": "EXC-01", "left": "EMP-02"}

    assert signed_in.post(f"/cases/{case.pk}/used/", told).status_code == 204

    rows = {row.rule: row for row in RuleUse.objects.all()}
    assert {rule: row.team for rule, row in rows.items()} == {
        "EXC-01": case.team,
        "EMP-02": case.team,
    }
    assert (rows["EXC-01"].taken, rows["EMP-02"].left) == (1, 1)


def test_use_is_not_counted_for_who_switched_the_coach_off(signed_in, noor, case, large_team):
    change_coach_help(agent=noor, coach_help=CoachHelp.OFF)

    signed_in.post(f"/cases/{case.pk}/used/", {"taken": "EXC-01"})

    assert not RuleUse.objects.exists()


@pytest.mark.parametrize("rule", ["<b>", "x" * 30, "Wat de agent typte.", "\x00"])
def test_only_codes_of_rules_are_counted(signed_in, case, large_team, rule):
    assert signed_in.post(f"/cases/{case.pk}/used/", {"taken": rule}).status_code == 204
    assert not RuleUse.objects.exists()


def test_without_a_script_a_mark_is_counted_once_per_reply(signed_in, case, writing, large_team):
    first = signed_in.post(f"/cases/{case.pk}/check/", writing(STOP))
    shown = first.context["page"].composer.shown
    signed_in.post(f"/cases/{case.pk}/check/", writing(STOP, shown=" ".join(shown)))

    assert shown
    assert {row.rule: row.shown for row in RuleUse.objects.all()} == dict.fromkeys(shown, 1)


def test_stranger_counts_nothing(stranger, case, large_team):
    assert stranger.post(f"/cases/{case.pk}/used/", {"taken": "EXC-01"}).status_code == 404
    assert not RuleUse.objects.exists()


def test_another_case_is_not_looked_into(signed_in):
    assert signed_in.post(f"/cases/{make_case().pk}/coach/", {"text": ALL}).status_code == 404
