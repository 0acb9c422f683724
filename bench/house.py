"""A house with years of cases: mostly solved, a few thousand open, readings of the last month."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.bulk import Table, at, quickly, tidy_up

MESSAGES = 10
YEARS = 2
MOST_OPEN = 4000
GAP = timedelta(hours=3)
READINGS_KEPT = timedelta(days=30)
NOW = datetime.now(UTC)
FIRST = [
    "Anna",
    "Bram",
    "Carla",
    "Daan",
    "Esra",
    "Fenna",
    "Gijs",
    "Hanneke",
    "Imke",
    "Joost",
    "Karim",
    "Lotte",
    "Milan",
    "Nora",
]
LAST = [
    "Bakker",
    "Visser",
    "Smit",
    "Meijer",
    "Mulder",
    "Bos",
    "Vos",
    "Peters",
    "Dekker",
    "Yilmaz",
    "Hendriks",
    "Kok",
    "Post",
]
SAID = (
    "Waar blijft mijn bestelling? Ik wacht nu al twee weken en hoor niets.",
    "De monteur kwam niet opdagen. Ik heb er een vrije dag voor genomen.",
    "De factuur klopt niet, er is twee keer afgeschreven en niemand legt uit waarom.",
    "Het pakket is beschadigd aangekomen; de doos was open en de lamp ligt in stukken.",
    "Dank u. Ik wacht het af, maar dit moet wel een keer ophouden.",
)
ANSWERED = (
    "Wat vervelend dat u zo lang wacht. Ik zoek nu uit waar het pakket is.",
    "U heeft gelijk: de afspraak is niet goed doorgegeven. Ik plan vandaag een nieuwe.",
    "Ik zie de dubbele afschrijving. Het bedrag staat binnen drie werkdagen op uw rekening.",
)
ABOUT = ("bestelling", "factuur", "monteur", "levering", "retour", "storing", "opzegging")


@dataclass(frozen=True)
class Plan:
    """One case before it is written down. Its conversation has the same number."""

    number: int
    customer: int
    team: int
    owner: int | None
    status: str
    opened_at: datetime

    def is_from_customer(self, index: int) -> bool:
        """Who wrote the message: a waiting case ends with the customer, any other with us."""
        return index == 0 or (index % 2 == 1) == (self.status == "waiting")

    def written_at(self, index: int) -> datetime:
        return self.opened_at + index * GAP

    def is_read(self, index: int) -> bool:
        """Whether the message still has its reading."""
        return self.is_from_customer(index) and self.written_at(index) > NOW - READINGS_KEPT

    def anger(self, index: int) -> int:
        return (self.number * 7 + index * 3) % 11 % 5


def build(*, cases: int, teams: list, agents_of: dict[int, list[int]]) -> None:
    """Fill the database of this place with so many cases of ten messages."""
    from gehoord.cases.models import Case, Conversation, Event, Message
    from gehoord.coaching.models import Reading
    from gehoord.contacts.models import Address, Customer

    plans = list(_plans(random.Random(cases), cases, [team.pk for team in teams], agents_of))
    people = range(1, max(plan.customer for plan in plans) + 1)
    with quickly():
        Table(Customer, "id", "name", "email", "created_at").fill(map(_customer, people))
        Table(Address, "id", "customer_id", "channel", "external_id").fill(
            (number, number, "webchat", f"visitor-{number}") for number in people
        )
        Table(Case, *CASE).fill(map(_case, plans))
        Table(Conversation, "id", "case_id", "channel", "address_id", "started_at").fill(
            (p.number, p.number, "webchat", p.customer, at(p.opened_at)) for p in plans
        )
        Table(Event, "case_id", "kind", "at").fill(
            (plan.number, kind, at(plan.opened_at))
            for plan in plans
            for kind in ("opened", "owner", "stage")
        )
        Table(Reading, *READING).fill(_readings(plans))
        Table(Message, *MESSAGE).fill(_messages(plans))
    tidy_up([Customer, Address, Case, Conversation, Event, Message, Reading])


def _plans(
    chance: random.Random, cases: int, teams: list[int], agents_of: dict[int, list[int]]
) -> Iterator[Plan]:
    still_open = min(cases // 20, MOST_OPEN)
    last_solved = NOW - timedelta(days=10)
    for number in range(1, cases + 1):
        age = 1 - number / (cases - still_open)
        team = chance.choice(teams)
        status, opened_at = "solved", last_solved - age * timedelta(days=365 * YEARS)
        if age < 0:
            status = chance.choices(("waiting", "answered", "on_hold"), (50, 35, 15))[0]
            opened_at = NOW - timedelta(days=9) * chance.random() - MESSAGES * GAP
        is_owned = status != "waiting" or chance.random() < 0.5
        owner = chance.choice(agents_of[team]) if is_owned else None
        yield Plan(number, chance.randint(1, cases // 2), team, owner, status, opened_at)


def _customer(number: int) -> tuple:
    first, last = FIRST[number % len(FIRST)], LAST[number // 7 % len(LAST)]
    return (
        number,
        f"{first} {last}",
        f"{first}.{last}{number}@example.org".lower(),
        at(NOW - timedelta(days=365 * YEARS)),
    )


CASE = (
    *("id", "customer_id", "team_id", "owner_id", "title", "status", "stage", "opened_at"),
    *("solved_at", "waiting_since", "last_message_at", "last_customer_at", "last_words"),
    *("last_channel", "course", "anger_now"),
)


def _case(plan: Plan) -> tuple:
    last = MESSAGES - 1
    customers = [index for index in range(MESSAGES) if plan.is_from_customer(index)]
    is_read = plan.is_read(customers[-1])
    return (
        plan.number,
        plan.customer,
        plan.team,
        plan.owner,
        f"Vraag over de {ABOUT[plan.number % len(ABOUT)]} van {plan.opened_at:%d-%m-%Y}",
        plan.status,
        "receive" if plan.status == "waiting" else "listen",
        at(plan.opened_at),
        at(plan.written_at(last) + GAP) if plan.status == "solved" else None,
        at(plan.written_at(last)) if plan.status == "waiting" else None,
        at(plan.written_at(last)),
        at(plan.written_at(customers[-1])),
        SAID[plan.number % len(SAID)],
        "webchat",
        "".join(str(plan.anger(index)) for index in customers) if is_read else "",
        plan.anger(customers[-1]) if is_read else 0,
    )


READING = (
    *("id", "language", "anger", "anger_score", "emotion", "abuse", "target", "intent"),
    *("next_step", "evidence", "engine_version", "read_at"),
)
EVIDENCE = json.dumps([{"start": 0, "end": 4, "label": "anger", "rule": "nl.anger.wachten"}])


def _readings(plans: list[Plan]) -> Iterator[tuple]:
    for plan in plans:
        for index in range(MESSAGES):
            if plan.is_read(index):
                level = plan.anger(index)
                yield (
                    _message_number(plan, index),
                    *("nl", level, level / 4, "anger", "none", "company", "problem"),
                    *("listen", EVIDENCE, "bench", at(plan.written_at(index))),
                )


MESSAGE = (
    *("id", "conversation_id", "case_id", "direction", "author_id", "text", "written_at"),
    *("external_id", "reading_id", "delivery"),
)


def _messages(plans: list[Plan]) -> Iterator[tuple]:
    for plan in plans:
        for index in range(MESSAGES):
            number = _message_number(plan, index)
            is_theirs = plan.is_from_customer(index)
            words = SAID if is_theirs else ANSWERED
            yield (
                number,
                plan.number,
                plan.number,
                "from_customer" if is_theirs else "to_customer",
                None if is_theirs else plan.owner,
                " ".join(words[(number + more) % len(words)] for more in range(number % 4 + 1)),
                at(plan.written_at(index)),
                f"message-{number}",
                number if plan.is_read(index) else None,
                "received" if is_theirs else "read",
            )


def _message_number(plan: Plan, index: int) -> int:
    return (plan.number - 1) * MESSAGES + index + 1
