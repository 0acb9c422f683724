"""No measure comes into being without a person: not by software, not past the actions."""

from __future__ import annotations

import ast
import inspect
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

import gehoord
from gehoord.accounts.models import Agent
from gehoord.jobs.nudges import _drains
from gehoord.jobs.timetable import _appointments
from gehoord.limits import actions
from gehoord.limits.keeping import take
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Behaviour, Measure
from tests.factories import make_agent, make_case, make_customer_message

SOURCE = Path(gehoord.__file__).parent
MODULES = [
    path
    for path in SOURCE.rglob("*.py")
    if not {"migrations", "tests"} & set(path.relative_to(SOURCE).parts)
]
FILES_AN_APPEAL = "file_appeal"
"""The only one without a person of ours: the customer does it, and it makes no measure."""
OF_THE_LADDER = ("confirming", "conversing", "deciding", "appealing")
STEPS = {
    name
    for name in actions.__all__
    if getattr(actions, name).__module__.rpartition(".")[2] in OF_THE_LADDER
    and not isinstance(getattr(actions, name), type)
    and name != FILES_AN_APPEAL
}
MAKES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}


def names_in(path: Path) -> set[str]:
    """Every name a module imports from the actions or the keeping of limits."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module.startswith(("gehoord.limits.actions", "gehoord.limits.keeping")):
                found |= {each.name for each in node.names}
            if node.module == "gehoord.limits":
                found |= {each.name for each in node.names} & {"actions", "keeping"}
    return found


def place(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def test_only_pages_of_people_take_a_step():
    """Who answers and who decides have their pages in inbox and office; nothing else may.

    Beside them the demonstration, whose invented people take their steps as people do.
    """
    callers = {place(path) for path in MODULES if names_in(path) & (STEPS | {"actions"})}
    allowed = ("limits/actions/", "inbox/", "office/", "privacy/", "demo/actions/")

    assert {each for each in callers if not each.startswith(allowed)} == set()
    assert {each for each in callers if each.endswith("tasks.py")} == set()


def test_only_the_actions_keep_what_the_ladder_says():
    keepers = {place(path) for path in MODULES if names_in(path) & {"keep", "take", "keeping"}}

    assert {each for each in keepers if not each.startswith("limits/actions/")} == set()


def test_measures_are_made_in_one_place():
    makers = {
        place(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _makes_measures(node.func)
    }

    assert makers == {"limits/keeping.py"}


def _makes_measures(called: ast.expr) -> bool:
    words = ast.unparse(called).split(".")
    makes = words[-1] in MAKES and bool({"Measure", "measures"} & set(words[:-1]))
    return makes or (words[-1:] == ["Measure"] and "models" in words)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_every_step_asks_who_takes_it(name):
    """`by` has no default and is no software: an agent who signed in."""
    by = inspect.signature(getattr(actions, name)).parameters["by"]

    assert by.kind is by.KEYWORD_ONLY
    assert by.default is by.empty
    assert by.annotation in (Agent, "Agent")


@pytest.mark.django_db
def test_nobody_takes_no_step():
    case = make_case()

    with pytest.raises(AttributeError):
        take(lambda *_: pytest.fail("went on"), customer=case.customer, by=None)  # type: ignore[arg-type]
    assert not Measure.objects.exists()


@pytest.mark.django_db
def test_whatever_customers_write_software_makes_no_measure(settings):
    """Everything that runs by itself runs; what it read is only shown."""
    for words in ("Ik weet waar je woont, ik maak je af.", "Jij vieze hoer.", "Kankerlijer!"):
        for _again in range(3):
            make_customer_message(sender="w", text=words)
    for work in _drains.values():
        work()
    for appointment in _appointments.values():
        appointment.work()

    assert not Measure.objects.exists()
    assert not Behaviour.objects.exists()


BEGUN = timezone.now()
IN_FORCE = {
    "state": State.ACTIVE,
    "begins_at": BEGUN,
    "told_at": BEGUN,
    "ends_at": BEGUN + timedelta(days=1),
    "reason": "Hierom.",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"proposed_by": None},
        {"begins_at": None},
        {"ends_at": None},
        {"ends_at": BEGUN},
        {"told_at": None},
        {"reason": ""},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_database_refuses_a_measure_without_person_end_notice_or_reason(wrong):
    values = {**IN_FORCE, "proposed_by": make_agent(), "proposed_at": BEGUN}
    row = Measure(customer=make_case().customer, kind=Kind.FLAG, **values | wrong)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
