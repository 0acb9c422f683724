from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth.providers import app_of
from gehoord.office.actions import add_mailbox, change_mailbox, fetch_now
from gehoord.office.entrance import administrators_only
from gehoord.office.mailbox_forms import MailboxForm
from gehoord.office.mailbox_presets import PRESETS, preset_of
from gehoord.office.mailbox_state import last_trial, mailboxes_with_state, new_key
from gehoord.office.mailbox_trying import try_mailbox

TRIED = "mailbox-tried"
"""Under which the last trial lies in the session, until it was looked at."""
NEW_KEY = "mailbox-key"
"""Under which a new key of a door lies in the session, sealed, until it was shown."""


@require_safe
@administrators_only
def mailbox_list(request: AgentRequest) -> HttpResponse:
    """The mailboxes, with what is the matter in their folders."""
    return render(request, "office/mailboxes.html", {"mailboxes": mailboxes_with_state()})


@require_safe
@administrators_only
def choose(request: AgentRequest) -> HttpResponse:
    """Where the mail of a new mailbox lies; the rest is then filled in as far as it is known."""
    return render(request, "office/mailbox_choose.html", {"presets": PRESETS.values()})


@require_http_methods(["GET", "POST"])
@administrators_only
def add(request: AgentRequest, preset: str) -> HttpResponse:
    """Add a mailbox, and try it at once when that is asked for."""
    if preset not in PRESETS:
        raise Http404
    form = MailboxForm(request.POST or None, preset=PRESETS[preset])
    if request.method == "POST" and form.is_valid():
        box = add_mailbox(changes=form.changes(), actor=request.user)
        return _saved(request, box)
    context = {"form": form, "preset": PRESETS[preset]}
    return render(request, "office/mailbox.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@administrators_only
def change(request: AgentRequest, number: int) -> HttpResponse:
    """Change a mailbox, switch it off, and see what trying it gave."""
    box = get_object_or_404(Mailbox, pk=number)
    form = MailboxForm(request.POST or None, instance=box)
    if request.method == "POST" and form.is_valid():
        if changes := form.changes():
            change_mailbox(box=Mailbox.objects.get(pk=number), changes=changes, actor=request.user)
        return _saved(request, box)
    shown = mailboxes_with_state().get(pk=number)
    context = {
        "form": form,
        "mailbox": shown,
        "preset": preset_of(shown),
        "app": app_of(shown),
        "way_back": settings.GEHOORD_URL + reverse("office:mailbox-permission-back"),
        "door": settings.GEHOORD_URL + reverse("mail_door:bring", args=[shown.address]),
        "old_keys": shown.old_door_keys.filter(ends_at__gt=timezone.now()),
        "new_key": new_key(request.session.pop(NEW_KEY, None), shown),
        "tried": last_trial(request.session.pop(TRIED, None), shown),
    }
    status = 422 if form.is_bound else 200
    response = render(request, "office/mailbox.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@administrators_only
def test(request: AgentRequest, number: int) -> HttpResponse:
    """Try the connections of a mailbox as it is saved; the page of the mailbox tells the end."""
    box = get_object_or_404(Mailbox, pk=number)
    return try_and_show(request, box)


def _saved(request: AgentRequest, box: Mailbox) -> HttpResponse:
    messages.success(request, _("%(name)s is saved.") % {"name": box.address})
    box = Mailbox.objects.get(pk=box.pk)
    if box.needs_permission:
        return redirect(reverse("office:mailbox", args=[box.pk]) + "#permission")
    if request.POST.get("then") == "test":
        return try_and_show(request, box)
    return redirect("office:mailbox", box.pk)


def try_and_show(request: AgentRequest, box: Mailbox) -> HttpResponse:
    """Try a mailbox, and go to its page, which tells how that ended."""
    trials = try_mailbox(box)
    request.session[TRIED] = {
        "mailbox": box.pk,
        "at": timezone.now().isoformat(),
        "trials": [asdict(trial) for trial in trials],
    }
    if all(trial.is_fine for trial in trials):
        fetch_now(box=box)
    return redirect(reverse("office:mailbox", args=[box.pk]) + "#tried")
