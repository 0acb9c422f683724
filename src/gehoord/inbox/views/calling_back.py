"""Call a customer back whose conversation was ended without ground."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gehoord.accounts.http import AgentRequest
from gehoord.limits.actions import (
    CallBackIsTaken,
    CustomerWasContacted,
    did_not_reach_customer,
    spoke_to_customer,
    take_call_back,
)
from gehoord.limits.models import EndedWithoutGround


@require_POST
def take(request: AgentRequest, number: int) -> HttpResponse:
    """Say that you call this customer back."""
    return _done(request, number, lambda ended: take_call_back(ended=ended, by=request.user))


@require_POST
def spoken(request: AgentRequest, number: int) -> HttpResponse:
    """Say that you spoke to the customer."""
    return _done(request, number, lambda ended: spoke_to_customer(ended=ended, by=request.user))


@require_POST
def missed(request: AgentRequest, number: int) -> HttpResponse:
    """Say that nobody answered; the customer stays in the list."""
    return _done(
        request, number, lambda ended: did_not_reach_customer(ended=ended, by=request.user)
    )


def _done(
    request: AgentRequest, number: int, act: Callable[[EndedWithoutGround], object]
) -> HttpResponse:
    visible = EndedWithoutGround.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("conversation"), pk=number)
    try:
        act(found)
    except CallBackIsTaken as taken:
        said = _("{name} was just before you and calls this customer back.")
        messages.info(request, said.format(name=taken.by.called))
    except CustomerWasContacted:
        messages.info(request, _("A colleague spoke or wrote to this customer already."))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("inbox:case", found.conversation.case_id)
