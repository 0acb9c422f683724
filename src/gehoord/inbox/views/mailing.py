"""One e-mail of a case: read all of it, answer it, split it off, say whose it is."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.cases.actions import NothingToSplitOff, ReplyIsAlreadyGone, save_draft, try_again
from gehoord.cases.files import SAFE_IMAGES
from gehoord.cases.models import Case, Draft
from gehoord.channels.email.models import StoredMail
from gehoord.channels.email.passing_on import NobodyWroteFirst, make_first_writer_customer
from gehoord.channels.email.reading import Mail, read_mail
from gehoord.channels.email.reading.display import remote_pictures, safe_html
from gehoord.channels.email.reading.records import Attachment
from gehoord.channels.email.sending.answering import Mode
from gehoord.channels.email.sending.writing import Envelope, address_reply, split_mail
from gehoord.channels.email.wording import fit
from gehoord.inbox.forms import DraftForm
from gehoord.inbox.listing import Choice
from gehoord.inbox.mail_forms import MAIL_REFUSED, mail_trouble
from gehoord.inbox.mails import marks_of
from gehoord.inbox.pages import CasePage
from gehoord.inbox.views.finding import back_to, find_case, with_frames
from gehoord.kit.downloads import inert_download

MOST_PICTURE_BYTES = 15_000_000
"""Pictures inside one mail that are shown; the others are among its files."""
QUIET = "img-src data:"
WITH_PICTURES = "img-src data: https: http:"
FRAME = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; {pictures}; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""No scripts, no forms, no sign-in: what stands in this frame reaches nothing of ours."""


@dataclass(frozen=True)
class WholeMail:
    """Everything that stands in a mail, for its own page."""

    stored: StoredMail
    mail: Mail
    shows_remote: bool

    @property
    def text(self) -> str:
        return fit(self.mail.text)

    @property
    def marks(self) -> list[str]:
        """What is special about it, in words."""
        message = self.stored.message
        security = self.mail.security
        return marks_of(self.stored, security=security, message=message) if message else []

    @property
    def has_markup(self) -> bool:
        return bool(self.mail.html)

    @property
    def remote(self) -> int:
        """How many pictures wait on somebody's server."""
        return remote_pictures(safe_html(self.mail)) if self.mail.html else 0


@never_cache
@require_GET
def whole(request: AgentRequest, pk: int, message: int) -> HttpResponse:
    """All of a mail: quotation, signature and head; to a script only what stands in its page."""
    case = find_case(request, pk)
    stored = _mail_of(case, message)
    seen = WholeMail(stored, _read(stored), shows_remote="pictures" in request.GET)
    template = "inbox/mail_whole.html" if is_from_script(request) else "inbox/mail.html"
    kept = Choice.read(request.GET, request.user).kept
    context = {"case": case, "message": stored.message, "seen": seen, "kept": kept}
    return with_frames(render(request, template, context))


@never_cache
@require_GET
@xframe_options_sameorigin
def markup(request: AgentRequest, pk: int, message: int) -> HttpResponse:
    """A mail as its sender made it up, cleaned, for a frame that may do nothing.

    Pictures from elsewhere are fetched only if somebody asked: they tell the sender who reads.
    """
    mail = _read(_mail_of(find_case(request, pk), message))
    shows_remote = "pictures" in request.GET
    body = safe_html(mail, picture=_Pictures().address_of, shows_remote=shows_remote)
    if not body:
        raise Http404
    response = render(request, "inbox/mail_frame.html", {"body": body})
    policy = FRAME.format(pictures=WITH_PICTURES if shows_remote else QUIET)
    response["Content-Security-Policy"] = policy
    response["Referrer-Policy"] = "no-referrer"
    return response


class _Pictures:
    """Pictures that came along, inside the page: a frame without our origin cannot fetch them."""

    def __init__(self) -> None:
        self.left = MOST_PICTURE_BYTES

    def address_of(self, file: Attachment) -> str | None:
        if file.mime not in SAFE_IMAGES or len(file.content) > self.left:
            return None
        self.left -= len(file.content)
        return f"data:{file.mime};base64,{b64encode(file.content).decode('ascii')}"


