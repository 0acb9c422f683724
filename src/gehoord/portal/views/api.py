"""What the widget asks for and sends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gehoord.cases.doors import closed_for
from gehoord.cases.files import MOST_FILES, stored
from gehoord.channels.webchat.actions import (
    leave_email,
    mark_arrived,
    show_typing,
    start_visit,
    write_message,
)
from gehoord.channels.webchat.history import history_of, is_agent_typing
from gehoord.channels.webchat.models import Site
from gehoord.channels.webchat.tokens import ticket_for, token_for
from gehoord.portal.rates import count, ip_of
from gehoord.portal.refusals import Refused, chat_is_off
from gehoord.portal.shown import shown_history, shown_site
from gehoord.portal.views.door import (
    body_of,
    form_of,
    not_understood,
    visitor_asking,
    widget_door,
)

ROOM_FOR_WORDS = 256 * 1024
MOST_SEEN = 200


@widget_door("GET")
def site(request: HttpRequest, site: Site) -> dict[str, Any]:
    """What the widget has to know before anybody writes. Makes no visitor."""
    return shown_site(site)


@widget_door("POST")
def start(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Give a new visitor his token."""
    if not site.is_open:
        raise chat_is_off()
    count("start-ip", of=ip_of(request))
    return {"token": token_for(start_visit(site=site))}


@widget_door("GET", "POST")
def messages(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Show the conversation, or take a message in."""
    visitor = visitor_asking(request, site)
    if request.method == "GET":
        before = _moment(request.GET.get("before"))
        history, is_typing = history_of(visitor, before=before), is_agent_typing(visitor)
        closed = closed_for(visitor.address())
        shown = shown_history(history, site=site, is_typing=is_typing, closed=closed)
        shown["has_email"] = bool(visitor.email)
        # The same again need not be sent again: the script says what it has.
        return {"same": True} if request.GET.get("version") == shown["version"] else shown
    if not site.is_open:
        raise chat_is_off()
    count("message-visitor", of=visitor.pk)
    count("message-ip", of=ip_of(request))
    body = body_of(request)
    text = body.get("text")
    if not isinstance(text, str):
        raise not_understood()
    submission = _number(body.get("id"))
    write_message(visitor=visitor, submission=submission, text=text)
    return {"id": str(submission)}


@widget_door("POST")
def attachments(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Take in a message with files."""
    visitor = visitor_asking(request, site)
    if not site.is_open:
        raise chat_is_off()
    count("file-visitor", of=visitor.pk)
    count("message-ip", of=ip_of(request))
    form_of(request, most_bytes=MOST_FILES * settings.GEHOORD_MAX_FILE_BYTES + ROOM_FOR_WORDS)
    submission = _number(request.POST.get("id"))
    uploads = request.FILES.getlist("file")
    if len(uploads) > MOST_FILES:
        raise Refused(
            422, "files", _("Send at most %(most)d files at once.") % {"most": MOST_FILES}
        )
    text = request.POST.get("text", "")
    with stored(uploads) as files:
        write_message(visitor=visitor, submission=submission, text=text, files=files)
    return {"id": str(submission)}


@widget_door("POST")
def ticket(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Let the visitor's browser open the live stream for some minutes."""
    return {"ticket": ticket_for(visitor_asking(request, site))}


@widget_door("POST")
def typing(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Show the team that the visitor is writing."""
    visitor = visitor_asking(request, site)
    count("typing-visitor", of=visitor.pk)
    show_typing(visitor=visitor)
    return {}


@widget_door("POST")
def seen(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Note which replies arrived, or were on the screen."""
    visitor = visitor_asking(request, site)
    body = body_of(request)
    keys = body.get("ids")
    if not isinstance(keys, list) or len(keys) > MOST_SEEN:
        raise not_understood()
    replies = [int(key[6:]) for key in keys if _is_reply(key)]
    return {"news": mark_arrived(visitor=visitor, replies=replies, is_read=bool(body.get("read")))}


@widget_door("POST")
def email(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Note an e-mail address of a visitor who came out of hours."""
    visitor = visitor_asking(request, site)
    count("email-visitor", of=visitor.pk)
    leave_email(visitor=visitor, email=checked_email(body_of(request).get("email")))
    return {"thanks": _("Noted. You can always read our answer here too.")}


def checked_email(value: object) -> str:
    """The e-mail address somebody typed.

    Raises Refused if it is none.
    """
    address = value.strip() if isinstance(value, str) else ""
    try:
        address.encode()  # half a character passes for a letter of a domain
        validate_email(address)
    except (ValidationError, ValueError) as error:
        words = _("This is not a complete e-mail address. Check it, for example name@example.com.")
        raise Refused(422, "email", words) from error
    if len(address) > 254:
        raise not_understood()
    return address


def _number(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise not_understood() from error


def _moment(value: str | None) -> datetime | None:
    try:
        moment = parse_datetime(value) if value else None
        # Also at the ends of time, where there may be no such moment in our own zone.
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError) as error:
        raise not_understood() from error
    if value and moment is None:
        raise not_understood()
    return moment


def _is_reply(key: object) -> bool:
    if not isinstance(key, str) or not key.startswith("reply-"):
        return False
    return key[6:].isascii() and key[6:].isdigit() and len(key) < 24
