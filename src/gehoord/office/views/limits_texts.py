from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.limits.actions import change_house_text
from gehoord.office.entrance import administrators_only
from gehoord.office.limits_rules_forms import TextForm
from gehoord.office.limits_texts import groups, previews, text_called


@require_safe
@administrators_only
def texts(request: AgentRequest) -> HttpResponse:
    """Every text about a limit that customers read, as this house says it."""
    return render(request, "office/limits_texts.html", {"groups": groups()})


@require_http_methods(["GET", "POST"])
@administrators_only
def text(request: AgentRequest, name: str) -> HttpResponse:
    """Say one text in the house's own words; read it as a customer before it holds."""
    try:
        found = text_called(name)
    except KeyError:
        raise Http404 from None
    form = TextForm(request.POST or None, name=name, said=dict(found.forms))
    shown = previews(name, form.said)
    is_sure = "anyway" in request.POST or not any(each.stops for each in shown)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST and is_sure:
        change_house_text(name=name, forms=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("office:limits-texts")
    context = {"text": found, "form": form, "previews": shown, "is_sure": is_sure}
    is_only_looked_at = form.is_bound and form.is_valid() and "look" in request.POST
    status = 422 if form.is_bound and not is_only_looked_at else 200
    return render(request, "office/limits_text.html", context, status=status)
