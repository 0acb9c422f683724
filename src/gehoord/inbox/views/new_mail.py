"""Write an e-mail to somebody who did not write to us first."""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gehoord.accounts.http import AgentRequest
from gehoord.cases.actions import ReplyHasBlanks, ReplyIsEmpty
from gehoord.cases.files import forget_files, stored
from gehoord.cases.models import Message
from gehoord.channels.email.sending.writing import write_new_mail
from gehoord.inbox.forms import one_kind_of_line_end
from gehoord.inbox.mail_forms import MAIL_REFUSED, NewMailForm, mail_trouble, mailboxes_of
from gehoord.inbox.views.composing import REFUSED_FILES, few, file_trouble, reply_trouble


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: AgentRequest) -> HttpResponse:
    """A new e-mail; sent, it is a case with the first address in To as its customer."""
    if not mailboxes_of(request.user).exists():
        raise Http404
    if request.method == "GET":
        # The address of a customer may come along from elsewhere.
        start = {"to": request.GET.get("to", ""), "submission": uuid4()}
        return _show(request, NewMailForm(agent=request.user, initial=start))
    form = NewMailForm(request.POST, agent=request.user)
    if form.is_valid():
        trouble, sent = _send(request, form)
        if sent is not None:
            return redirect("inbox:case", sent.case_id)
        form.add_error(None, trouble)
    return _show(request, form, status=422)


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
    text = one_kind_of_line_end(request.POST.get("text", ""))
    submission = request.POST.get("submission") or form.initial.get("submission") or uuid4()
    context = {"form": form, "text": text, "submission": submission}
    return render(request, "inbox/new_mail.html", context, status=status)
