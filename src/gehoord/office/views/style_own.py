"""Words and rules of the house itself: added, changed, tried and taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.coaching.style.changes import place_name
from gehoord.coaching.style.current import current_style
from gehoord.coaching.style.layers import OwnRule, Place
from gehoord.coaching.style.own import RuleRefused, require_plain_phrases
from gehoord.coaching.style.phrases import PhraseRefused
from gehoord.coaching.style.saving import (
    ChangedMeanwhile,
    NoSuchRule,
    TooManyRules,
    add_rule,
    change_rule,
    remove_rule,
)
from gehoord.office import style_page
from gehoord.office.entrance import administrators_only
from gehoord.office.style_forms import OwnRuleForm, StyleRuleForm, TryForm, WordForm
from gehoord.office.style_trying import NEW, counted, tried

PIECES = {
    "try": "office/style_tried.html",
    "count": "office/style_counted.html",
    "go-on": "office/style_counted.html",
}
"""What a button beside the form asks for, and the piece of the page that answers."""


@require_http_methods(["GET", "POST"])
@administrators_only
def add_word(request: AgentRequest) -> HttpResponse:
    """Add a word that the house does not want, with a better one."""
    return _add(request, WordForm)


@require_http_methods(["GET", "POST"])
@administrators_only
def add(request: AgentRequest) -> HttpResponse:
    """Add a rule of the house, with examples that prove it."""
    return _add(request, OwnRuleForm)


@require_http_methods(["GET", "POST"])
@administrators_only
def change(request: AgentRequest, code: str) -> HttpResponse:
    """Change a word or a rule of the house."""
    found = current_style().find(code)
    if found is None:
        raise Http404
    place, rule = found
    kind = WordForm if rule.is_word else OwnRuleForm
    form = kind(request.POST or None, initial=kind.filled(rule))
    if _is_to_save(request, form) and _change(request, form, code):
        messages.success(request, _("%s is saved. It holds from now on.") % code)
        return redirect(_to(place, code))
    return _answer(request, form, place, code)


@require_POST
@administrators_only
def remove(request: AgentRequest, code: str) -> HttpResponse:
    """Take a word or a rule of the house away; an older version still has it."""
    found = current_style().find(code)
    if found is None:
        raise Http404
    try:
        remove_rule(code=code, actor=request.user)
    except NoSuchRule:
        messages.info(request, _("A colleague took this rule away meanwhile."))
    except ChangedMeanwhile:
        messages.error(request, _("A colleague saved at the same moment. Look again first."))
    else:
        told = _("%s is taken away. Under Versions you can put it back.")
        messages.success(request, told % code)
    return redirect(style_page.address_of("style", found[0]))


def _add(request: AgentRequest, kind: type[StyleRuleForm]) -> HttpResponse:
    place = style_page.place_in(request.POST if request.method == "POST" else request.GET)
    form = kind(request.POST or None)
    if _is_to_save(request, form) and (rule := _added(request, form, place)):
        messages.success(request, _("%s is added. It holds from now on.") % rule.id)
        return redirect(_to(place, rule.id))
    return _answer(request, form, place, "")


def _is_to_save(request: AgentRequest, form: StyleRuleForm) -> bool:
    return request.POST.get("act", "save") == "save" and form.is_valid()


def _to(place: Place, code: str) -> str:
    return style_page.address_of("style", place, open=code) + f"#{code}"


def _added(request: AgentRequest, form: StyleRuleForm, place: Place) -> OwnRule | None:
    try:
        return add_rule(place=place, rule=form.rule(NEW), actor=request.user)
    except RuleRefused as refused:
        form.refuse(refused)
    except TooManyRules:
        form.add_error(None, _("There are so many rules of the house. Take some away first."))
    except ChangedMeanwhile:
        form.add_error(None, _("A colleague saved at the same moment. Save again."))
    return None


def _change(request: AgentRequest, form: StyleRuleForm, code: str) -> bool:
    try:
        change_rule(rule=form.rule(code), was=form.cleaned_data["was"], actor=request.user)
    except RuleRefused as refused:
        form.refuse(refused)
    except NoSuchRule:
        form.add_error(None, _("A colleague took this rule away meanwhile."))
    except ChangedMeanwhile:
        form.add_error(
            None,
            _(
                "A colleague changed this rule meanwhile. Yours is not saved. Open the page again "
                "to see it, and type your change there."
            ),
        )
    else:
        return True
    return False


def _answer(request: AgentRequest, form: StyleRuleForm, place: Place, code: str) -> HttpResponse:
    """The page with the form; for a script only the piece it asked for."""
    act = request.POST.get("act", "")
    asked = _asked_for(request, form, place, code or NEW, act)
    if asked:  # a rule that is only tried need not be finished: nothing is called wrong yet
        form = type(form)(initial=request.POST.dict())
    context = {
        "form": form,
        "code": code,
        "place": place,
        "place_name": place_name(place, style_page.teams(), style_page.channels()),
        "try_form": TryForm(request.POST if act == "try" else None, auto_id="try_%s"),
        **asked,
    }
    page = PIECES[act] if asked and is_from_script(request) else "office/style_rule.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _asked_for(
    request: AgentRequest, form: StyleRuleForm, place: Place, code: str, act: str
) -> dict[str, Any]:
    """What trying or counting shows of a rule that need not be finished yet."""
    if act not in PIECES:
        return {}
    form.full_clean()
    rule = form.rule(code)
    try:
        require_plain_phrases(rule)
    except PhraseRefused as refused:
        return {"refused": str(refused)}
    if act == "try":
        return {"trial": _trial(request, place, rule)}
    return {"counted": counted(rule, place, request.user, request.POST)}


def _trial(request: AgentRequest, place: Place, rule: OwnRule) -> Any:
    box = TryForm(request.POST)
    said = box.cleaned_data if box.is_valid() else {}
    return tried(said.get("text", ""), place, anger=said.get("anger") or 0, also=[rule])
