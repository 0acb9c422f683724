"""What a customer reads about a measure, and his appeal: with a signed link, without an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.limits.actions import file_appeal
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.letters import letter_of
from gehoord.limits.links import measure_with
from gehoord.limits.models import Measure
from gehoord.portal.notices import AppealForm, NoticePage
from gehoord.portal.rates import TooFast, count, ip_of
from gehoord.portal.refusals import too_fast


@login_not_required
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was decided and until when; take in an appeal."""
    try:
        measure = _found(request, token)
        if request.method != "POST":
            return _shown(request, NoticePage(measure))
        count("appeal-ip", of=ip_of(request))
    except TooFast as error:
        return _too_fast(error)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _shown(request, NoticePage(measure, form=form), status=422)
    try:
        file_appeal(measure=measure, words=form.cleaned_data["words"])
    except NotAllowed as refusal:
        form.add_error("words", str(refusal))
        return _shown(request, NoticePage(measure, form=form), status=422)
    return HttpResponseRedirect(reverse("rules:notice", args=[token]) + "#appeal")


@login_not_required
@require_safe
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """Hand him the notice as a letter."""
    try:
        page = NoticePage(_found(request, token))
    except TooFast as error:
        return _too_fast(error)
    if page.notice is None:
        raise Http404
    response = HttpResponse(letter_of(page.notice), content_type="application/pdf")
    name = _("notice") + ".pdf"
    head = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = head or "attachment"
    return _private(response)


def _found(request: HttpRequest, token: str) -> Measure:
    count("notice-ip", of=ip_of(request))
    measure = measure_with(token, at=timezone.now())
    if measure is None:
        raise Http404
    return measure


def _shown(request: HttpRequest, page: NoticePage, *, status: int = 200) -> HttpResponse:
    with page.voice.spoken():
        answer = render(request, "portal/notice.html", {"page": page}, status=status)
    return _private(answer)


def _too_fast(error: TooFast) -> HttpResponse:
    refusal = too_fast(error)
    response = HttpResponse(refusal.words, status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(error.retry_after)
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    # Not no-referrer: browsers then send `Origin: null` with a form, and it would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response
