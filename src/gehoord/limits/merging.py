"""What house rules do when a person says that two customers are one, or two after all."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent
from gehoord.cases.actions import hold_until
from gehoord.cases.merging import CASES
from gehoord.cases.models import Case
from gehoord.contacts.merging import Holder, Rows
from gehoord.contacts.models import Customer, Merge
from gehoord.limits.closing import closing
from gehoord.limits.keeping import history_of, now_by
from gehoord.limits.ladder.merging import may_merge, may_split
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Behaviour, CrisisCare, ErasureWaiting, Held, Incident, Measure

BEHAVIOURS = "limits.behaviour.customer"
MEASURES = "limits.measure.customer"
CARE = "limits.crisiscare.customer"
INCIDENTS = "limits.incident.customer"


class LimitsOfCustomer(Holder):
    """A measure holds for the person: over all addresses he turns out to have, and no others."""

    def why_not_merged(self, one: Customer, other: Customer, by: Agent) -> str:
        if ErasureWaiting.objects.filter(customer__in=[one, other]).exists():
            return _("One of the two asked to be erased. That goes first.")
        try:
            may_merge(history_of(one), history_of(other), now_by(by))
        except NotAllowed as refused:
            return str(refused)
        return ""

    def merged(self, merge: Merge) -> None:
        """He may write from an address where nobody ever told him: there he hears it again."""
        now = merge.customer.measures.in_force(timezone.now())
        Held.objects.filter(measure__in=now, is_explained=True).update(is_explained=False)

    def goes_along(self, merge: Merge, going: Rows) -> Rows:
        cases = going.get(CASES, set())
        said = Behaviour.objects.filter(
            customer=merge.customer, conversation__case__in=cases
        ).values_list("pk", flat=True)
        his = going.get(BEHAVIOURS, set()) | set(said)
        in_his_cases = {"customer": merge.customer, "case__in": cases}
        return {
            BEHAVIOURS: his,
            MEASURES: {each.pk for each in _since(merge, going) if _is_his(each, his, cases)},
            CARE: set(CrisisCare.objects.filter(**in_his_cases).values_list("pk", flat=True)),
            INCIDENTS: set(Incident.objects.filter(**in_his_cases).values_list("pk", flat=True)),
        }

    def why_not_split(self, merge: Merge, going: Rows, by: Agent) -> str:
        if ErasureWaiting.objects.filter(customer=merge.customer).exists():
            return _("This customer asked to be erased. That goes first.")
        his = frozenset(going.get(BEHAVIOURS, set()))
        try:
            may_split(history_of(merge.customer), now_by(by), going=his)
        except NotAllowed as refused:
            return str(refused)
        return ""

    def split(self, merge: Merge, other: Customer, going: Rows, by: Agent) -> None:
        for one, not_his in ((merge.customer, other), (other, merge.customer)):
            _let_in(one, not_his)


def _since(merge: Merge, going: Rows) -> list[Measure]:
    known = going.get(MEASURES, set())
    rows = merge.customer.measures.exclude(pk__in=known)
    return list(rows.filter(proposed_at__gte=merge.at).prefetch_related("grounds"))


def _is_his(measure: Measure, behaviours: set[int], cases: set[int]) -> bool:
    grounds = {ground.pk for ground in measure.grounds.all()}
    return grounds <= behaviours if grounds else measure.case_id in cases


def _let_in(one: Customer, not_his: Customer) -> None:
    """What waited only because of the other's measure waits no longer."""
    written_by_him = Q(message__conversation__address__customer=one)
    waited = Held.objects.filter(written_by_him, measure__customer=not_his)
    cases = Case.objects.held().filter(messages__held__in=waited).distinct()
    now = timezone.now()
    for case in list(cases):
        found = closing(one, channel=case.last_channel, at=now)
        hold_until(cases=[case.pk], until=found.waits_until if found else None)
    waited.delete()
