"""Loading the demonstration: where nothing is yet, and where something is."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from gehoord.accounts.models import House, Team
from gehoord.cases.models import Case, Draft
from gehoord.cases.stages import Stage
from gehoord.contacts.models import Channel, Customer
from gehoord.demo.actions import load_demonstration, remove_demonstration
from gehoord.demo.letters import all_threads
from gehoord.demo.models import DemoRecord
from gehoord.demo.tests.conftest import PASSWORD, ordinary_cases
from gehoord.limits.models import HouseRules
from tests.factories import make_agent, make_house, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.GEHOORD_DEMO = True


def load(count: int = 2) -> None:
    load_demonstration(password=PASSWORD, count=count)


def test_load_refuses_where_somebody_works():
    make_agent(team=make_team())

    with pytest.raises(CommandError, match="already"):
        call_command("demo_load", stdout=StringIO())
    assert not DemoRecord.objects.exists()


def test_load_refuses_outside_a_demonstration(settings):
    settings.GEHOORD_DEMO = False

    with pytest.raises(CommandError, match="GEHOORD_DEMO=yes"):
        call_command("demo_load", stdout=StringIO())
    assert not Team.objects.exists()


def test_load_keeps_the_name_of_a_house_that_has_one():
    make_house(name="Ons huis")
    load()
    remove_demonstration()

    assert House.current().name == "Ons huis"


def test_load_leaves_a_draft_for_the_coach_and_cases_with_the_complaints_team():
    load(150)

    assert Draft.objects.filter(author__isnull=False).exists()
    assert Case.objects.open().of_team(Team.objects.get(name="Klachten")).count() >= 3
    assert ordinary_cases().count() == 150 + len(all_threads())
    chatting = Customer.objects.filter(
        cases__in=ordinary_cases(), addresses__channel=Channel.WEBCHAT
    )
    assert chatting.distinct().count() == 60
    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage)


def test_nobody_outside_is_called_while_it_is_loaded(settings):
    settings.GEHOORD_HELP_ALERTS = ["json://nobody.example"]
    load()

    assert not apps.get_model("limits", "OutsideAlert").objects.exists()
    assert settings.GEHOORD_HELP_ALERTS == ["json://nobody.example"]


def test_house_rules_somebody_filled_in_stay_before_and_after(settings):
    rules = HouseRules.current()
    rules.stance = "Onze eigen eerste zin."
    rules.save()
    load()
    call_command("demo_remove", stdout=StringIO())

    assert HouseRules.current().stance == "Onze eigen eerste zin."
