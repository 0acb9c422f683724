"""The key with which a provider signs the mails it brings to a mailbox's door."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gehoord.accounts.http import AgentRequest
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.sealed import seal
from gehoord.office.actions import end_old_door_keys, renew_door_key
from gehoord.office.entrance import administrators_only
from gehoord.office.views.mailboxes import NEW_KEY


@require_POST
@administrators_only
def renew(request: AgentRequest, number: int) -> HttpResponse:
    """Make a new key; the page of the mailbox shows it once."""
    box = get_object_or_404(Mailbox, pk=number)
    key = renew_door_key(box=box, actor=request.user)
    request.session[NEW_KEY] = {"mailbox": box.pk, "key": seal(key)}
    return _to_door(box)


@require_POST
@administrators_only
def end(request: AgentRequest, number: int) -> HttpResponse:
    """Take the old keys back before their day is over."""
    box = get_object_or_404(Mailbox, pk=number)
    if end_old_door_keys(box=box, actor=request.user):
        messages.success(request, _("Only the newest key is good now."))
    return _to_door(box)


def _to_door(box: Mailbox) -> HttpResponse:
    return redirect(reverse("office:mailbox", args=[box.pk]) + "#door")
