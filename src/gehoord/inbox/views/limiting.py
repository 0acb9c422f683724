"""Set a limit in a conversation: warn, end, and what happens to a cooling-off period."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Role
from gehoord.cases.actions import CaseIsClosed, NobodyToAnswer, ReplyHasBlanks, ReplyIsEmpty
from gehoord.cases.models import Case, Message
from gehoord.inbox.limit_forms import ReasonForm
from gehoord.inbox.limiting import LimitPage, StoppedPage, cool_off_of
from gehoord.inbox.views.composing import reply_trouble
from gehoord.inbox.views.finding import find_case
from gehoord.limits.actions import (
    ConversationHasEnded,
    confirm_behaviour,
    end_conversation,
    extend_cool_off,
    open_early,
    warn_customer,
)
from gehoord.limits.ladder.course import NotPossibleNow
from gehoord.limits.ladder.levels import COUNTS
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import EndedWithoutGround, Measure

REPLY_REFUSED = (CaseIsClosed, NobodyToAnswer, ReplyHasBlanks, ReplyIsEmpty)


class HasGround(Exception):
    """The conversation would close channels, and this text does not say so."""


class NoGround(Exception):
    """The conversation may be ended, only without a cooling-off period."""


@never_cache
@require_http_methods(["GET", "POST"])
def limits(request: AgentRequest, pk: int) -> HttpResponse:
    """Warn or end; once it is stopped, how long and what the customer got."""
    case = find_case(request, pk)
    measure = cool_off_of(case)
    if measure is not None:
        stopped = StoppedPage(case, request.user, measure)
        return render(request, "inbox/limit_stopped.html", {"case": case, "page": stopped})
    is_ending = request.GET.get("do") == "end"
    data = request.POST if request.method == "POST" else None
    kept = None if data else request.session.get(_kept(case, is_ending))
    page = LimitPage(case, request.user, is_ending=is_ending, data=data, kept=kept)
    if page.conversation is None:
        raise Http404
    if data is None:
        return _show(request, page)
    return _take(request, page)


def _take(request: AgentRequest, page: LimitPage) -> HttpResponse:
    case, form = page.case, page.form
    if "later" in request.POST:
        request.session[_kept(case, page.is_ending)] = _typed(request)
        messages.info(request, _("Your text is kept. Nothing was sent."))
        return redirect("inbox:case", case.pk)
    if "without" in request.POST:
        return _end_without_ground(request, page)
    if not form.is_valid():
        return _show(request, page, status=422)
    if form.cleaned_data["level"] < COUNTS:
        messages.info(request, _("Nothing was kept or sent: anger and coarse words never count."))
        return redirect("inbox:case", case.pk)
    if request.POST.get("anyway") != "yes" and (stops := page.check()):
        page.stops = stops
        return _show(request, page, status=422)
    return _act(request, page)


def _act(request: AgentRequest, page: LimitPage) -> HttpResponse:
    try:
        with transaction.atomic():
            _confirm(page)
            if page.is_ending:
                _end(page)
            else:
                _warn(page)
    except NoGround:
        page.may_end_anyway = True
    except NotAllowed as refusal:
        page.refused = refusal.why
    except ConversationHasEnded:
        page.refused = [_("A colleague ended this conversation already.")]
    except REPLY_REFUSED as refusal:
        page.refused = [reply_trouble(refusal)]
    else:
        request.session.pop(_kept(page.case, page.is_ending), None)
        return redirect("inbox:limits" if page.is_ending else "inbox:case", page.case.pk)
    return _show(request, page, status=422)


def _confirm(page: LimitPage) -> None:
    """Keep the words and the level the agent chose for them."""
    assert page.conversation is not None
    said = page.form.cleaned_data
    chosen: dict[Message, list[str]] = defaultdict(list)
    for quote in page.words.quotes:
        if quote.key in said["quotes"]:
            chosen[quote.message].append(quote.sentence)
    about: list[tuple[Message | None, list[str]]] = [*chosen.items()]
    if page.form.spoken_words:
        about.append((None, page.form.spoken_words))
    for message, quotes in about:
        confirm_behaviour(
            message=message,
            conversation=page.conversation,
            level=said["level"],
            quotes=quotes,
            by=page.agent,
        )


def _warn(page: LimitPage) -> None:
    assert page.conversation is not None
    said = page.form.cleaned_data
    warn_customer(
        conversation=page.conversation,
        by=page.agent,
        warned=page.form.warned,
        submission=said["submission"],
        is_spoken=said["is_spoken"],
    )


def _end(page: LimitPage) -> None:
    assert page.conversation is not None
    said = page.form.cleaned_data
    ended = end_conversation(
        conversation=page.conversation,
        by=page.agent,
        words=page.last_words,
        submission=said["submission"],
        is_spoken=said["is_spoken"],
    )
    if isinstance(ended, EndedWithoutGround):
        raise NoGround


def _end_without_ground(request: AgentRequest, page: LimitPage) -> HttpResponse:
    """An agent may always stop. Then nothing is held against the customer."""
    assert page.conversation is not None
    form = page.form
    form.is_valid()
    submission = form.cleaned_data.get("submission")
    if submission is None:
        return _show(request, page, status=422)
    try:
        with transaction.atomic():
            ended = end_conversation(
                conversation=page.conversation,
                by=request.user,
                words=page.without_ground,
                submission=submission,
                is_spoken=bool(form.cleaned_data.get("is_spoken")),
                promise=page.promise,
            )
            if isinstance(ended, Measure):
                raise HasGround
    except HasGround:
        page.refused = [_("Behaviour was confirmed here. Choose the words and end it with those.")]
        return _show(request, page, status=422)
    except ConversationHasEnded:
        messages.info(request, _("A colleague ended this conversation already."))
    except REPLY_REFUSED as refusal:
        page.refused = [reply_trouble(refusal)]
        return _show(request, page, status=422)
    else:
        messages.info(
            request,
            _("The conversation is ended, and that is fine. A colleague contacts the customer."),
        )
    return redirect("inbox:case", page.case.pk)


def _show(request: AgentRequest, page: LimitPage, *, status: int = 200) -> HttpResponse:
    context = {"case": page.case, "page": page, "form": page.form}
    return render(request, "inbox/limit.html", context, status=status)


def _kept(case: Case, is_ending: bool) -> str:  # noqa: FBT001
    return f"limit-{case.pk}-{'end' if is_ending else 'warn'}"


def _typed(request: AgentRequest) -> dict[str, Any]:
    names = ("help", "behaviour", "consequence", "words", "said", "until")
    return {name: request.POST.get(name, "")[:2000] for name in names}


@require_POST
def extend(request: AgentRequest, pk: int) -> HttpResponse:
    """Make a cooling-off period longer, once."""
    case, measure, form = _change(request, pk)
    if form.is_valid():
        hours = form.cleaned_data["hours"] or 24
        _try(request, extend_cool_off, measure, hours=hours, reason=form.cleaned_data["reason"])
    return redirect("inbox:limits", case.pk)


@require_POST
def open_again(request: AgentRequest, pk: int) -> HttpResponse:
    """End a cooling-off period before its time."""
    case, measure, form = _change(request, pk)
    if form.is_valid():
        _try(request, open_early, measure, reason=form.cleaned_data["reason"])
    return redirect("inbox:limits", case.pk)


def _change(request: AgentRequest, pk: int) -> tuple[Case, Measure, ReasonForm]:
    case = find_case(request, pk)
    if not request.user.has_role(Role.LEAD, Role.MANAGER):
        raise Http404
    number = request.POST.get("measure", "")
    measures = case.customer.measures.filter(kind=Kind.COOL_OFF)
    measure = get_object_or_404(measures, pk=int(number) if number.isdecimal() else 0)
    form = ReasonForm(request.POST)
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return case, measure, form


def _try(request: AgentRequest, act: Any, measure: Measure, **words: Any) -> None:
    try:
        act(measure=measure, by=request.user, **words)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    except NotPossibleNow:
        messages.info(request, _("A colleague was just before you. Look how it is now."))
