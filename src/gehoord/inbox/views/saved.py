"""Saved replies: choose one while writing, and keep them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Role
from gehoord.cases.actions import add_saved_reply, change_saved_reply, delete_saved_reply
from gehoord.cases.filling import VARIABLES, filled
from gehoord.cases.models import Case, SavedReply, SavedReplyQuerySet
from gehoord.inbox.choosing import filling_for
from gehoord.inbox.forms import SavedReplyForm
from gehoord.inbox.pages import CasePage
from gehoord.inbox.saved_advice import saved_marks
from gehoord.inbox.views.finding import find_case


@never_cache
@require_safe
def choose(request: AgentRequest, pk: int) -> HttpResponse:
    """The saved replies for this case, as a piece of the page."""
    case = find_case(request, pk)
    page = CasePage(request, case)
    context = {"case": case, "page": page, "saved_rows": page.saved_choices}
    return render(request, "inbox/saved_choice.html", context)


@never_cache
@require_safe
def fill(request: AgentRequest, pk: int, number: int) -> HttpResponse:
    """One saved reply, filled in for this case."""
    case = find_case(request, pk)
    return JsonResponse({"text": filled_for(request, case, number)})


def filled_for(request: AgentRequest, case: Case, number: int) -> str:
    """A saved reply as this agent sends it in this case.

    Raises Http404 if it is not for him, or not for this case.
    """
    for saved in SavedReply.objects.filter(pk=number).for_case(case, request.user):
        return filled(saved.text, filling_for(case, request.user))
    raise Http404


# ── Keeping them ─────────────────────────────────────────────────────────────────────────────


def _kept(request: AgentRequest) -> SavedReplyQuerySet:
    """What this agent finds here; for somebody with no saved replies the pages do not exist."""
    if not (request.user.may_answer or request.user.has_role(Role.ADMIN)):
        raise Http404
    return SavedReply.objects.select_related("team", "changed_by")


@require_safe
def saved_list(request: AgentRequest) -> HttpResponse:
    """The saved replies that this agent uses or keeps."""
    may_change = set(_kept(request).changeable_by(request.user).values_list("pk", flat=True))
    rows = [(row, row.pk in may_change) for row in _kept(request).visible_to(request.user)]
    return render(
        request, "inbox/saved_list.html", {"rows": rows, "is_office": _is_office(request)}
    )


@require_http_methods(["GET", "POST"])
def add(request: AgentRequest) -> HttpResponse:
    """Write a saved reply."""
    _kept(request)
    form = SavedReplyForm(request.POST or None, agent=request.user)
    if _is_to_keep(request) and form.is_valid():
        saved = add_saved_reply(by=request.user, **form.chosen())
        return _done(request, _("%(name)s is saved.") % {"name": saved.title})
    return _form(request, form)


@require_http_methods(["GET", "POST"])
def change(request: AgentRequest, number: int) -> HttpResponse:
    """Change a saved reply; who may only use it finds nothing here."""
    saved = get_object_or_404(_kept(request).changeable_by(request.user), pk=number)
    form = SavedReplyForm(request.POST or None, agent=request.user, saved=saved)
    if _is_to_keep(request) and form.is_valid():
        change_saved_reply(saved=saved, by=request.user, **form.chosen())
        return _done(request, _("%(name)s is saved.") % {"name": saved.title})
    return _form(request, form, saved=saved)


@require_POST
def delete(request: AgentRequest, number: int) -> HttpResponse:
    """Throw a saved reply away."""
    saved = get_object_or_404(_kept(request).changeable_by(request.user), pk=number)
    delete_saved_reply(saved=saved, by=request.user)
    return _done(request, _("%(name)s is thrown away.") % {"name": saved.title})


@never_cache
@require_POST
def coach(request: AgentRequest) -> HttpResponse:
    """What the coach says about a saved reply while somebody writes it, for the script."""
    _kept(request)
    text = request.POST.get("text", "")
    marks = saved_marks(request.user, text)
    return JsonResponse({"marks": [mark.for_browser(text) for mark in marks]})


def _is_to_keep(request: AgentRequest) -> bool:
    return request.method == "POST" and request.POST.get("do") != "check"


def _done(request: AgentRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("inbox:saved")


def _form(
    request: AgentRequest, form: SavedReplyForm, *, saved: SavedReply | None = None
) -> HttpResponse:
    text = form["text"].value() or ""
    is_checked = request.POST.get("do") == "check"
    context = {
        "form": form,
        "saved": saved,
        "variables": VARIABLES.values(),
        "text": text,
        "marks": saved_marks(request.user, text) if is_checked else [],
        "is_checked": is_checked,
        "is_office": _is_office(request),
    }
    status = 422 if form.is_bound and not is_checked else 200
    return render(request, "inbox/saved_form.html", context, status=status)


def _is_office(request: AgentRequest) -> bool:
    """Whether this agent came here from the office."""
    return request.user.has_role(Role.ADMIN)
