"""Everything around an incident in one file that cannot be changed unseen."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent, House
from gehoord.cases.models import Attachment, Message
from gehoord.kit.moments import when
from gehoord.limits.ladder.levels import Level
from gehoord.limits.letters import Sheet, letter_of, pdf_of
from gehoord.limits.models import HouseRules, Incident, Notice
from gehoord.limits.wording.telling import on_day

SUMS = "SHA256SUMS"
NOT_IN_NAMES = re.compile(r"[^\w.-]+")
Part = tuple[str, bytes]


def packed(incident: Incident, *, at: datetime) -> bytes:
    """A zip with the facts, the messages, the originals, the notices and a list of hashes.

    `sha256sum -c SHA256SUMS` says whether a file in it was changed.
    """
    parts = list(_parts(incident, at))
    sums = "".join(f"{hashlib.sha256(part).hexdigest()}  {name}\n" for name, part in parts)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (*parts, (SUMS, sums.encode())):
            stamp = timezone.localtime(at).timetuple()[:6]
            archive.writestr(zipfile.ZipInfo(name, stamp), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _parts(incident: Incident, at: datetime) -> Iterator[Part]:
    yield "incident.json", _json(_facts(incident))
    yield "incident.pdf", pdf_of(_sheet(incident, at), at=at)
    messages = list(_messages(incident))
    yield "messages.json", _json([_message(each) for each in messages])
    for message in messages:
        yield from _originals(message)
    for notice in Notice.objects.filter(measure__incidents=incident).order_by("pk"):
        yield f"notices/{notice.pk}.txt", notice.text.encode()
        yield f"notices/{notice.pk}.pdf", letter_of(notice)


def _messages(incident: Incident) -> Iterator[Message]:
    if incident.conversation is not None:
        rows = incident.conversation.messages.all()
    elif not incident.turns and incident.case is not None:
        # Written down by hand: nobody named the words, so the whole case is around it.
        rows = incident.case.messages.all()
    else:
        rows = Message.objects.filter(pk__in=incident.turns)
    yield from rows.in_order().select_related("author").prefetch_related("attachments")


def _facts(incident: Incident) -> dict[str, Any]:
    return {
        "incident": incident.pk,
        "happened_at": incident.happened_at,
        "channel": incident.channel,
        "level": Level(incident.level).code,
        "facts": incident.facts,
        "quotes": incident.quotes,
        "messages": incident.turns,
        "customer": incident.customer.called if incident.customer else "",
        "happened_to": _names(incident.happened_to.all()),
        "present": _names(incident.present.all()),
        "measures": [
            {
                "kind": each.kind,
                "reason": each.reason,
                "begins_at": each.begins_at,
                "ends_at": each.ends_at,
                "decided_by": _names(approval.by for approval in each.approvals.all()),
            }
            for each in incident.measures.all()
        ],
        "police": incident.police,
        "police_number": incident.police_number,
        "address": incident.police_address or HouseRules.current().postal_address,
    }


def _names(agents: Any) -> list[str]:
    return [agent.name for agent in agents]


def _message(message: Message) -> dict[str, Any]:
    return {
        "number": message.pk,
        "direction": message.direction,
        "author": message.author.name if message.author else "",
        "text": message.text,
        "written_at": message.written_at,
        "delivered_at": message.delivered_at,
        "files": [_file(each) for each in message.attachments.all()],
    }


def _file(attachment: Attachment) -> dict[str, Any]:
    """A file by the name it came with, and where it is in the copy; it may be gone from the disk."""
    is_here = default_storage.exists(attachment.file.name)
    return {"name": attachment.name, "here": _place_of(attachment) if is_here else None}


def _place_of(attachment: Attachment) -> str:
    name = NOT_IN_NAMES.sub("_", attachment.name).strip("._") or "file"
    return f"files/{attachment.pk}-{name}"


def _originals(message: Message) -> Iterator[Part]:
    """What came in exactly as it came: the channel's own record, the mail, the files."""
    original = getattr(message, "original", None)
    if original is not None:
        yield f"originals/{message.pk}.json", _json(original.payload)
    mail = getattr(message, "mail", None)
    if mail is not None:
        yield from _stored(mail.file.name, f"originals/{message.pk}.eml")
    for each in message.attachments.all():
        yield from _stored(each.file.name, _place_of(each))


def _stored(path: str, name: str) -> Iterator[Part]:
    if path and default_storage.exists(path):
        with default_storage.open(path, "rb") as file:
            yield name, file.read()


def _json(value: object) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def _sheet(incident: Incident, at: datetime) -> Sheet:
    """The incident as somebody outside reads it first."""
    lines = {
        _("When"): when(incident.happened_at),
        _("How far"): f"{Level(incident.level).code} {Level(incident.level).label}",
        _("To whom"): ", ".join(_names(Agent.objects.filter(pk__in=incident.happened_to.all()))),
        _("What happened"): incident.facts,
        _("Number of the report"): incident.police_number,
    }
    said = "\n".join(f"“{quote}”" for quote in incident.quotes)
    return Sheet(
        house=House.current().name,
        sender=[line for line in HouseRules.current().postal_address.splitlines() if line.strip()],
        to=[],
        day=on_day(at),
        title=_("Incident %(number)s") % {"number": incident.pk},
        paragraphs=[*(f"{name}: {value}" for name, value in lines.items() if value), said],
    )
