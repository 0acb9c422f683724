"""How often a rule would fire on replies that were sent: counted in pieces, never per agent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Delivery, Message, MessageQuerySet
from gehoord.coaching.masking import masked
from gehoord.coaching.models import Reading
from gehoord.coaching.style.layers import OwnRule, Place
from gehoord.coaching.style.trying import SentReply, first_place, needs_thread
from gehoord.office.names import agents_of, names_of

LAST = 500
MOST_PLACES = 5
FEWEST_AUTHORS = 3
"""What fewer people wrote for a team is not counted: it would be about them."""
SECONDS = 1.2
AT_ONCE = 50
AROUND = 60
START, END = "\ue000", "\ue001"
"""Stand around the found words while names and numbers are taken out; no text has them."""
LEFT = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ)


@dataclass(frozen=True)
class Tally:
    """How far the counting is. `places` are the numbers of the first replies it fired in."""

    all: int = 0
    seen: int = 0
    fired: int = 0
    before: int = 0
    places: tuple[int, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.seen >= self.all

    @property
    def percent(self) -> int:
        """The share of the replies looked at in which the rule fires."""
        return round(100 * self.fired / self.seen) if self.seen else 0


@dataclass(frozen=True)
class Seen:
    """Words of ours in which a rule fires, with some before and after, without names."""

    before: str
    words: str
    after: str


def sent_in(place: Place) -> MessageQuerySet:
    """Replies of agents that left, for a team and a channel or for all."""
    replies = Message.objects.to_customers().filter(delivery__in=LEFT, author__isnull=False)
    if place.team:
        replies = replies.filter(case__team=place.team)
    if place.channel:
        replies = replies.filter(conversation__channel=place.channel)
    return replies


def is_about_enough_people(place: Place) -> bool:
    """Whether so many people wrote a team's last replies that a count is about none of them."""
    if not place.team:
        return True
    latest = sent_in(place).order_by("-pk").values("pk")[:LAST]
    authors = Message.objects.filter(pk__in=latest).values("author").distinct()
    return authors.count() >= FEWEST_AUTHORS


def count_on(rule: OwnRule | str, place: Place, tally: Tally) -> Tally:
    """Look at more of the last replies, for a second or so at most; go on until it `is_done`."""
    replies = sent_in(place).order_by("-pk")
    if not tally.seen:
        tally = replace(tally, all=min(replies.values("pk")[:LAST].count(), LAST))
    until = monotonic() + SECONDS
    while not tally.is_done and monotonic() < until:
        rest = replies.filter(pk__lt=tally.before) if tally.before else replies
        most = min(AT_ONCE, tally.all - tally.seen)
        piece = list(rest.select_related("case__customer", "conversation")[:most])
        if not piece:  # some were deleted meanwhile
            return replace(tally, all=tally.seen)
        tally = _counted(rule, piece, tally)
    return tally


def _counted(rule: OwnRule | str, piece: Sequence[Message], tally: Tally) -> Tally:
    before = _before(piece) if needs_thread(rule) else {}
    found = [reply.pk for reply in piece if _fires(rule, reply, before.get(reply.pk, ()))]
    return replace(
        tally,
        seen=tally.seen + len(piece),
        fired=tally.fired + len(found),
        before=piece[-1].pk,
        places=(*tally.places, *found)[:MOST_PLACES],
    )


def _fires(
    rule: OwnRule | str, reply: Message, before: Sequence[Message]
) -> tuple[int, int] | None:
    heard = [message.reading for message in before if message.is_from_customer and message.reading]
    last: Reading | None = heard[-1] if heard and heard[-1].counts else None
    return first_place(
        rule,
        SentReply(
            text=reply.text,
            channel=reply.conversation.channel,
            customer_name=reply.case.customer.name,
            anger=last.anger if last else 0,
            emotion=last.emotion if last else "neutral",
            thread=[("customer" if m.is_from_customer else "agent", m.text) for m in before],
        ),
    )


def _before(piece: Sequence[Message]) -> Mapping[int, list[Message]]:
    """What was said in the case before each reply, oldest first."""
    cases = {reply.case_id for reply in piece}
    said = Message.objects.filter(case__in=cases).select_related("reading").in_order()
    by_case: defaultdict[int, list[Message]] = defaultdict(list)
    for message in said:
        by_case[message.case_id].append(message)
    return {
        reply.pk: [
            message
            for message in by_case[reply.case_id]
            if (message.written_at, message.pk) < (reply.written_at, reply.pk)
        ]
        for reply in piece
    }


def words_around(rule: OwnRule | str, tally: Tally, agent: Agent) -> list[Seen]:
    """The places for an agent who may read these cases, without names, addresses and numbers.

    An administrator who sees no cases sees no words of them here either.
    """
    readable = Case.objects.visible_to(agent)
    found = Message.objects.to_customers().filter(pk__in=tally.places, case__in=readable)
    replies = list(found.select_related("case__customer", "case__owner", "conversation"))
    agents = agents_of({reply.case_id for reply in replies})
    before = _before(replies) if needs_thread(rule) else {}
    seen = [
        _around(reply, place, names_of(reply.case, agents[reply.case_id]))
        for reply in replies
        if (place := _fires(rule, reply, before.get(reply.pk, ())))
    ]
    return [each for each in seen if each]


def _around(reply: Message, place: tuple[int, int], names: Sequence[str]) -> Seen | None:
    start, end = place
    text = reply.text[:start] + START + reply.text[start:end] + END + reply.text[end:]
    before, found, rest = masked(text, names=names).partition(START)
    words, ends, after = rest.partition(END)
    if not (found and ends):  # the words themselves were part of an address or a number
        return None
    return Seen(_cut(before, is_end=True), words, _cut(after, is_end=False))


def _cut(text: str, *, is_end: bool) -> str:
    text = " ".join(text.split(" "))
    if len(text) <= AROUND:
        return text
    return f"…{text[-AROUND:]}" if is_end else f"{text[:AROUND]}…"
