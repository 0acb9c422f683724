"""The names that occur in a case, so that they can be taken out of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from gehoord.cases.models import Case


def names_of(case: Case, agents: Iterable[str]) -> list[str]:
    """The customer and everybody of ours, in the words their names are made of."""
    return [*_people_of(case), *agents]


def agents_of(cases: Iterable[int]) -> defaultdict[int, set[str]]:
    """The names of everybody who answered or noted something in these cases."""
    names: defaultdict[int, set[str]] = defaultdict(set)
    found = Case.objects.filter(pk__in=cases)
    for who in ("messages__author", "notes__author"):
        rows = found.filter(**{f"{who}__isnull": False})
        for case, name, first in rows.values_list("pk", f"{who}__name", f"{who}__first_name"):
            names[case].update((name, first))
    return names


def _people_of(case: Case) -> Iterator[str]:
    yield case.customer.name
    yield case.customer.email.partition("@")[0]
    if case.owner is not None:
        yield f"{case.owner.name} {case.owner.first_name}"
