"""Limits, help and safety come with the demonstration, and go with it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from gehoord.accounts.models import Agent, AuditEvent
from gehoord.cases.models import Case
from gehoord.contacts.models import Customer
from gehoord.limits.models import EvidencePack
from gehoord.privacy.actions import erase_customer
from tests.factories import make_case, make_team


def test_remove_takes_limits_help_and_safety_away_with_their_files(demonstration):
    copies = [demonstration / path for path in EvidencePack.objects.values_list("path", flat=True)]
    assert copies
    assert all(copy.exists() for copy in copies)

    call_command("demo_remove", stdout=StringIO())

    assert left_of_limits() == {}
    assert not AuditEvent.objects.exists()
    assert not any(copy.exists() for copy in copies)


@pytest.mark.usefixtures("demonstration")
def test_remove_after_erasing_leaves_no_name_and_no_incident():
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


@pytest.mark.usefixtures("demonstration")
def test_remove_keeps_what_is_real():
    real = make_case(team=make_team(), text="Ik ben een echte klant.", name="Echte Klant")
    call_command("demo_remove", stdout=StringIO())

    assert Case.objects.get() == real


def left_of_limits() -> dict[str, int]:
    """How many rows of each kind limits still has."""
    models = apps.get_app_config("limits").get_models()
    found = {model.__name__: model._base_manager.count() for model in models}
    return {name: number for name, number in found.items() if number}
