from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.models import Delivery, Message
from gehoord.coaching.actions import count_use
from gehoord.coaching.models import RuleUse
from gehoord.coaching.rule_use import forget_old_use, forget_sizes
from gehoord.office.coach_use import forget_use_of_few, months
from tests.factories import make_agent, make_case, make_house, make_reply, make_team

pytestmark = pytest.mark.django_db
PAGE = reverse("office:coach-use")


def last_month():
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def used():
    """A team in which so many agents sent a reply in a month, with totals of that month."""
    make_house(undo_seconds=0)

    def make(authors, *, name="Wonen", month=None, shown=40, taken=30):
        team, month = make_team(name=name), month or last_month()
        at = timezone.make_aware(datetime(month.year, month.month, 15, 12))
        for number in range(authors):
            agent = make_agent(team=team, name=f"Noor{number} Haan")
            reply = make_reply(case=make_case(team=team), author=agent)
            Message.objects.filter(pk=reply.pk).update(delivery=Delivery.SENT, written_at=at)
        RuleUse.objects.create(
            team=team, rule="EXC-01", month=month, shown=shown, taken=taken, left=shown - taken
        )
        return team

    return make


@pytest.fixture
def sign_in(client):
    def enter(*roles, team=None):
        agent = make_agent(roles=roles, team=team, name="Esra Kaya")
        client.force_login(agent)
        return agent

    return enter


def test_ten_agents_who_sent_replies_make_a_total_that_is_shown(client, used, sign_in):
    used(10)
    sign_in(Role.MANAGER)

    page = client.get(PAGE).text

    assert "EXC-01" in page
    assert "75%" in page
    assert "Noor" not in page


def test_nine_agents_are_too_few_and_the_page_says_why(client, used, sign_in):
    used(9)
    sign_in(Role.MANAGER)

    page = client.get(PAGE).text

    assert "minder dan 10 medewerkers" in page
    assert "EXC-01" not in page
    assert "75%" not in page


def test_many_replies_of_few_agents_are_still_few_agents(client, used, sign_in):
    team = used(2)
    author = make_agent(team=team)
    at = Message.objects.to_customers().first().written_at
    for _ in range(12):
        reply = make_reply(case=make_case(team=team), author=author)
        Message.objects.filter(pk=reply.pk).update(delivery=Delivery.SENT, written_at=at)
    sign_in(Role.ADMIN)

    assert "EXC-01" not in client.get(PAGE).text


def test_running_month_is_not_shown_because_one_could_look_twice(client, used, sign_in):
    used(10, month=timezone.localdate().replace(day=1))
    sign_in(Role.MANAGER)

    this = f"{timezone.localdate():%Y-%m}"
    assert "EXC-01" not in client.get(PAGE).text
    assert "EXC-01" not in client.get(PAGE, {"month": this}).text
    assert timezone.localdate().replace(day=1) not in months()


def test_advice_that_was_hardly_shown_is_left_out(client, used, sign_in):
    used(10, shown=9, taken=9)
    sign_in(Role.MANAGER)

    page = client.get(PAGE).text

    assert "EXC-01" not in page
    assert "Geen regel is deze maand 10 keer" in page


def test_lead_sees_the_own_teams_only_and_finds_the_page_in_the_menu(client, used, sign_in):
    own, _other = used(10, name="Wonen"), used(10, name="Energie")
    sign_in(Role.LEAD, team=own)

    page = client.get(PAGE).text

    assert "<h2>Wonen</h2>" in page
    assert "Energie" not in page
    assert page.count(f'href="{PAGE}" aria-current') == 2
    assert reverse("office:style") not in page


def test_advice_is_counted_per_team_and_month_and_nothing_else():
    team = make_team()
    for _ in range(10):
        make_agent(team=team)

    for how in ("shown", "shown", "taken", "left"):
        count_use(team_id=team.pk, rule="EXC-01", how=how)

    row = RuleUse.objects.get()
    assert (row.shown, row.taken, row.left) == (2, 1, 1)
    assert row.month == timezone.localdate().replace(day=1)
    names = {field.name for field in RuleUse._meta.get_fields()}
    assert names == {"id", "team", "rule", "month", "shown", "taken", "left"}


def test_team_of_fewer_than_ten_has_no_rows_at_all():
    team = make_team()
    for _ in range(9):
        make_agent(team=team)
    make_agent(team=team, roles=[Role.ADMIN])
    count_use(team_id=team.pk, rule="EXC-01", how="shown")
    assert not RuleUse.objects.exists()

    make_agent(team=team)
    forget_sizes()
    count_use(team_id=team.pk, rule="EXC-01", how="shown")
    assert RuleUse.objects.count() == 1


@pytest.mark.parametrize("rule", ["", "Noor Haan", "EXC-99", "HUIS-x", "x" * 5000])
def test_nothing_but_rules_can_be_counted(rule):
    team = make_team()
    for _ in range(10):
        make_agent(team=team)

    count_use(team_id=team.pk, rule=rule, how="shown")

    assert not RuleUse.objects.exists()


def test_only_three_things_can_be_counted():
    with pytest.raises(ValueError, match="dismissed"):
        count_use(team_id=1, rule="EXC-01", how="dismissed")


def test_months_roll_off(used):
    used(10)
    team = make_team()
    old = timezone.localdate().replace(day=1) - timedelta(days=400)
    RuleUse.objects.create(team=team, rule="EXC-01", month=old.replace(day=1), shown=5)

    assert forget_old_use() == 1
    assert RuleUse.objects.get().month == last_month()


def test_ended_month_of_few_agents_is_deleted_at_night(used):
    used(10, name="Wonen")
    used(9, name="Energie")
    running = used(1, name="Klachten", month=timezone.localdate().replace(day=1))

    assert forget_use_of_few() == 1

    assert {row.team.name for row in RuleUse.objects.all()} == {"Wonen", running.name}
