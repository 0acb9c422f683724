"""The house style: which advice the coach gives, for whom, and in which form of address."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.coaching.style import catalogue
from gehoord.coaching.style.changes import place_name, switch_name
from gehoord.coaching.style.current import current_style
from gehoord.coaching.style.layers import Place
from gehoord.coaching.style.saving import ChangedMeanwhile, choose_address, switch_rule
from gehoord.office import style_page
from gehoord.office.entrance import administrators_only
from gehoord.office.style_forms import TryForm

LANGUAGES = {"nl": "Nederlands", "en": "English"}


@require_safe
@administrators_only
def overview(request: AgentRequest) -> HttpResponse:
    """Every rule by habit, with what holds in one place."""
    return _show(request, style_page.place_in(request.GET), opened=request.GET.get("open", ""))


@require_POST
@administrators_only
def switch(request: AgentRequest, code: str) -> HttpResponse:
    """Switch one rule off or on in one place, or change its level."""
    place, to = style_page.place_in(request.POST), request.POST.get("to", "")
    if code not in catalogue.all_codes() and current_style().find(code) is None:
        raise Http404
    try:
        switch_rule(
            place=place, code=code, to=to, was=request.POST.get("was", ""), actor=request.user
        )
    except ValueError:
        raise Http404 from None
    except ChangedMeanwhile as changed:
        words = {"rule": code, "now": switch_name(str(changed.now or ""))}
        told = _(
            "A colleague changed %(rule)s meanwhile: %(now)s. Your choice is not saved. Choose "
            "again if you still want it."
        )
        messages.error(request, told % words)
        return _show(request, place, opened=code, status=422)
    messages.success(request, _("%s is saved. It holds from now on.") % code)
    return redirect(_back(request, place, code))


@require_POST
@administrators_only
def address(request: AgentRequest) -> HttpResponse:
    """Choose how customers are addressed in one place."""
    place, to = style_page.place_in(request.POST), request.POST.get("to", "")
    try:
        choose_address(place=place, to=to, was=request.POST.get("was", ""), actor=request.user)
    except ValueError:
        raise Http404 from None
    except ChangedMeanwhile:
        messages.error(
            request,
            _("A colleague chose another form of address meanwhile. Yours is not saved."),
        )
        return _show(request, place, status=422)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect(_back(request, place, ""))


def _back(request: AgentRequest, place: Place, code: str) -> str:
    more = {"q": request.POST.get("q", ""), "lang": request.POST.get("lang", ""), "open": code}
    return style_page.address_of("style", place, **more) + (f"#{code}" if code else "")


def _show(
    request: AgentRequest, place: Place, *, opened: str = "", status: int = 200
) -> HttpResponse:
    said = request.POST if request.method == "POST" else request.GET
    language = said.get("lang", "")
    language = language if language in catalogue.languages() else catalogue.languages()[0]
    words, style = said.get("q", "")[:100], current_style()
    teams, channels = style_page.teams(), style_page.channels()
    context = {
        "place": place,
        "place_name": place_name(place, teams, channels),
        "teams": teams.items(),
        "channels": channels.items(),
        "address_choices": list(style_page.address_choices(style, place)),
        "address_here": style.layer(place).address,
        "own": style_page.own_rows(style, place, words),
        "groups": style_page.groups_in(style, place, language=language, words=words, opened=opened),
        "language": language,
        "languages": [(each, LANGUAGES.get(each, each)) for each in catalogue.languages()],
        "words": words,
        "opened": opened,
        "try_form": TryForm(auto_id="try_%s"),
    }
    return render(request, "office/style.html", context, status=status)
