"""Who may be the same person: customers that look alike, two side by side, and two again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent
from gehoord.cases.merging import CASES
from gehoord.cases.models import Case
from gehoord.cases.models.case import NUMBER
from gehoord.channels.email.identity import identity
from gehoord.contacts.merging import Rows, what_goes, why_not, why_not_split
from gehoord.contacts.models import Address, Channel, Customer, CustomerQuerySet, Merge
from gehoord.inbox.forms import MergeForm
from gehoord.inbox.limiting import measures_shown
from gehoord.inbox.listing import LONGEST_SEARCH
from gehoord.limits.models import Measure

MOST = 20
MOST_LOOKED_AT = 200
MOST_CASES = 10


@dataclass(frozen=True)
class Reached:
    """One channel on which a customer is reached, with his addresses if they say something."""

    channel: str
    at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """One customer who may be the same person, by the cases this agent may see."""

    customer: Customer
    number: int
    """The case by which he is found: what stands in the address of the next page."""
    cases: int
    last_at: datetime
    is_mail_same: bool
    why: tuple[str, ...]
    reached: tuple[Reached, ...]

    @property
    def mail(self) -> set[str]:
        """The e-mail addresses that stand in his channels already."""
        return {at for each in self.reached for at in each.at}


def reached(addresses: Iterable[Address]) -> tuple[Reached, ...]:
    """Where a customer is reached, by channel. What a chat calls its visitor is never shown."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        shown = found.setdefault(address.channel, [])
        if address.channel == Channel.EMAIL:
            shown.append(address.external_id)
    return tuple(Reached(channel, tuple(sorted(found[channel]))) for channel in sorted(found))


class Search:
    """The customers who may be the one of a case: those that look alike, or those looked for."""

    def __init__(self, case: Case, agent: Agent, *, words: str = "") -> None:
        self.case, self.agent = case, agent
        self.words = words.replace("\x00", "").strip()[:LONGEST_SEARCH]

    @cached_property
    def found(self) -> list[Candidate]:
        """At most twenty: the same e-mail address first, then the same name, then who wrote last."""
        others = {each.pk: each for each in self._others()}
        cases = Case.objects.listed_for(self.agent).filter(customer__in=others)
        known = cases.values("customer").annotate(
            number=Max("pk"), count=Count("pk"), last_at=Max("last_message_at")
        )
        rows = [self._candidate(others[row["customer"]], row) for row in known]
        rows.sort(key=lambda each: (each.is_mail_same, len(each.why), each.last_at), reverse=True)
        return rows[:MOST]

    @property
    def is_full(self) -> bool:
        """Whether there may be more than are shown."""
        return len(self.found) == MOST

    def _others(self) -> CustomerQuerySet:
        by_case = Exists(Case.objects.listed_for(self.agent).filter(customer=OuterRef("pk")))
        wanted = self._looked_for() if self.words else self._alike()
        customers = Customer.objects.filter(wanted).exclude(pk=self.case.customer_id)
        return customers.filter(by_case).prefetch_related("addresses")[:MOST_LOOKED_AT]

    def _looked_for(self) -> Q:
        if number := NUMBER.fullmatch(self.words):
            case = Case.objects.listed_for(self.agent).filter(pk=int(number[1]))
            return Q(pk__in=case.values("customer"))
        named = Customer.objects.found_by(self.words).values("pk")
        mailed = _mailed(external_id__istartswith=self.words)
        return Q(pk__in=named) | Q(pk__in=mailed)

    def _alike(self) -> Q:
        alike = Q(pk__in=_mailed(external_id__in=self._mail))
        for address in self._mail:
            alike |= Q(email__iexact=address)
        if name := self.case.customer.name.strip():
            # Not every database knows that É is a capital.
            written = {name.lower(), name.upper(), name.title()}
            alike |= Q(name__iexact=name) | Q(name__in=written)
        return alike

    @cached_property
    def _mail(self) -> set[str]:
        return _mail_of(self.case.customer)

    def _candidate(self, customer: Customer, row: dict[str, Any]) -> Candidate:
        why = []
        if is_mail_same := bool(self._mail & _mail_of(customer)):
            why.append(_("same e-mail address"))
        if _plain(customer.name) and _plain(customer.name) == _plain(self.case.customer.name):
            why.append(_("same name"))
        where = reached(customer.addresses.all())
        about = row["number"], row["count"], row["last_at"], is_mail_same
        return Candidate(customer, *about, tuple(why), where)


