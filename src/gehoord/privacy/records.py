"""Everything there is about a customer, as plain values under plain names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from gehoord.accounts.models import Agent
from gehoord.cases.files import safe_name
from gehoord.cases.models import (
    Attachment,
    Case,
    Conversation,
    Event,
    Message,
    Note,
    Proposal,
)
from gehoord.channels.email.models import OutgoingMail, StoredMail
from gehoord.channels.models import Inbound
from gehoord.channels.registry import channels
from gehoord.channels.webchat.forgetting import visitors_known_as
from gehoord.channels.webchat.models import Visitor
from gehoord.coaching.actions import why
from gehoord.coaching.corrections import corrections_of
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Channel, Customer, Merge
from gehoord.privacy.limits_records import limits_record

NOT_IN_NAMES = re.compile(r"[^\w.()-]+")


@dataclass(frozen=True)
class StoredFile:
    """A file of a customer: where it lies, and its name in the export."""

    path: str
    name: str


@dataclass
class Records:
    """Makes plain values of records, and gathers the files they name."""

    files: list[StoredFile] = field(default_factory=list)

    def case(self, case: Case) -> dict[str, Any]:
        """One case with all that was said, noted and done in it."""
        return {
            "number": case.pk,
            "title": case.title,
            "team": case.team.name,
            "owner": _called(case.owner),
            "status": case.status,
            "stage": case.stage,
            "path": case.path,
            "offered": case.options,
            "refusals_of_our_plan": case.rounds,
            "opened_at": case.opened_at,
            "solved_at": case.solved_at,
            "parts": [
                {
                    "number": part.number,
                    "text": part.text,
                    "is_confirmed": part.is_confirmed,
                    "is_solved": part.is_solved,
                }
                for part in case.parts.all()
            ],
            "conversations": [self.conversation(row) for row in case.conversations.all()],
            "proposals": [_proposal(row) for row in case.proposals.order_by("pk")],
            "notes": [_note(row) for row in case.notes.select_related("author").order_by("pk")],
            "events": [_event(row) for row in case.events.select_related("actor")],
        }

    def conversation(self, conversation: Conversation) -> dict[str, Any]:
        """One contact in one channel, with its messages in both directions."""
        rows = conversation.messages.in_order().select_related(
            "author", "reading", "original", "mail__confirmation", "outgoing_mail"
        )
        return {
            "channel": conversation.channel,
            "address": conversation.address.external_id,
            "started_at": conversation.started_at,
            "ended_at": conversation.ended_at,
            "messages": [self.message(row) for row in rows.prefetch_related("attachments")],
        }

    def message(self, message: Message) -> dict[str, Any]:
        """One message: who said it, how far it got, and what the software read in it."""
        return {
            "direction": message.direction,
            "author": _called(message.author),
            "text": message.text,
            "notice": message.notice,
            "written_at": message.written_at,
            "delivery": message.delivery,
            "delivered_at": message.delivered_at,
            "read_at": message.read_at,
            "failure": message.failure,
            "received": _received(getattr(message, "original", None)),
            "mail": self.mail(getattr(message, "mail", None)),
            "sent_as": _sent_as(getattr(message, "outgoing_mail", None)),
            "files": [self.file(row) for row in message.attachments.all()],
            "reading": _reading(message.reading, message.text),
        }

    def file(self, attachment: Attachment) -> dict[str, Any]:
        """One attachment; what lies on the disk comes along under a name that is safe anywhere."""
        told = {
            "name": attachment.name,
            "content_type": attachment.content_type,
            "size": attachment.size,
        }
        return told | self._kept(attachment.file.name, f"{attachment.pk}", attachment.name)

    def mail(self, mail: StoredMail | None) -> dict[str, Any] | None:
        """The e-mail a message came in, whole, as a file."""
        if mail is None:
            return None
        told = {"from": mail.from_email, "subject": mail.subject, "received_at": mail.received_at}
        confirmation = getattr(mail, "confirmation", None)
        told["receipt_confirmed_at"] = confirmation.sent_at if confirmation else None
        return told | self._kept(mail.file.name, f"m{mail.pk}", "mail.eml")

    def waiting(self, row: Inbound) -> dict[str, Any]:
        """A message that came in and was not read into a case yet."""
        files = [
            {"name": file["name"]} | self._kept(file["path"], f"w{row.pk}-{number}", file["name"])
            for number, file in enumerate(row.payload["files"], 1)
        ]
        names = ("text", "subject", "sender_name", "sender_email", "written_at")
        told = {name: row.payload.get(name, "") for name in names}
        return told | {"received_at": row.received_at, "files": files}

    def _kept(self, path: str, number: str, name: str) -> dict[str, str | None]:
        if not default_storage.exists(path):
            return {"in_export": None}
        stored = StoredFile(path, f"files/{number}-{_plain_name(name)}")
        self.files.append(stored)
        return {"in_export": stored.name}


def _sent_as(mail: OutgoingMail | None) -> dict[str, Any] | None:
    """To whom and under which subject a reply went as an e-mail."""
    if mail is None:
        return None
    return {"to": mail.to, "cc": mail.cc, "bcc": mail.bcc, "subject": mail.subject}


def customer_record(customer: Customer) -> tuple[dict[str, Any], list[StoredFile]]:
    """Everything there is about a customer as JSON can hold it, and the files that go with it."""
    records = Records()
    cases = customer.cases.select_related("team", "owner").order_by("opened_at", "pk")
    record = {
        "customer": {
            "number": customer.pk,
            "name": customer.name,
            "email": customer.email,
            "known_since": customer.created_at,
        },
        "addresses": list(customer.addresses.order_by("pk").values("channel", "external_id")),
        "known_as_well": [_merge(row) for row in customer.merges.select_related("by")],
        "chats": [_chat(visitor) for visitor in _visitors(customer)],
        "cases": [records.case(case) for case in cases],
        "not_read_yet": [records.waiting(row) for row in _waiting(customer)],
        "house_rules": limits_record(customer),
    }
    return record, records.files


def _merge(merge: Merge) -> dict[str, Any]:
    """Somebody we took for another person until an agent saw that they are one."""
    return {
        "name": merge.name,
        "email": merge.email,
        "merged_at": merge.at,
        "merged_by": _called(merge.by),
        "because": merge.why,
    }


def _waiting(customer: Customer) -> Iterator[Inbound]:
    for channel in channels():
        addresses = customer.addresses.filter(channel=channel.name)
        rows = Inbound.objects.unread().filter(
            channel=channel.name, sender__in=addresses.values("external_id")
        )
        yield from rows.order_by("received_at", "pk")


def _visitors(customer: Customer) -> QuerySet[Visitor]:
    keys = customer.addresses.filter(channel=Channel.WEBCHAT).values_list("external_id", flat=True)
    return visitors_known_as(keys).select_related("site").order_by("pk")


def _chat(visitor: Visitor) -> dict[str, Any]:
    return {
        "website": visitor.site.brand,
        "name": visitor.name,
        "email": visitor.email,
        "began_at": visitor.created_at,
    }


def _called(agent: Agent | None) -> str:
    return agent.called if agent else ""


def _note(note: Note) -> dict[str, Any]:
    return {"author": _called(note.author), "text": note.text, "written_at": note.written_at}


def _proposal(proposal: Proposal) -> dict[str, Any]:
    """What software made of the customer's words and nobody took or left yet."""
    return {
        "asked_at": proposal.asked_at,
        "state": proposal.state,
        "made_by": proposal.made_by,
        "text": proposal.text,
    }


