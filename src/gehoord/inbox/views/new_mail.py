"""Write an e-mail to somebody who did not write to us first."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.accounts.models import CoachHelp
from gehoord.cases.actions import ReplyHasBlanks, ReplyIsEmpty
from gehoord.cases.files import forget_files, stored
from gehoord.cases.models import Message
from gehoord.channels.email.models import MailDraft
from gehoord.channels.email.sending.writing import (
    discard_mail_draft,
    save_mail_draft,
    write_new_mail,
)
from gehoord.inbox.forms import one_kind_of_line_end
from gehoord.inbox.mail_advice import new_mail_marks
from gehoord.inbox.mail_forms import (
    MAIL_REFUSED,
    TYPED,
    MailDraftForm,
    NewMailForm,
    mail_trouble,
    mailboxes_of,
)
from gehoord.inbox.views.composing import REFUSED_FILES, few, file_trouble, reply_trouble
from gehoord.kit.moments import clock

THROWN_AWAY = "new-mail-thrown-away"
"""Under which the last one thrown away lies in the session, until another one is begun."""


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: AgentRequest) -> HttpResponse:
    """A new e-mail; sent, it is a case with the first address in To as its customer."""
    _only_with_a_mailbox(request)
    if request.method == "GET":
        return _show(request, NewMailForm(agent=request.user, initial=_kept(request)))
    form = NewMailForm(request.POST, agent=request.user)
    if form.is_valid():
        trouble, sent = _send(request, form)
        if sent is not None:
            return redirect("inbox:case", sent.case_id)
        form.add_error(None, trouble)
    _save(request)
    return _show(request, form, status=422)


@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: AgentRequest) -> HttpResponse:
    """Keep a new e-mail while it is written and answer when that was; asked, give its text."""
    _only_with_a_mailbox(request)
    if request.method == "GET":
        return JsonResponse({"text": _kept(request).get("text", "")})
    form = MailDraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"said": _("This text is too long to keep.")}, status=422)
    sent = form.cleaned_data["submission"]
    # A late save must not bring back what has left.
    is_gone = sent is not None and Message.objects.filter(submission=sent).exists()
    kept = None if is_gone else _save(request)
    if not is_from_script(request):
        return redirect("inbox:write")
    moment = _("Saved at {time}").format(time=clock(kept.saved_at)) if kept else ""
    return JsonResponse({"said": moment})


@require_POST
def throw_away(request: AgentRequest) -> HttpResponse:
    """Throw the new e-mail away; until another one is begun it can be had back."""
    _only_with_a_mailbox(request)
    if (kept := _save(request)) is not None:
        request.session[THROWN_AWAY] = _typed_in(kept)
        discard_mail_draft(author=request.user)
        words, again = _("Your e-mail is thrown away."), f"{reverse('inbox:write')}?again=yes"
        link = format_html('{} <a href="{}">{}</a>', words, again, _("Get it back"))
        messages.info(request, link)
    return redirect("inbox:list")


@never_cache
@require_POST
def coach(request: AgentRequest) -> HttpResponse:
    """What the coach says about a new e-mail, for the script. Nothing of it is kept."""
    text = request.POST.get("text", "")
    box = _box(request)
    marks = new_mail_marks(request.user, text, team_id=box.team_id if box else None)
    return JsonResponse({"marks": [mark.for_browser(text) for mark in marks]})


def _only_with_a_mailbox(request: AgentRequest) -> None:
    if not mailboxes_of(request.user).exists():
        raise Http404


def _kept(request: AgentRequest) -> dict[str, Any]:
    """What the agent wrote before; without that, the address that comes along from elsewhere."""
    kept = MailDraft.objects.filter(author=request.user).first()
    if kept is not None:
        return _typed_in(kept)
    thrown_away: dict[str, Any] = request.session.get(THROWN_AWAY, {})
    return thrown_away if "again" in request.GET else {"to": request.GET.get("to", "")}


def _typed_in(kept: MailDraft) -> dict[str, Any]:
    typed = {name: getattr(kept, name) for name in TYPED}
    return typed | ({"mailbox": kept.mailbox_id} if kept.mailbox_id else {})


def _save(request: AgentRequest) -> MailDraft | None:
    """Keep what was typed, right or wrong; nothing if it is too long to keep."""
    form = MailDraftForm(request.POST)
    if not form.is_valid():
        return None
    kept = save_mail_draft(author=request.user, mailbox=_box(request), **form.typed)
    if kept is not None:
        request.session.pop(THROWN_AWAY, None)
    return kept


def _box(request: AgentRequest) -> Any:
    number = request.POST.get("mailbox", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    return mailboxes_of(request.user).filter(pk=number).first() if is_number else None


def _send(request: AgentRequest, form: NewMailForm) -> tuple[str, Message | None]:
    said = form.cleaned_data
    try:
        with stored(few(request.FILES.getlist("files"))) as files:
            sent = write_new_mail(
                mailbox=said["mailbox"],
                author=request.user,
                envelope=form.envelope,
                text=said["text"],
                submission=said["submission"],
                files=files,
            )
    except REFUSED_FILES as refusal:
        return file_trouble(refusal), None
    except MAIL_REFUSED as refusal:
        return mail_trouble(refusal), None
    except (ReplyIsEmpty, ReplyHasBlanks) as refusal:
        return reply_trouble(refusal), None
    kept = set(sent.attachments.values_list("file", flat=True))
    forget_files(file for file in files if file.path not in kept)
    return "", sent


def _show(request: AgentRequest, form: NewMailForm, *, status: int = 200) -> HttpResponse:
    kept = MailDraft.objects.filter(author=request.user).first()
    text = form.initial.get("text", "") if status == 200 else request.POST.get("text", "")
    context = {
        "form": form,
        "text": one_kind_of_line_end(text),
        "submission": request.POST.get("submission") or uuid4(),
        "saved_at": kept.saved_at if kept else None,
        "boxes": mailboxes_of(request.user),
        "has_tips": request.user.coach_help != CoachHelp.OFF,
    }
    return render(request, "inbox/new_mail.html", context, status=status)
