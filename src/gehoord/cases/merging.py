"""What cases do when a person says that two customers are one, or two after all."""

from __future__ import annotations

from collections.abc import Iterable

from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.models import Case, Event
from gehoord.contacts.merging import Holder, Rows
from gehoord.contacts.models import Address, Customer, Merge

CASES = "cases.case.customer"


class CasesOfCustomer(Holder):
    """Tells on every case that changed hands who did that."""

    def merged(self, merge: Merge) -> None:
        _tell(merge.rows.get(CASES, ()), by=merge.by)

    def goes_along(self, merge: Merge, going: Rows) -> Rows:
        """Cases he began since, and only he wrote in."""
        his = Address.objects.filter(pk__in=merge.addresses)
        others = Address.objects.filter(customer=merge.customer).exclude(pk__in=his)
        since = Case.objects.filter(customer=merge.customer, conversations__address__in=his)
        alone = since.exclude(conversations__address__in=others)
        return {CASES: set(alone.values_list("pk", flat=True))}

    def split(self, merge: Merge, other: Customer, going: Rows, by: Agent) -> None:
        _tell(going.get(CASES, ()), by=by, is_split=True)


def _tell(numbers: Iterable[int], *, by: Agent | None, is_split: bool = False) -> None:
    for case in Case.objects.filter(pk__in=numbers).order_by("pk"):
        if is_split:
            record(case=case, kind=Event.Kind.CUSTOMER, actor=by, split=True)
        else:
            record(case=case, kind=Event.Kind.CUSTOMER, actor=by, merged=True)
        announce(case)
