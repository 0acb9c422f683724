"""The chat as a page of its own: works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoord.accounts.models import House
from gehoord.cases.doors import closed_for
from gehoord.cases.files import stored
from gehoord.channels.webchat.actions import leave_email, mark_arrived, start_visit, write_message
from gehoord.channels.webchat.history import history_of, is_agent_typing
from gehoord.channels.webchat.models import Site, Visitor
from gehoord.channels.webchat.tokens import ticket_for
from gehoord.channels.webchat.words import message_text
from gehoord.portal.cookies import key_of_cookie, remember, visitor_on_page
from gehoord.portal.forms import EmailForm, MessageForm
from gehoord.portal.rates import count, ip_of
from gehoord.portal.refusals import Refused, chat_is_off, refusal_for
from gehoord.portal.shown import closed_words, rules_url, shown_history
from gehoord.portal.texts import honest_words


@login_not_required
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the conversation, and take in what the visitor writes."""
    site = get_object_or_404(Site.objects.select_related("team"), key=key)
    visitor = visitor_on_page(request, site)
    if request.method != "POST":
        response = _shown(request, site, visitor, form=MessageForm())
        if key_of_cookie(request, site) is None:
            # Known before he writes, so that a first message sent twice is one message.
            remember(response, Visitor(site=site))
        return response
    form = MessageForm(request.POST, request.FILES)
    try:
        visitor = _write(request, site, visitor, form)
    except Exception as error:
        if (refusal := refusal_for(error)) is None:
            raise
        return _refused(request, site, visitor, form, refusal)
    response = HttpResponseRedirect(reverse("portal:page", args=[site.key]) + "#write")
    remember(response, visitor)
    return response


def _write(request: HttpRequest, site: Site, visitor: Visitor | None, form: MessageForm) -> Visitor:
    if not site.is_open:
        raise chat_is_off()
    if not form.is_valid():
        raise Refused(422, "form", _errors(form))
    if visitor is None:
        count("start-ip", of=ip_of(request))
    else:
        count("message-visitor", of=visitor.pk)
    count("message-ip", of=ip_of(request))
    upload = form.cleaned_data["file"]
    if upload and visitor:
        count("file-visitor", of=visitor.pk)
    text, submission = form.cleaned_data["text"], form.cleaned_data["submission"]
    # Before there is a visitor: who sends nothing is nobody yet.
    message_text(text, may_be_empty=bool(upload))
    with stored([upload] if upload else []) as files:
        visitor = visitor or start_visit(site=site, key=key_of_cookie(request, site))
        write_message(visitor=visitor, submission=submission, text=text, files=files)
    return visitor


def _errors(form: Form) -> str:
    return " ".join(str(words) for said in form.errors.values() for words in said)


def _refused(
    request: HttpRequest, site: Site, visitor: Visitor | None, form: MessageForm, refusal: Refused
) -> HttpResponse:
    response = _shown(request, site, visitor, form=form, error=refusal.words)
    response.status_code = refusal.status
    if "retry_after" in refusal.more:
        response["Retry-After"] = str(refusal.more["retry_after"])
    return response


def _shown(
    request: HttpRequest, site: Site, visitor: Visitor | None, *, form: MessageForm, error: str = ""
) -> HttpResponse:
    content = _log_content(site, visitor) | {
        "form": form,
        "error": error,
        "email_form": EmailForm(),
        "closed": closed_words(site),
        "honest": honest_words(),
        "rules_url": rules_url(site),
    }
    return _kept_private(render(request, "portal/page.html", content))


def _log_content(site: Site, visitor: Visitor | None) -> dict[str, Any]:
    content: dict[str, Any] = {"site": site, "visitor": visitor}
    if visitor is None:
        return content
    history = history_of(visitor)
    mark_arrived(visitor=visitor, replies=history.unread, is_read=True)
    closed, is_typing = closed_for(visitor.address()), is_agent_typing(visitor)
    shown = shown_history(history, site=site, is_typing=is_typing, closed=closed)
    return content | shown | {"ticket": ticket_for(visitor)}


@login_not_required
@require_safe
def log(request: HttpRequest, key: str) -> HttpResponse:
    """The conversation alone, for a page that hears that something changed."""
    site = get_object_or_404(Site, key=key)
    content = _log_content(site, visitor_on_page(request, site))
    return _kept_private(render(request, "portal/log.html", content))


@login_not_required
@csrf_protect
@require_POST
def email(request: HttpRequest, key: str) -> HttpResponse:
    """Note an e-mail address of a visitor who came out of hours."""
    site = get_object_or_404(Site, key=key)
    visitor = visitor_on_page(request, site)
    form = EmailForm(request.POST)
    if visitor is None or not form.is_valid():
        words = _errors(form)
        response = _shown(request, site, visitor, form=MessageForm(), error=words)
        response.status_code = 422
        return response
    leave_email(visitor=visitor, email=form.cleaned_data["email"])
    return HttpResponseRedirect(reverse("portal:page", args=[site.key]))


@login_not_required
@require_safe
def how(request: HttpRequest, key: str) -> HttpResponse:
    """Explain in plain words what the software reads and who decides."""
    site = get_object_or_404(Site, key=key)
    return render(
        request, "portal/how.html", {"site": site, "reading_days": House.current().reading_days}
    )


def _kept_private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