def _event(event: Event) -> dict[str, Any]:
    told = {
        name: event.details[name] for name in ("was", "to", "part", "said") if name in event.details
    }
    if event.kind == Event.Kind.OWNER:
        # The only detail that is somebody's name: the first one is enough.
        told["to"] = str(told.get("to", "")).split(" ")[0]
    by = _called(event.actor)
    return {"what": event.kind, "at": event.at, "by": by, "why": event.why, "details": told}


def _received(original: Inbound | None) -> dict[str, Any] | None:
    if original is None:
        return None
    names = ("subject", "sender_name", "sender_email")
    return {name: original.payload.get(name, "") for name in names} | {"at": original.received_at}


def _reading(reading: Reading | None, text: str) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {
        "language": reading.language,
        "anger": reading.anger,
        "anger_score": reading.anger_score,
        "emotion": reading.emotion,
        "abuse": reading.abuse,
        "abuse_categories": reading.abuse_categories,
        "target": reading.target,
        "intent": reading.intent,
        "is_crisis": reading.is_crisis,
        "next_step": reading.next_step,
        "parts": [text[part["start"] : part["end"]] for part in reading.parts],
        "evidence": [
            item | {"words": text[item["start"] : item["end"]], "why": why(item["rule"])}
            for item in reading.evidence
        ],
        "engine_version": reading.engine_version,
        "read_at": reading.read_at,
        "is_disputed": reading.is_disputed,
        "correction": _correction(reading),
    }


def _correction(reading: Reading) -> dict[str, str] | None:
    """What somebody said that is wrong in a reading; who that was is not known."""
    found = corrections_of([reading]).get(reading.pk)
    return {"wrong": found.wrong, "should_be": found.should_be} if found else None


def _plain_name(name: str) -> str:
    """A name that every system can unpack: no folders, blanks, dots in front or signs."""
    return NOT_IN_NAMES.sub("_", safe_name(name)).strip("._") or "file"
