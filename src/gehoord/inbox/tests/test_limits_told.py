"""What colleagues see of a limit in the case: while it counts, and nothing after that."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.actions import mark_failed
from gehoord.limits.actions import (
    approve_measure,
    assign_appeal,
    begin_care,
    confirm_behaviour,
    decide_appeal,
    end_conversation,
    extend_cool_off,
    file_appeal,
    lift_measure,
    open_early,
    propose_measure,
    tell_customer,
    warn_customer,
)
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import Measure, Notice
from tests.factories import make_agent, make_customer_message, make_house

pytestmark = pytest.mark.django_db
INSULT = "Wat ben jij een sukkel."
THREE_PARTS = Warned("Ik help u graag.", "U schreef: ‘sukkel’.", "Anders stop ik dit gesprek.")


@pytest.fixture
def insult(team):
    make_house(undo_seconds=0)
    return make_customer_message(team=team, text=INSULT, name="R. Hoekstra")


@pytest.fixture
def sanne(team):
    return make_agent(name="Sanne Vos", team=team, roles=[Role.AGENT, Role.LEAD])


@pytest.fixture
def confirmed(insult, noor):
    """Say how far the words went, as a person does."""

    def confirm(level):
        return confirm_behaviour(
            message=insult,
            conversation=insult.conversation,
            level=level,
            quotes=[INSULT],
            by=noor,
        )

    return confirm


@pytest.fixture
def warned(insult, noor, confirmed):
    def warn(**changes):
        confirmed(Level.PERSONAL)
        return warn_customer(
            conversation=insult.conversation,
            by=noor,
            warned=THREE_PARTS,
            submission=uuid4(),
            **changes,
        )

    return warn


@pytest.fixture
def ended(insult, noor):
    """End the conversation; with a ground if one was confirmed."""
    return partial(
        end_conversation,
        conversation=insult.conversation,
        by=noor,
        words="U schreef: ‘sukkel’. Daarom stop ik dit gesprek.",
        submission=uuid4(),
    )


@pytest.fixture
def marked(insult, confirmed, noor, sanne):
    """An attention mark that the customer was told of, in the conversation."""

    def mark():
        ground = confirmed(Level.SERIOUS)
        proposed = propose_measure(
            case=insult.case, by=noor, kind=Kind.FLAG, grounds=[ground], reason="Het was ernstig."
        )
        approved = approve_measure(measure=proposed, by=sanne)
        return tell_customer(
            measure=approved,
            by=sanne,
            text="Er staat een aandachtsmarkering.",
            way=Notice.Way.CHANNEL,
            submission=uuid4(),
        )

    return mark


@pytest.fixture
def told(signed_in, insult):
    """The lines about what happened in the case, as they stand on its page."""

    def lines():
        page = signed_in.get(reverse("inbox:case", args=[insult.case_id])).text
        found = re.findall(r'<li class="event".*?</li>(?=\s*<li|\s*</ol)', page, re.DOTALL)
        without = (re.sub(r"<[^>]+>", " ", html.unescape(each)) for each in found)
        return " | ".join(" ".join(each.split()) for each in without)

    return lines


@pytest.fixture
def limit_line(signed_in, insult, seen):
    """The quiet lines at the top of the case about what is in force."""

    def line():
        answer = signed_in.get(reverse("inbox:case", args=[insult.case_id]))
        found = re.search(r'<ul class="limits-now".*?</ul>', answer.text, re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""

    return line


def pass_by(measure, **time):
    """Let a measure have begun and ended that much earlier."""
    earlier = timedelta(**time)
    moved = {name: getattr(measure, name) - earlier for name in ("begins_at", "ends_at", "told_at")}
    Measure.objects.filter(pk=measure.pk).update(**moved)


def test_warning_stands_in_the_case_for_as_long_as_it_counts(warned, told):
    measure = warned()
    assert "Noor gaf een waarschuwing." in told()
    pass_by(measure, hours=25)
    assert "waarschuwing" not in told()


def test_warning_given_aloud_is_said_to_be_so(warned, told):
    warned(is_spoken=True)
    assert "Noor gaf hardop een waarschuwing." in told()


def test_composer_says_that_chat_is_closed_and_lets_the_agent_write(
    signed_in, insult, confirmed, ended
):
    confirmed(Level.SERIOUS)
    ended()
    address = reverse("inbox:case", args=[insult.case_id])
    page = " ".join(signed_in.get(address).text.split())

    assert "is voor R. Hoekstra dicht tot" in page
    assert "Mailen kan wel." in page
    assert 'name="text"' in page

    hours = timezone.now() - timedelta(hours=3)
    Measure.objects.update(begins_at=hours, told_at=hours, ends_at=hours + timedelta(hours=2))
    assert "is voor R. Hoekstra dicht tot" not in signed_in.get(address).text


def test_stopped_conversation_says_until_when_and_leaves_nothing(confirmed, ended, told):
    confirmed(Level.SERIOUS)
    measure = ended()
    clock = f"{timezone.localtime(measure.ends_at):%-H.%M}"
    assert re.search(
        rf"Noor stopte het gesprek\. Chat en telefoon zijn dicht tot (.* )?{clock} uur", told()
    )
    pass_by(measure, hours=3)
    assert "stopte" not in told()


def test_stop_without_ground_names_nobody_and_says_who_goes_on(ended, told):
    ended()
    assert "Het gesprek is gestopt. Een collega belt de klant terug." in told()
    assert "Noor stopte" not in told()


def test_longer_and_opened_early_are_said_with_the_end_and_not_for_long(
    confirmed, ended, told, sanne
):
    confirmed(Level.SERIOUS)
    measure = ended()
    extend_cool_off(measure=measure, by=sanne, hours=24, reason="Ook de collega van vanavond.")
    assert "Sanne maakte de afkoelperiode langer: tot" in told()
    assert "Ook de collega van vanavond." in told()
    assert "dicht tot" not in told()
    measure.refresh_from_db()
    open_early(measure=measure, by=sanne, reason="Hij is rustig.")
    assert "Sanne opende chat en telefoon eerder weer." in told()
    assert "stopte het gesprek" not in told()
    pass_by(measure, hours=24)
    assert "Sanne" not in told()


def test_mark_is_told_with_its_date_and_office_work_is_not(marked, told, limit_line):
    measure = marked()
    lines = told()
    assert "Sanne vertelde de klant over een aandachtsmarkering, tot" in lines
    assert "stelde" not in lines
    assert "keurde" not in lines
    assert "uur" not in re.search(r"Aandachtsmarkering, tot [^.]*\.", limit_line())[0]
    pass_by(measure, days=91)
    assert "aandachtsmarkering, tot" not in told()
    assert limit_line() == ""


def test_mark_that_ends_today_shows_a_clock(marked, limit_line):
    measure = marked()
    end = timezone.localtime().replace(hour=23, minute=59, second=59)
    Measure.objects.filter(pk=measure.pk).update(ends_at=end)
    assert "Aandachtsmarkering, tot 23.59 uur" in limit_line()


def test_mark_that_ended_early_is_news_for_a_day(marked, told, sanne):
    measure = marked()
    lift_measure(measure=measure, by=sanne, reason="Hij is al weken rustig.")
    assert "Sanne beëindigde de aandachtsmarkering eerder." in told()
    yesterday = timezone.now() - timedelta(hours=25)
    Measure.objects.filter(pk=measure.pk).update(ended_at=yesterday)
    assert "aandachtsmarkering" not in told()


def test_while_a_life_may_be_in_danger_no_limit_is_told(warned, told, insult, sanne):
    warned()
    begin_care(case=insult.case, by=sanne)
    assert "waarschuwing" not in told()


def test_upheld_appeal_leaves_only_the_message_that_it_counts_for_nothing(
    marked, told, limit_line, signed_in, insult
):
    measure = marked()
    judge = make_agent(roles=[Role.COMPLAINTS])
    appeal = file_appeal(measure=measure, words="Dat was ik niet.")
    assign_appeal(appeal=appeal, to=judge, by=judge)
    decide_appeal(
        appeal=appeal,
        by=judge,
        outcome=Outcome.UPHELD,
        reason="De woorden waren van iemand anders.",
        submission=uuid4(),
    )
    page = signed_in.get(reverse("inbox:case", args=[insult.case_id])).text
    assert "De maatregel is ingetrokken: die geldt niet en telt nergens mee." in page
    assert "onterecht" not in page.lower()
    assert "aandachtsmarkering" not in told()
    assert limit_line() == ""


def test_message_that_did_not_arrive_is_told_on_the_case_and_where_it_is_stopped(
    confirmed, ended, limit_line, signed_in, insult, seen
):
    confirmed(Level.SERIOUS)
    measure = ended()
    unread = "De klant heeft dit misschien niet gelezen: het bericht is niet aangekomen."
    stopped = reverse("inbox:limits", args=[insult.case_id])
    assert unread not in limit_line()
    mark_failed(reply=measure.notices.get().message, why="De mailbox bestaat niet.")
    assert unread in limit_line()
    answer = signed_in.get(stopped)
    assert unread in seen(answer)
    assert f"#message-{measure.notices.get().message_id}" in answer.text


@pytest.mark.parametrize("place", ["case", "limits"])
def test_who_answers_customers_reaches_the_proposal_and_the_register(
    place, client, insult, sanne, confirmed
):
    client.force_login(sanne)
    page = client.get(reverse(f"inbox:{place}", args=[insult.case_id])).text
    for name in ("limits-propose", "limits-record"):
        address = reverse(f"office:{name}", args=[insult.case_id])
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