def _mailed(**which: Any) -> Any:
    return Address.objects.filter(channel=Channel.EMAIL, **which).values("customer")


def _mail_of(customer: Customer) -> set[str]:
    """Every e-mail address we know of somebody, as it was typed and as it is kept."""
    own = {each.external_id for each in customer.addresses.all() if each.channel == Channel.EMAIL}
    typed = {address.lower() for address in (*own, customer.email) if address}
    return typed | {identity(address) for address in typed}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


class Side:
    """One of the two customers, as an agent may know him."""

    def __init__(self, case: Case, agent: Agent) -> None:
        self.case, self.customer, self._agent = case, case.customer, agent

    @cached_property
    def reached(self) -> tuple[Reached, ...]:
        return reached(self.customer.addresses.all())

    @cached_property
    def cases(self) -> list[Case]:
        own = Case.objects.listed_for(self._agent).filter(customer=self.customer)
        return list(own.latest_first()[: MOST_CASES + 1])

    @property
    def has_more(self) -> bool:
        """Whether there are more cases than are shown."""
        return len(self.cases) > MOST_CASES

    @property
    def shown(self) -> list[Case]:
        return self.cases[:MOST_CASES]

    @cached_property
    def measures(self) -> list[Measure]:
        """What holds for this customer now, and would hold for both."""
        return measures_shown(self.case)


class MergePage:
    """Two customers side by side, and the question by what an agent sees that they are one."""

    def __init__(self, case: Case, other: Case, agent: Agent, *, data: Any = None) -> None:
        self.case, self.other = case, other
        self.sides = (Side(case, agent), Side(other, agent))
        self.form = MergeForm(data, seen=self.seen)
        self._agent = agent

    @cached_property
    def refused(self) -> str:
        """Why it cannot be done now; empty if it can. The action asks this itself."""
        return why_not(*self.customers, self._agent)

    @property
    def customers(self) -> tuple[Customer, Customer]:
        return self.case.customer, self.other.customer

    @property
    def seen(self) -> str:
        """Which two the agent has before him: meanwhile either may have become somebody else."""
        return "-".join(str(customer.pk) for customer in self.customers)

    @property
    def has_measures(self) -> bool:
        """Whether something was decided about either: a mistake would let a stranger read it."""
        return any(side.measures for side in self.sides)

    @property
    def called(self) -> str:
        """How the customer is called afterwards: as the one we know longest, if he has a name."""
        first, second = sorted(self.customers, key=lambda customer: customer.pk)
        return (first if first.name or not second.name else second).called


class SplitPage:
    """One customer who was two: what goes back to the other."""

    def __init__(self, case: Case, merge: Merge, agent: Agent) -> None:
        self.case, self.merge, self._agent = case, merge, agent

    @cached_property
    def _going(self) -> Rows:
        return what_goes(self.merge)

    @cached_property
    def refused(self) -> str:
        """Why it cannot be done now; empty if it can. The action asks this itself."""
        return why_not_split(self.merge, self._going, self._agent)

    @property
    def kept_name(self) -> str:
        """How the one who stays is called afterwards."""
        kept = self.merge.customer
        is_lent = "name" in self.merge.filled and kept.name == self.merge.name
        return Customer(pk=kept.pk).called if is_lent else kept.called

    @cached_property
    def _goes(self) -> list[Address]:
        return list(self.merge.addresses)

    @property
    def goes(self) -> tuple[Reached, ...]:
        """Where the one who is split off is reached."""
        return reached(self._goes)

    @property
    def stays(self) -> tuple[Reached, ...]:
        """Where the one who stays is reached."""
        others = self.merge.customer.addresses.exclude(pk__in=[each.pk for each in self._goes])
        return reached(others)

    @cached_property
    def cases(self) -> list[Case]:
        """The cases that go back, as far as this agent may see them."""
        own = Case.objects.listed_for(self._agent).filter(pk__in=self._going.get(CASES, ()))
        return list(own.latest_first())