@require_GET
def original(request: AgentRequest, pk: int, message: int) -> HttpResponseBase:
    """The mail exactly as it came, to be kept or opened in a mail program."""
    stored = _mail_of(find_case(request, pk), message)
    return inert_download(stored.file, name=f"mail-{message}.eml")


@never_cache
@require_http_methods(["GET", "POST"])
def address(request: AgentRequest, pk: int) -> HttpResponse:
    """Answer, answer everybody or pass on: another envelope, and what was typed stays.

    Asked by a script it is the envelope alone.
    """
    case = find_case(request, pk)
    if request.method == "GET":
        page = CasePage(request, case)
        return render(request, "inbox/envelope.html", {"page": page, "case": case})
    way = request.POST.get("want", Mode.REPLY)
    form = DraftForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        save_draft(case=case, author=request.user, mode=Draft.Mode(said["mode"]), text=said["text"])
    about = {"way": way, "answers": request.GET.get("answers", "")}
    kept = Choice.read(request.GET, request.user).kept
    wanted = urlencode({key: value for key, value in about.items() if value})
    where = reverse("inbox:case", args=[case.pk])
    return redirect(f"{where}{f'{kept}&' if kept else '?'}{wanted}#composer")


@require_POST
def split(request: AgentRequest, pk: int, message: int) -> HttpResponse:
    """Make a case of its own of a mail about something else."""
    case = find_case(request, pk)
    found = get_object_or_404(case.messages.from_customers(), pk=message)
    try:
        new = split_mail(message=found, by=request.user)
    except NothingToSplitOff:
        messages.info(request, _("This is the only message of the case: it stays here."))
        return back_to(request, case)
    messages.info(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            _("The mail is a case of its own now."),
            reverse("inbox:case", args=[new.pk]),
            _("To case {number}").format(number=new.pk),
        ),
    )
    return back_to(request, case)


@require_POST
def give(request: AgentRequest, pk: int, message: int) -> HttpResponse:
    """Make whoever wrote a forwarded mail the customer of the case."""
    case = find_case(request, pk)
    found = get_object_or_404(case.messages.from_customers(), pk=message)
    try:
        make_first_writer_customer(message=found, by=request.user)
    except NobodyWroteFirst:
        messages.info(request, _("The mail does not say who wrote it first."))
    return back_to(request, case)


@require_POST
def correct(request: AgentRequest, pk: int, message: int) -> HttpResponse:
    """Send a reply that did not arrive once more, to the address as it is right."""
    case = find_case(request, pk)
    found = get_object_or_404(
        case.messages.to_customers().filter(outgoing_mail__isnull=False), pk=message
    )
    mail = found.outgoing_mail
    mode = Mode.FORWARD if mail.is_forward else Mode.REPLY
    to = request.POST.get("to", "")[:10_000]
    envelope = Envelope(to=to, cc=mail.cc, bcc=mail.bcc, subject=mail.subject, mode=mode)
    try:
        address_reply(reply=found, envelope=envelope)
    except MAIL_REFUSED as refusal:
        return _refused(request, case, mail_trouble(refusal))
    except ReplyIsAlreadyGone:
        return _refused(request, case, _("The reply had left already. The customer has it."))
    try_again(reply=found)
    return back_to(request, case)


def _refused(request: AgentRequest, case: Case, said: str) -> HttpResponse:
    if is_from_script(request):
        return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    messages.error(request, said)
    return back_to(request, case)


def _mail_of(case: Case, message: int) -> StoredMail:
    mails: Any = StoredMail.objects.filter(message__case=case).select_related(
        "message__conversation"
    )
    found: StoredMail = get_object_or_404(mails, message=message)
    return found


def _read(stored: StoredMail) -> Mail:
    """Read it again; one that is gone from the disk is not found.

    The message is there: only the whole mail is not.
    """
    try:
        return read_mail(stored.raw())
    except FileNotFoundError as missing:
        raise Http404 from missing
