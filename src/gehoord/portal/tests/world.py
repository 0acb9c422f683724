"""A customer on five addresses and three channels, and everybody around him."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db.models import F
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.models import Case, Message
from gehoord.channels.contract import IncomingMessage
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.reading_in import read_due_mail
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.inbound import accept, read_due_inbound
from gehoord.channels.registry import register
from gehoord.contacts.actions import add_address, merge_customers, split_customer
from gehoord.contacts.models import Address, Customer, Merge
from gehoord.limits.actions import decide_held, extend_cool_off, lift_measure, note_breach
from gehoord.limits.ladder.course import DECIDED
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import CrisisCare, Held, Measure
from gehoord.limits.tests.measures import make_measure
from gehoord.portal.tests.conftest import Widget
from gehoord.portal.tests.stopped import Pager
from tests.factories import make_agent, make_site, make_team

LIVE = {"webchat", "whatsapp"}
TERMS = [
    {},
    {"writing_only": True},
    {"channels": ["email"]},
    {"channels": ["webchat"]},
    {"channels": ["webchat", "whatsapp"]},
]
MOMENTS = {
    Measure: ("begins_at", "ends_at", "told_at", "hear_by", "proposed_at"),
    Case: ("held_until", "opened_at", "last_message_at"),
    CrisisCare: ("begun_at", "until"),
}


class World:
    """One customer and everybody around him."""

    def __init__(self, seed: int) -> None:
        register(Pager())
        self.chance, self.number = Random(seed), 0
        self.team = make_team()
        self.site = make_site(team=self.team)
        Mailbox.objects.create(address="service@winkel.example", name="Winkel", team=self.team)
        self.agent = make_agent(team=self.team)
        self.manager = make_agent(roles=[Role.LEAD, Role.MANAGER])
        self.widgets = {name: Widget(self.site).start() for name in ("one", "two", "stranger")}
        self.threads: list[str] = []
        self.explained_before: set[int] = set()
        self.explained_times = 0
        first = self.chats("one")
        self.customer = first.case.customer
        self.chats("two")
        also = Address.objects.exclude(customer=self.customer).get().customer
        self.merges = [self.turns_out_to_be(also)]
        for channel, name in (("email", "hij@klant.example"), ("whatsapp", "+31600000000")):
            add_address(customer=self.customer, channel=channel, external_id=name)
        self.mails = ["hij@klant.example"]

    # ── The doors ────────────────────────────────────────────────────────────────────────────

    def words(self) -> str:
        self.number += 1
        return f"Bericht {self.number} over mijn kast."

    def chats(self, name: str) -> Message:
        words = self.words()
        assert self.widgets[name].write(words).status_code == 200
        read_due_inbound()
        assert words in self.widgets[name].texts()
        return Message.objects.get(text=words)

    def mailed(self, sender: str, *, cc: str = "", answers: str = "") -> Message:
        words = self.words()
        raw = letter(words, sender=sender, cc=cc, answers=answers, subject=f"Over {self.number}")
        row = store_mail(mailbox=Mailbox.objects.get(), arrived=Arrived(raw=raw))
        read_due_mail()
        row.refresh_from_db()
        assert row.message is not None, row.problem
        self.threads.append(row.message.external_id)
        return row.message

    def rings(self) -> Message:
        now, words = timezone.now(), self.words()
        incoming = IncomingMessage(f"piep-{self.number}", "+31600000000", words, now)
        accept(channel="whatsapp", incoming=incoming, team=self.team)
        read_due_inbound()
        return Message.objects.get(text=words)

    # ── Who writes ───────────────────────────────────────────────────────────────────────────

    def he_writes(self) -> None:
        closed = {channel: self.is_closed(channel) for channel in ("webchat", "email", "whatsapp")}
        act = self.chance.choice([*[self.he_mails] * 2, self.he_chats, self.rings])
        message = act()
        writer = "email" if act == self.he_mails else message.conversation.channel
        assert Held.objects.filter(message=message).exists() == closed[writer]
        assert self.is_seen(message) != closed[writer]
        assert Case.objects.visible_to(self.manager).filter(pk=message.case_id).exists()

    def he_chats(self) -> Message:
        return self.chats(self.chance.choice(["one", "two"]))

    def he_mails(self) -> Message:
        typed = self.chance.choice([str, str.upper, str.title])(self.chance.choice(self.mails))
        cc = self.chance.choice(["", "zus@klant.example"])
        return self.mailed(f"R. Hoekstra <{typed}>", cc=cc, answers=self.some_thread())

    def somebody_else_writes(self) -> None:
        act = self.chance.choice(["sister", "stranger", "chat"])
        if act == "chat":
            message = self.chats("stranger")
        elif act == "sister":
            his = self.chance.choice(["", self.chance.choice(self.mails)])
            message = self.mailed("Zus <zus@klant.example>", cc=his, answers=self.some_thread())
        else:
            message = self.mailed("R. Hoekstra <hij@klant.example.org>")
        assert self.is_seen(message)
        assert not Held.objects.filter(message=message).exists()

    def some_thread(self) -> str:
        return self.chance.choice(["", *self.threads[-6:]])

    def gets_an_address(self) -> None:
        name = f"ook{self.number}-{len(self.mails)}@klant.example"
        assert add_address(customer=self.customer, channel="email", external_id=name)
        self.mails.append(name)

    def loses_an_address(self) -> None:
        """An address turns out to be nobody's any more."""
        if len(self.mails) > 1:
            gone = self.mails.pop()
            Address.objects.filter(external_id=gone, conversations=None).delete()
            if Address.objects.filter(external_id=gone).exists():
                self.mails.append(gone)

    def turns_out_to_be(self, other: Customer) -> Merge:
        """A colleague sees that he is the same; what is decided is explained there too."""
        explained = Held.objects.filter(measure__in=self.measures(), is_explained=True)
        told = set(explained.values_list("measure", flat=True))
        merge = merge_customers(customers=(self.customer, other), why="Stem.", by=self.manager)
        assert merge.customer == self.customer
        self.explained_times += len(told)
        self.explained_before |= told
        return merge

    def is_somebody_new(self) -> None:
        """Nobody knows yet that it is him; then somebody sees it."""
        name = f"nieuw{self.number}@klant.example"
        message = self.mailed(f"Anders <{name}>")
        assert self.is_seen(message)
        self.merges.append(self.turns_out_to_be(message.case.customer))
        self.mails.append(name)

    def was_somebody_else(self) -> None:
        """It was a mistake: the other is a stranger again, and all he wrote is seen."""
        if len(self.merges) < 2:
            return
        merge = self.merges.pop()
        [name] = merge.addresses.values_list("external_id", flat=True)
        # What he read there was not meant for him; who it was meant for hears it when he writes.
        to_him = Held.objects.filter(
            is_explained=True, message__conversation__address__external_id=name
        )
        self.explained_times += to_him.count()
        self.explained_before |= set(to_him.values_list("measure", flat=True))
        other = split_customer(merge=merge, by=self.manager)
        self.mails.remove(name)
        assert not Case.objects.held().filter(customer=other).exists()
        assert self.is_seen(self.mailed(f"Anders <{name}>"))

    # ── What is decided ──────────────────────────────────────────────────────────────────────

    def measures(self) -> list[Measure]:
        return list(self.customer.measures.in_force(timezone.now()))

    def is_closed(self, channel: str) -> bool:
        """Said again in plain words, apart from the program."""
        if self.customer.crisis_care.filter(until__gt=timezone.now()).exists():
            return False
        return any(closes(each, channel) for each in self.measures())

    def somebody_decides(self) -> None:
        kind = self.chance.choice([Kind.COOL_OFF, Kind.ARRANGEMENT, Kind.BLOCK, Kind.FLAG])
        hours = self.chance.choice([1, 2, 24, 500])
        now = timezone.now()
        soon = now + timedelta(hours=3) if kind in DECIDED and hours > 24 else None
        make_measure(
            self.customer,
            kind,
            ends_at=now + timedelta(hours=hours),
            hear_by=soon,
            terms=self.chance.choice(TERMS) if kind == Kind.ARRANGEMENT else {},
        )

    def somebody_changes_it(self) -> None:
        if not (found := self.measures()):
            return
        measure = self.chance.choice(found)
        change = self.chance.choice(["lift", "extend", "breach"])
        if change == "lift":
            lift_measure(measure=measure, by=self.manager, reason="Het is rustig.")
        elif change == "breach" and measure.kind == Kind.ARRANGEMENT:
            note_breach(measure=measure, by=self.agent)
        elif measure.kind == Kind.COOL_OFF and not measure.is_extended:
            day = measure.begins_at + timedelta(hours=24)
            if measure.ends_at < day:
                extend_cool_off(measure=measure, by=self.manager, hours=24, reason="Nodig.")

    def a_decider_looks(self) -> None:
        case = Case.objects.held().order_by("?").first()
        if case is not None:
            through = self.chance.random() < 0.4
            decide_held(case=case, by=self.manager, is_let_through=through)

    def time_passes(self) -> None:
        by = timedelta(minutes=self.chance.choice([1, 30, 61, 119, 1441]))
        for model, names in MOMENTS.items():
            model.objects.update(**{name: F(name) - by for name in names})

    def his_life_comes_first(self) -> None:
        now = timezone.now()
        CrisisCare.objects.create(
            customer=self.customer,
            case=self.customer.cases.first(),
            begun_at=now,
            until=now + timedelta(hours=1),
            closed_at=now,
        )

    # ── What always holds ────────────────────────────────────────────────────────────────────

    def is_seen(self, message: Message) -> bool:
        return Case.objects.visible_to(self.agent).filter(pk=message.case_id).exists()

    def check(self) -> None:
        assert Message.objects.from_customers().count() == self.number
        force = {each.pk for each in self.measures()}
        for case in Case.objects.held():
            waiting = case.messages.from_customers()
            assert waiting.exists()
            assert not waiting.filter(held=None).exists(), "kept apart, and on nobody's list"
            reasons = {each.held.measure_id for each in waiting.select_related("held")}
            assert force, f"kept apart for nothing: {reasons}"
        told = Message.objects.filter(is_automatic=True).count()
        explained = Held.objects.filter(is_explained=True).count()
        assert told == explained + self.explained_times
        own = Held.objects.filter(message__case__customer=self.customer)
        assert set(own.values_list("measure", flat=True)) <= self.explained_before | set(
            own.filter(is_explained=True).values_list("measure", flat=True)
        )


def closes(measure: Measure, channel: str) -> bool:
    if measure.kind == Kind.BLOCK:
        return True
    if measure.kind == Kind.COOL_OFF:
        return channel in LIVE
    if measure.kind != Kind.ARRANGEMENT:
        return False
    allowed = measure.terms.get("channels")
    if allowed and channel not in allowed:
        return True
    return bool(measure.terms.get("writing_only")) and channel in LIVE
