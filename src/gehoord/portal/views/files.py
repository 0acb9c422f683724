"""Files and photos a visitor may fetch: those of his own conversation, and nothing runs in them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoord.accounts.models import Agent, House
from gehoord.cases.models import Attachment
from gehoord.channels.webchat.history import attachment_for, messages_for
from gehoord.channels.webchat.models import Site, Visitor
from gehoord.portal.cookies import visitor_on_page
from gehoord.portal.refusals import Refused
from gehoord.portal.views.door import visitor_asking, widget_door

PHOTO_KINDS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"RIFF": "image/webp",
}


@widget_door("GET")
def api_attachment(request: HttpRequest, site: Site, number: int) -> HttpResponse:
    """Hand the widget a file of the visitor's own conversation."""
    found = attachment_for(visitor_asking(request, site), number)
    if found is None:
        raise _nothing_here()
    return _download(found)


@widget_door("GET")
def api_photo(request: HttpRequest, site: Site, number: int) -> HttpResponse:
    """Hand the widget the photo of an agent who replied to this visitor."""
    photo = _photo(visitor_asking(request, site), number)
    if photo is None:
        raise _nothing_here()
    return photo


@login_not_required
@require_safe
def attachment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Hand the full page a file of the visitor's own conversation."""
    visitor = visitor_on_page(request, get_object_or_404(Site, key=key))
    found = attachment_for(visitor, number) if visitor else None
    if found is None:
        raise Http404
    return _download(found)


@login_not_required
@require_safe
def photo(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show the full page the photo of an agent who replied to this visitor."""
    visitor = visitor_on_page(request, get_object_or_404(Site, key=key))
    found = _photo(visitor, number) if visitor else None
    if found is None:
        raise Http404
    return found


def _download(attachment: Attachment) -> HttpResponse:
    try:
        with attachment.file.open("rb") as file:
            # At most some megabytes: an answer in one piece, as the server would make of it anyway.
            response = HttpResponse(file.read(), content_type="application/octet-stream")
    except OSError as error:
        raise Http404 from error
    header = content_disposition_header(as_attachment=True, filename=attachment.name)
    response["Content-Disposition"] = header or "attachment"
    return _inert(response)


def _photo(visitor: Visitor, number: int) -> HttpResponse | None:
    house = House.current()
    if not (house.shows_agent_name and house.shows_agent_photo):
        return None
    agent = Agent.objects.active().filter(pk=number).exclude(photo="").first()
    shown = messages_for(visitor).to_customers().filter(case__hides_names=False)
    if agent is None or not shown.filter(author=agent).exists():
        return None
    return _image(agent)


def _image(agent: Agent) -> HttpResponse | None:
    try:
        with agent.photo.open("rb") as file:
            content = file.read()
    except OSError:
        return None
    kind = next((kind for start, kind in PHOTO_KINDS.items() if content.startswith(start)), None)
    return _inert(HttpResponse(content, content_type=kind)) if kind else None


def _inert(response: HttpResponse) -> HttpResponse:
    """Whatever is in a file, a browser does not run it."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _nothing_here() -> Refused:
    return Refused(404, "nothing", _("This file is not here any more."))
