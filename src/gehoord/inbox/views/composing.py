"""Write a reply or a note: kept while typing, coached, asked about once, sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.cases.actions import (
    CaseIsClosed,
    IncomingFile,
    NobodyToAnswer,
    ReplyHasBlanks,
    ReplyIsEmpty,
    save_draft,
    send_reply,
    write_note,
)
from gehoord.cases.files import (
    MOST_FILES,
    FileEmpty,
    FileNotKept,
    FileTooBig,
    FileTypeNotAllowed,
    forget_files,
    stored,
)
from gehoord.cases.models import Case, Draft, Message, Note
from gehoord.channels.email.sending.writing import address_draft, send_mail
from gehoord.coaching.blanks import blank_words
from gehoord.inbox.advice import Advice
from gehoord.inbox.coach_marks import STOP
from gehoord.inbox.envelopes import goes_by_mail, typed_envelope
from gehoord.inbox.forms import DraftForm, WritingForm, one_kind_of_line_end
from gehoord.inbox.listing import Choice
from gehoord.inbox.mail_forms import MAIL_REFUSED, mail_trouble
from gehoord.inbox.pages import CasePage, Composer
from gehoord.inbox.views.finding import find_case, show_case
from gehoord.kit.moments import clock

REFUSED_FILES = (FileEmpty, FileTooBig, FileTypeNotAllowed, FileNotKept)


@require_POST
def reply(request: AgentRequest, pk: int) -> HttpResponse:
    """Send an answer to the customer, after asking once about what the coach would stop.

    Only a blank is never sent, not even when it was confirmed: a customer would read it.
    """
    case = find_case(request, pk)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _not_sent(request, case, form)
    composer = _with_questions(request, case, form)
    if composer.blanks or composer.asks:
        return _not_sent(request, case, form, composer=composer)
    trouble = _send(request, case, form)
    if trouble:
        form.add_error(None, trouble)
        return _not_sent(request, case, form)
    return _sent(request, case)


def _with_questions(request: AgentRequest, case: Case, form: WritingForm) -> Composer:
    text = form.cleaned_data["text"]
    composer = Composer(text=text, submission=form.cleaned_data["submission"])
    # A closed case is said first: there is nothing to ask about yet.
    if not case.is_open:
        return composer
    composer.blanks = blank_words(text)
    if not composer.blanks and not form.cleaned_data["confirmed"]:
        composer.marks = Advice(case, request.user, text).marks
        composer.stops = [
            mark
            for mark in composer.marks
            if mark.style == STOP and mark.rule not in form.rules_left
        ]
    return composer


def _send(request: AgentRequest, case: Case, form: WritingForm) -> str:
    """Send it, and say what is wrong if that is not possible."""
    uploads = request.FILES.getlist("files")
    text, submission = form.cleaned_data["text"], form.cleaned_data["submission"]
    try:
        with stored(few(uploads)) as files:
            reply = _send_by_channel(request, case, text, submission, files)
    except REFUSED_FILES as refusal:
        return file_trouble(refusal)
    except MAIL_REFUSED as refusal:
        return mail_trouble(refusal)
    except (CaseIsClosed, ReplyIsEmpty, ReplyHasBlanks, NobodyToAnswer) as refusal:
        return reply_trouble(refusal)
    # Of a form sent twice the first files stay.
    kept = set(reply.attachments.values_list("file", flat=True))
    forget_files(file for file in files if file.path not in kept)
    return ""


def _send_by_channel(
    request: AgentRequest, case: Case, text: str, submission: UUID, files: list[IncomingFile]
) -> Message:
    """An e-mail goes to whom its envelope says; other channels know where the customer is."""
    if not goes_by_mail(case):
        return send_reply(
            case=case, author=request.user, text=text, submission=submission, files=files
        )
    typed = typed_envelope(case, request.POST)
    return send_mail(
        case=case,
        author=request.user,
        text=text,
        submission=submission,
        envelope=typed.envelope,
        files=files,
        carried=typed.carried,
        answers=typed.answers,
    )


def few(uploads: list[Any]) -> list[UploadedFile]:
    """The uploads of a form, if they are not too many.

    Raises FileTooBig.
    """
    if len(uploads) > MOST_FILES:
        raise FileTooBig(_("You can send {most} files at a time.").format(most=MOST_FILES))
    return [each for each in uploads if isinstance(each, UploadedFile)]


def file_trouble(refusal: Exception) -> str:
    """Why a file does not go along, and what to do."""
    if refusal.args:
        return str(refusal)
    if isinstance(refusal, FileEmpty):
        return _("One of the files is empty. Choose another one.")
    if isinstance(refusal, FileNotKept):
        return _("Files cannot be kept right now. Send the reply without them, or try it later.")
    if isinstance(refusal, FileTooBig):
        return _("One of the files is too big. Make it smaller, or send it in parts.")
    return _(
        "One of the files is of a kind we do not send, or is not what its name says. "
        "Images, PDF, text, Word, Excel and OpenDocument can go along."
    )


def reply_trouble(refusal: Exception) -> str:
    """Why a text was not sent, and what to do."""
    if isinstance(refusal, CaseIsClosed):
        return _("A colleague closed this case. Open it again to reply.")
    if isinstance(refusal, ReplyHasBlanks):
        return _("First fill in {blanks}.").format(blanks=", ".join(refusal.blanks))
    if isinstance(refusal, ReplyIsEmpty):
        return _("There is nothing to send yet. Write a reply first.")
    return _("This customer has not written on any channel yet, so a reply cannot get there.")


@require_POST
def note(request: AgentRequest, pk: int) -> HttpResponse:
    """Leave a note for colleagues."""
    case = find_case(request, pk)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _not_sent(request, case, form, mode=Draft.Mode.NOTE)
    try:
        write_note(
            case=case,
            author=request.user,
            text=form.cleaned_data["text"],
            submission=form.cleaned_data["submission"],
        )
    except ReplyIsEmpty:
        form.add_error(None, _("The note is still empty."))
        return _not_sent(request, case, form, mode=Draft.Mode.NOTE)
    return _sent(request, case)


def _sent(request: AgentRequest, case: Case) -> HttpResponse:
    if is_from_script(request):
        return JsonResponse({"submission": str(uuid4())})
    return redirect(
        reverse("inbox:case", args=[case.pk]) + Choice.read(request.GET, request.user).kept
    )


def _not_sent(
    request: AgentRequest,
    case: Case,
    form: WritingForm,
    *,
    composer: Composer | None = None,
    mode: Draft.Mode = Draft.Mode.REPLY,
) -> HttpResponse:
    """Say why nothing was sent, and keep what was typed."""
    if composer is None:
        composer = Composer(mode=mode, text=one_kind_of_line_end(request.POST.get("text", "")))
        if "submission" in form.cleaned_data:
            composer.submission = form.cleaned_data["submission"]
        composer.errors = [str(error) for errors in form.errors.values() for error in errors]
    if is_from_script(request):
        page = CasePage(request, case, composer=composer)
        return render(request, "inbox/said.html", {"page": page, "case": case}, status=422)
    return show_case(request, case, composer=composer, status=422)


@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: AgentRequest, pk: int) -> HttpResponse:
    """Keep what the agent is typing and answer when that was; asked, give what is kept."""
    case = find_case(request, pk)
    if request.method == "GET":
        is_note = request.GET.get("mode") == Draft.Mode.NOTE
        mode = Draft.Mode.NOTE if is_note else Draft.Mode.REPLY
        return JsonResponse({"text": Composer.kept(case, request.user, mode).text})
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"said": _("This text is too long to keep.")}, status=422)
    said = form.cleaned_data
    if said["submission"] and _is_used(said["submission"]):
        return JsonResponse({"said": ""})
    kept = save_draft(
        case=case, author=request.user, mode=Draft.Mode(said["mode"]), text=said["text"]
    )
    if kept and "to" in request.POST:
        typed = typed_envelope(case, request.POST)
        address_draft(draft=kept, envelope=typed.envelope, answers=typed.answers)
    moment = _("Saved at {time}").format(time=clock(kept.saved_at)) if kept else ""
    return JsonResponse({"said": moment})


def _is_used(submission: UUID) -> bool:
    """Whether the text left already: a late save must not bring it back as a draft."""
    return (
        Message.objects.filter(submission=submission).exists()
        or Note.objects.filter(submission=submission).exists()
    )
