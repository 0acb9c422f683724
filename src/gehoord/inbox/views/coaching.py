"""Ask the coach about what somebody is writing: for the script, and for a page without one."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gehoord.accounts.actions import change_coach_help
from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.accounts.models import CoachHelp
from gehoord.cases.actions import save_draft
from gehoord.cases.models import Case, Draft
from gehoord.coaching.actions import count_use
from gehoord.inbox.advice import Advice
from gehoord.inbox.coach_marks import rewritten, rule_names
from gehoord.inbox.forms import DraftForm
from gehoord.inbox.pages import CasePage, Composer
from gehoord.inbox.rehearsal import rehearsed
from gehoord.inbox.views.finding import find_case, show_case
from gehoord.inbox.views.saved import filled_for


@never_cache
@require_POST
def coach(request: AgentRequest, pk: int) -> HttpResponse:
    """What the coach says about a draft, for the script. Nothing of it is kept."""
    case = find_case(request, pk)
    text = request.POST.get("text", "")
    advice = Advice(case, request.user, text, mode=_mode(request))
    answer: dict[str, object] = {
        "marks": [mark.for_browser(text) for mark in advice.marks],
        "unanswered": advice.unanswered,
        "skeleton": advice.skeleton,
    }
    if request.POST.get("rehearse"):
        composer = Composer(text=text, rehearsal=rehearsed(advice.needs, text))
        page = {"composer": composer}
        answer["rehearsal"] = render_to_string("inbox/rehearsal.html", {"page": page}, request)
    return JsonResponse(answer)


@require_POST
def check(request: AgentRequest, pk: int) -> HttpResponse:
    """What the coach says about a draft, for a page without a script.

    Its buttons take one rewrite, put in a saved reply or the lines that answer what is not
    answered yet, or show the saved replies or what sending it would do.
    """
    case = find_case(request, pk)
    form = DraftForm({"mode": _mode(request), "text": request.POST.get("text", "")})
    if not form.is_valid():
        text = request.POST.get("text", "")
        composer = Composer(text=text, errors=[_("This text is too long to keep.")])
        return show_case(request, case, composer=composer, status=422)
    mode, asked = form.cleaned_data["mode"], request.POST.get("do", "")
    text = _changed(request, case, form.cleaned_data["text"], mode)
    advice = Advice(case, request.user, text, mode=mode)
    composer = Composer(mode=mode, text=text)
    if asked == "saved":
        composer.saved = CasePage(request, case).saved_choices
    elif asked == "rehearse":
        composer.rehearsal = rehearsed(advice.needs, text)
    else:
        _show(request, case, advice, composer)
    save_draft(case=case, author=request.user, mode=Draft.Mode(mode), text=text)
    return show_case(request, case, composer=composer)


def _show(request: AgentRequest, case: Case, advice: Advice, composer: Composer) -> None:
    """Show the advice on the page, and count in the team's totals what was not shown before."""
    composer.marks, composer.unanswered = advice.marks, advice.unanswered
    composer.is_checked = True
    seen = rule_names(request.POST.get("shown", ""))
    composer.shown = list(dict.fromkeys([*seen, *(mark.rule for mark in advice.marks)]))
    for rule in composer.shown[len(seen) :]:
        count_use(team_id=case.team_id, rule=rule, how="shown")


def _changed(request: AgentRequest, case: Case, text: str, mode: str) -> str:
    """The text with what a button puts in it."""
    if wanted := request.POST.get("take", ""):
        for mark in Advice(case, request.user, text, mode=mode).marks:
            if wanted == f"{mark.rule} {mark.start}" and mark.rewrite is not None:
                count_use(team_id=case.team_id, rule=mark.rule, how="taken")
                return rewritten(text, mark)
    more = ""
    if request.POST.get("do") == "answer":
        more = Advice(case, request.user, text).skeleton
    elif (number := request.POST.get("insert", "")).isdecimal():
        more = filled_for(request, case, int(number))
    return f"{text.rstrip()}\n\n{more}".lstrip() if more else text


@require_POST
def tips(request: AgentRequest, pk: int) -> HttpResponse:
    """Switch the coach on or off, for this agent alone."""
    case = find_case(request, pk)
    choice = request.POST.get("coach_help", "")
    if choice not in CoachHelp.values:
        return HttpResponseBadRequest()
    change_coach_help(agent=request.user, coach_help=choice)
    if is_from_script(request):
        return HttpResponse(status=204)
    form = DraftForm({"mode": _mode(request), "text": request.POST.get("text", "")})
    if form.is_valid():
        mode, text = Draft.Mode(form.cleaned_data["mode"]), form.cleaned_data["text"]
        save_draft(case=case, author=request.user, mode=mode, text=text)
    page = CasePage(request, case)
    query = page.note_query if _mode(request) == Draft.Mode.NOTE else page.kept
    return redirect(reverse("inbox:case", args=[case.pk]) + query)


@require_POST
def used(request: AgentRequest, pk: int) -> HttpResponse:
    """Count what became of advice, in totals of the team: no person, no case and no words."""
    case = find_case(request, pk)
    if request.user.coach_help != CoachHelp.OFF:
        for how in ("shown", "taken", "left"):
            for rule in rule_names(request.POST.get(how, "")):
                count_use(team_id=case.team_id, rule=rule, how=how)
    return HttpResponse(status=204)


def _mode(request: AgentRequest) -> str:
    """Whether a reply or a note is being written."""
    is_note = request.POST.get("mode") == Draft.Mode.NOTE
    return Draft.Mode.NOTE if is_note else Draft.Mode.REPLY
