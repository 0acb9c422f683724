"""Every version of the house style: look at it, put it back, keep it as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.coaching.models import StyleVersion
from gehoord.coaching.style.changes import changes_between, told
from gehoord.coaching.style.current import current_style
from gehoord.coaching.style.layers import HouseStyle
from gehoord.coaching.style.saving import (
    ChangedMeanwhile,
    TooManyRules,
    put_back,
    take_over,
)
from gehoord.coaching.style.written import FileRefused, as_toml, from_toml
from gehoord.office import style_page
from gehoord.office.actions import note_style_export
from gehoord.office.entrance import administrators_only
from gehoord.office.style_forms import FileForm

ON_A_PAGE = 50


@require_safe
@administrators_only
def versions(request: AgentRequest) -> HttpResponse:
    """Who saved what, newest first."""
    found = StyleVersion.objects.newest_first().select_related("made_by")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(version, _sentences(version.changes)) for version in page]
    context = {"page": page, "rows": rows, "form": FileForm()}
    return render(request, "office/style_versions.html", context)


@require_safe
@administrators_only
def version(request: AgentRequest, number: int) -> HttpResponse:
    """One version: what it changed, and what would change if it held again. 0 is as delivered."""
    found = get_object_or_404(StyleVersion, number=number) if number else None
    now, newest = current_style(), StyleVersion.objects.newest_first().first()
    then = HouseStyle.from_json(found.content) if found else HouseStyle()
    context = {
        "number": number,
        "version": found,
        "changes": _sentences(found.changes) if found else [],
        "differences": _sentences(changes_between(now, _as_put_back(then, now))),
        "is_newest": number == (newest.number if newest else 0),
        "file": as_toml(then, style_page.teams()),
    }
    return render(request, "office/style_version.html", context)


def _as_put_back(then: HouseStyle, now: HouseStyle) -> HouseStyle:
    return then.with_house_address(then.house_address or now.house_address)


@require_POST
@administrators_only
def back(request: AgentRequest, number: int) -> HttpResponse:
    """Make an older version hold again."""
    if number:
        get_object_or_404(StyleVersion, number=number)
    try:
        put_back(number=number, actor=request.user)
    except ChangedMeanwhile:
        messages.error(request, _("A colleague saved at the same moment. Look again first."))
        return redirect("office:style-version", number)
    messages.success(request, _("Version %d holds again, from now on.") % number)
    return redirect("office:style-versions")


@require_POST
@administrators_only
def export(request: AgentRequest) -> HttpResponse:
    """Hand out the house style as a file."""
    response = HttpResponse(content_type="application/toml; charset=utf-8")
    name = _("house-style")
    file = f"gehoord-{name}-{timezone.localdate()}.toml"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["Cache-Control"] = "no-store"
    response.write(as_toml(current_style(), style_page.teams()))
    note_style_export(actor=request.user)
    return response


@require_POST
@administrators_only
def read_file(request: AgentRequest) -> HttpResponse:
    """Take the house style of a file over, as the next version."""
    form = FileForm(request.POST, request.FILES)
    if form.is_valid() and _take_over(request, form):
        return redirect("office:style-versions")
    return render(request, "office/style_file.html", {"form": form}, status=422)


def _take_over(request: AgentRequest, form: FileForm) -> bool:
    try:
        layers = from_toml(form.cleaned_data["file"], style_page.teams(), style_page.channels())
        made = take_over(layers=layers, actor=request.user)
    except FileRefused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    except TooManyRules:
        form.add_error(None, _("There are so many rules of the house. Take some away first."))
        return False
    except ChangedMeanwhile:
        form.add_error(None, _("A colleague saved at the same moment. Look again first."))
        return False
    if made is None:
        messages.info(request, _("The file says what already holds. Nothing is changed."))
    else:
        messages.success(request, _("The style of the file holds from now on."))
    return True


def _sentences(changes: list[dict[str, object]]) -> list[str]:
    teams, channels = style_page.teams(), style_page.channels()
    return [told(change, teams, channels) for change in changes]
