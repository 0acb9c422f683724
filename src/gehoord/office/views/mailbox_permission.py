"""Sign in at Microsoft, Google or another provider, to let Gehoord open a mailbox."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth import NoPermission
from gehoord.channels.email.oauth.consent import begin, begin_for_organisation, finish
from gehoord.channels.email.oauth.providers import app_of
from gehoord.office.actions import give_permission
from gehoord.office.entrance import administrators_only
from gehoord.office.views.mailboxes import try_and_show

BEGUN = "mailbox-permission"
"""Under which a sign-in that was begun lies in the session."""


def way_back() -> str:
    """The address to which the provider sends the browser; it has to be registered there."""
    return settings.GEHOORD_URL + reverse("office:mailbox-permission-back")


@require_POST
@administrators_only
def ask(request: AgentRequest, number: int) -> HttpResponse:
    """Send the browser to the provider, to sign in or to allow the app for everybody."""
    box = get_object_or_404(Mailbox, pk=number)
    ways = {"organisation": begin_for_organisation}
    try:
        begun = ways.get(request.POST.get("for", ""), begin)(box, back=way_back())
    except NoPermission as why:
        messages.error(request, str(why))
        return _to_permission(box)
    request.session[BEGUN] = begun.kept
    # A page and no redirect: a provider sends on to places that our form may not lead to.
    context = {"mailbox": box, "url": begun.url, "place": app_of(box).place}
    response = render(request, "office/mailbox_permission_go.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@administrators_only
def back(request: AgentRequest) -> HttpResponse:
    """Take what the provider says, and try the mailbox with it at once."""
    kept = request.session.pop(BEGUN, None)
    box = Mailbox.objects.filter(pk=kept["mailbox"]).first() if kept else None
    if box is None:
        messages.error(
            request, _("This sign-in was not begun here, or it took too long. Begin again.")
        )
        return redirect("office:mailboxes")
    try:
        permission = finish(box, kept=kept, given=request.GET.dict(), back=way_back())
    except NoPermission as why:
        messages.error(request, str(why))
        return _to_permission(box)
    if permission is None:
        messages.success(request, _("Your organisation allows the app."))
        return _to_permission(box)
    give_permission(box=box, permission=permission, actor=request.user)
    messages.success(request, _("There is a permission for %(name)s.") % {"name": box.address})
    return try_and_show(request, box)


def _to_permission(box: Mailbox) -> HttpResponse:
    return redirect(reverse("office:mailbox", args=[box.pk]) + "#permission")
