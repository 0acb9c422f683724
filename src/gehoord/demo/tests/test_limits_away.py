"""Limits, help and safety come with the demonstration, and go with it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from gehoord.accounts.models import Agent, AuditEvent
from gehoord.cases.models import Case
from gehoord.contacts.models import Customer
from gehoord.demo.actions import load_demonstration
from gehoord.limits.models import EvidencePack, HouseRules
from gehoord.privacy.actions import erase_customer
from tests.factories import make_case, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.GEHOORD_DEMO = True


def load() -> None:
    load_demonstration(password="een lang wachtwoord", count=2)


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


def test_remove_takes_limits_help_and_safety_away_with_their_files(tmp_path):
    load()
    copies = [tmp_path / path for path in EvidencePack.objects.values_list("path", flat=True)]
    assert copies
    assert all(copy.exists() for copy in copies)

    call_command("demo_remove", stdout=StringIO())

    assert left_of_limits() == {}
    assert not AuditEvent.objects.exists()
    assert not any(copy.exists() for copy in copies)


def test_remove_after_erasing_leaves_no_name_and_no_incident():
    load()
    officer = Agent.objects.get(email__startswith="joris")
    is_gone = {
        name: erase_customer(customer=Customer.objects.get(name=name), actor=officer)
        for name in ("Frans Kuipers", "Erik Baltus", "Dennis Kuijpers")
    }
    # What holds stays until it is over; what is over goes at once.
    assert is_gone == {"Frans Kuipers": True, "Erik Baltus": False, "Dennis Kuijpers": False}

    call_command("demo_remove", stdout=StringIO())

    assert set(left_of_limits()) <= {"PastMeasure"}
    assert not Customer.objects.exists()


def test_remove_keeps_what_is_real():
    load()
    real = make_case(team=make_team(), text="Ik ben een echte klant.", name="Echte Klant")
    call_command("demo_remove", stdout=StringIO())

    assert Case.objects.get() == real


def left_of_limits() -> dict[str, int]:
    """How many rows of each kind limits still has."""
    models = apps.get_app_config("limits").get_models()
    found = {model.__name__: model._base_manager.count() for model in models}
    return {name: number for name, number in found.items() if number}
