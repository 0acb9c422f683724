from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.cases.actions import ReplyIsOnItsWay
from gehoord.contacts.models import Customer
from gehoord.limits.actions import open_told_stop
from gehoord.limits.retention import holding
from gehoord.privacy.actions import erase_customer, note_export
from gehoord.privacy.download import as_download
from gehoord.privacy.entrance import privacy_officers_only
from gehoord.privacy.export import packed
from gehoord.privacy.finding import (
    SHOWN,
    done_lately,
    found_customers,
    told_stops,
    what_goes,
    with_contact,
)
from gehoord.privacy.forms import ErasureForm
from gehoord.privacy.own import own_record


@require_safe
@privacy_officers_only
def customers(request: AgentRequest) -> HttpResponse:
    """Find a customer by name, e-mail address or case, and see what was exported and erased."""
    words = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    context = {
        "words": words,
        "found": found_customers(words),
        "most": SHOWN,
        "done": [] if words else done_lately(),
    }
    return render(request, "privacy/customers.html", context)


@require_safe
@privacy_officers_only
def customer(request: AgentRequest, number: int) -> HttpResponse:
    """Who a customer is and how much there is of him, not what he wrote."""
    found = _customer(number)
    context = {"customer": found, "amount": what_goes(found)}
    return render(request, "privacy/customer.html", context)


@require_POST
@privacy_officers_only
def export(request: AgentRequest, number: int) -> HttpResponseBase:
    """Hand out everything there is about a customer, as one zip file."""
    found = _customer(number)
    file = packed(found)
    note_export(customer=found, actor=request.user)
    return as_download(file, name=_("gehoord-customer-{number}.zip").format(number=found.pk))


@require_http_methods(["GET", "POST"])
@privacy_officers_only
def erase(request: AgentRequest, number: int) -> HttpResponse:
    """Say what goes and what stays, and erase a customer once his name is typed."""
    found = _customer(number)
    form = ErasureForm(request.POST or None, customer=found)
    if request.method == "POST" and form.is_valid() and _erased(request, found, form):
        told = _("Customer {number} is erased, with everything that was kept.")
        if Customer.objects.filter(pk=number).exists():
            told = _("Customer {number}: all is erased but a measure that still holds.")
        messages.success(request, told.format(number=number))
        return redirect("privacy:customers")
    held = holding(found).filter(ends_at__isnull=False).order_by("-ends_at").first()
    context = {
        "form": form,
        "customer": found,
        "amount": what_goes(found),
        "is_held": holding(found).exists(),
        "held_until": held.ends_at if held else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/erase.html", context, status=status)


@require_safe
@privacy_officers_only
def stops(request: AgentRequest) -> HttpResponse:
    """Contact stops that the privacy officer was told of, until they are over."""
    rows = told_stops().select_related("customer")
    return render(request, "privacy/stops.html", {"stops": rows.order_by("proposed_at", "pk")})


@require_safe
@privacy_officers_only
def stop(request: AgentRequest, number: int) -> HttpResponse:
    """The facts of one contact stop and of the register, not the conversation; each look is kept."""
    found = get_object_or_404(told_stops().select_related("customer", "proposed_by"), pk=number)
    open_told_stop(measure=found, by=request.user)
    context = {
        "measure": found,
        "customer": found.customer,
        "grounds": found.grounds.order_by("said_at", "pk"),
        "approvals": found.approvals.select_related("by"),
        "incidents": found.customer.incidents.named().order_by("happened_at", "pk"),
        "appeal": getattr(found, "appeal", None),
    }
    return render(request, "privacy/stop.html", context)


@require_safe
def own(request: AgentRequest) -> HttpResponse:
    """Hand out to an agent what is kept about himself; nobody else can ask for it here."""
    response = JsonResponse(own_record(request.user), json_dumps_params={"indent": 2})
    name = _("gehoord-me.json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _customer(number: int) -> Any:
    return get_object_or_404(with_contact(Customer.objects.all()), pk=number)


def _erased(request: AgentRequest, found: Customer, form: ErasureForm) -> bool:
    try:
        erase_customer(customer=found, actor=request.user)
    except ReplyIsOnItsWay:
        form.add_error(
            None,
            _(
                "A reply to this customer is still on its way. Nothing is erased. Try again in a "
                "minute."
            ),
        )
        return False
    return True
