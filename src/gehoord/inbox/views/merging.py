"""Say that two customers are one person, and take that back. A person decides, software never."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.cases.models import Case
from gehoord.contacts.actions import merge_customers, split_customer
from gehoord.contacts.merging import NotMerged
from gehoord.inbox.merging import MergePage, Search, SplitPage
from gehoord.inbox.views.finding import find_case


@never_cache
@require_safe
def search(request: AgentRequest, pk: int) -> HttpResponse:
    """Who may be the customer of a case too: who looks alike, or who is looked for."""
    case = find_case(request, pk)
    found = Search(case, request.user, words=request.GET.get("q", ""))
    return render(request, "inbox/merge.html", {"case": case, "search": found})


@never_cache
@require_http_methods(["GET", "POST"])
def merge(request: AgentRequest, pk: int, number: int) -> HttpResponse:
    """Lay the customers of two cases side by side; make them one if the agent says why."""
    case = find_case(request, pk)
    other = get_object_or_404(
        Case.objects.listed_for(request.user).select_related("customer"), pk=number
    )
    if other.customer_id == case.customer_id:
        messages.info(request, _("These two cases are of one customer already."))
        return redirect("inbox:case", case.pk)
    data = request.POST if request.method == "POST" else None
    page = MergePage(case, other, request.user, data=data)
    if data is not None and page.form.is_valid():
        return _merge(request, page)
    return _show(request, page, status=200 if data is None else 422)


def _merge(request: AgentRequest, page: MergePage) -> HttpResponse:
    why = page.form.cleaned_data["why"]
    try:
        made = merge_customers(customers=page.customers, why=why, by=request.user)
    except NotMerged as refusal:
        page.refused = str(refusal)
        return _show(request, page, status=422)
    said = _("This is one customer now.")
    back = reverse("inbox:split_customer", args=[page.case.pk, made.pk])
    link = format_html('{} <a href="{}">{}</a>', said, back, _("Not the same after all?"))
    messages.info(request, link)
    return redirect("inbox:case", page.case.pk)


def _show(request: AgentRequest, page: MergePage, *, status: int) -> HttpResponse:
    context = {"case": page.case, "page": page, "form": page.form}
    return render(request, "inbox/merge_sure.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def split(request: AgentRequest, pk: int, number: int) -> HttpResponse:
    """Show what goes back to whom, and make one customer two again."""
    case = find_case(request, pk)
    found = case.customer.merges.select_related("customer", "by").filter(pk=number).first()
    if found is None:
        messages.info(request, _("A colleague was just before you. Look how it is now."))
        return redirect("inbox:case", case.pk)
    page = SplitPage(case, found, request.user)
    if request.method == "POST":
        try:
            split_customer(merge=found, by=request.user)
        except NotMerged as refusal:
            page.refused = str(refusal)
        else:
            messages.info(request, _("These are two customers again."))
            return redirect("inbox:case", case.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "inbox/split.html", {"case": case, "page": page}, status=status)
