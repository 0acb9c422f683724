"""Try the house style: on a sentence, and a rule on the last replies that were sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.coaching.style import catalogue
from gehoord.coaching.style.changes import place_name
from gehoord.coaching.style.current import current_style
from gehoord.coaching.style.layers import OwnRule
from gehoord.office import style_page
from gehoord.office.entrance import administrators_only
from gehoord.office.sent_replies import LAST
from gehoord.office.style_forms import TryForm
from gehoord.office.style_trying import counted, tried


@require_http_methods(["GET", "POST"])
@administrators_only
def try_out(request: AgentRequest) -> HttpResponse:
    """Type an example and see what the coach would mark in it."""
    data = request.POST if request.method == "POST" else request.GET
    place = style_page.place_in(data)
    form = TryForm(request.POST or None, auto_id="try_%s")
    is_asked = request.method == "POST" and form.is_valid()
    said = form.cleaned_data if is_asked else {}
    context = {
        "try_form": form,
        "place": place,
        "place_name": place_name(place, style_page.teams(), style_page.channels()),
        "trial": tried(said["text"], place, anger=said["anger"] or 0) if is_asked else None,
    }
    page = "office/style_tried.html" if is_from_script(request) else "office/style_try.html"
    return render(request, page, context, status=422 if form.errors else 200)


@require_safe
@administrators_only
def replies(request: AgentRequest, code: str) -> HttpResponse:
    """How often one rule would fire on the last replies of a team or a channel."""
    place, rule = style_page.place_in(request.GET), _rule(code)
    delivered = catalogue.find(code)
    context: dict[str, Any] = {
        "code": code,
        "rule": rule if isinstance(rule, OwnRule) else delivered,
        "can_be_counted": delivered is None or delivered.can_be_counted,
        "place": place,
        "place_name": place_name(place, style_page.teams(), style_page.channels()),
        "teams": style_page.teams().items(),
        "channels": style_page.channels().items(),
        "last": LAST,
    }
    if context["can_be_counted"]:
        context["counted"] = counted(rule, place, request.user, request.GET)
    is_piece = is_from_script(request)
    page = "office/style_counted.html" if is_piece else "office/style_replies.html"
    return render(request, page, context)


def _rule(code: str) -> OwnRule | str:
    if code in catalogue.all_codes():
        return code
    found = current_style().find(code)
    if found is None:
        raise Http404
    return found[1]
