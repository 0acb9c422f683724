"""What a team may learn from a conversation that was ended without ground."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.limits.actions import look_at_ended
from gehoord.limits.models import EndedWithoutGround
from gehoord.limits.models.ended import LONGEST_LESSON
from gehoord.office.entrance import quality_only
from gehoord.office.quality import ended_talks


class LessonForm(forms.Form):
    """What the team may learn; it may stay empty."""

    lesson = forms.CharField(required=False, max_length=LONGEST_LESSON)


@never_cache
@require_safe
@quality_only
def ended(request: AgentRequest) -> HttpResponse:
    """Conversations that were ended without ground: what was said, and whether somebody called."""
    return _page(request)


@require_POST
@quality_only
def looked(request: AgentRequest, number: int) -> HttpResponse:
    """Say that you looked at one, with a lesson for the team if there is one."""
    found = get_object_or_404(EndedWithoutGround.objects.for_quality(), pk=number)
    form = LessonForm(request.POST)
    if not form.is_valid():
        return _page(request, wrong=found.pk, typed=request.POST.get("lesson", ""), form=form)
    look_at_ended(ended=found, by=request.user, lesson=form.cleaned_data["lesson"])
    messages.success(request, _("Kept."))
    return redirect("office:quality-ended")


def _page(
    request: AgentRequest, *, wrong: int = 0, typed: str = "", form: LessonForm | None = None
) -> HttpResponse:
    context = {
        "talks": ended_talks(number=request.GET.get("page")),
        "wrong": wrong,
        "typed": typed,
        "errors": form.errors.get("lesson", []) if form else [],
        "longest": LONGEST_LESSON,
    }
    return render(request, "office/quality_ended.html", context, status=422 if wrong else 200)
