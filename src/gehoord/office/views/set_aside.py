from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Role
from gehoord.channels.email.models import Kind, StoredMail, StoredMailQuerySet
from gehoord.channels.email.setting_aside import leave, read_again, take_up_again
from gehoord.kit.downloads import inert_download
from gehoord.office.actions import read_all_again
from gehoord.office.entrance import mail_deciders_only
from gehoord.office.mailbox_state import decided_by, left_before

ON_A_PAGE = 50


@require_safe
@mail_deciders_only
def set_aside(request: AgentRequest) -> HttpResponse:
    """Mails that could not be read: why, from whom, since when; the words only for their team."""
    shows_left = request.GET.get("left") == "yes"
    waiting, left = decided_by(request.user), left_before(request.user)
    found = (left if shows_left else waiting).select_related("mailbox__team", "left_by")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    readable = StoredMail.objects.visible_to(request.user).filter(pk__in=[row.pk for row in rows])
    context = {
        "page": page,
        "rows": rows,
        "number": waiting.exclude(kind=Kind.BOUNCE).count(),
        "reports": waiting.filter(kind=Kind.BOUNCE).count(),
        "left": left.count(),
        "shows_left": shows_left,
        "until": waiting.values_list("set_aside_at", flat=True).first(),
        "readable": set(readable.values_list("pk", flat=True)),
        "is_outside_office": not request.user.has_role(Role.ADMIN),
    }
    return render(request, "office/set_aside.html", context)


@require_POST
@mail_deciders_only
def again(request: AgentRequest, number: int) -> HttpResponse:
    """Read one mail once more; if it cannot be read, it comes back."""
    row = get_object_or_404(decided_by(request.user), pk=number)
    read_again(row=row)
    if StoredMail.objects.wanted_whole().filter(pk=number).exists():
        told = _("The whole mail is fetched from the mail server. It stays here until it has come.")
    else:
        told = _("This mail is read again. If that fails, it is here again.")
    messages.success(request, told)
    return redirect("office:set-aside")


@require_POST
@mail_deciders_only
def leave_one(request: AgentRequest, number: int) -> HttpResponse:
    """Leave one mail as it is: it needs nothing."""
    rows = decided_by(request.user).filter(pk=number)
    get_object_or_404(rows)
    leave(rows=rows, by=request.user)
    messages.success(request, _("This mail is left as it is. You find it at the end of this list."))
    return redirect("office:set-aside")


@require_POST
@mail_deciders_only
def leave_reports(request: AgentRequest) -> HttpResponse:
    """Leave all delivery reports that lay here when the page was opened."""
    number = leave(rows=_seen(request).filter(kind=Kind.BOUNCE), by=request.user)
    told = ngettext(
        "%(number)d delivery report is left as it is.",
        "%(number)d delivery reports are left as they are.",
        number,
    )
    messages.success(request, told % {"number": number})
    return redirect("office:set-aside")


@require_POST
@mail_deciders_only
def take_up(request: AgentRequest, number: int) -> HttpResponse:
    """Let one mail that was left wait for somebody again."""
    rows = left_before(request.user).filter(pk=number)
    get_object_or_404(rows)
    take_up_again(rows=rows, by=request.user)
    messages.success(request, _("This mail waits for somebody again."))
    return redirect("office:set-aside")


@require_POST
@mail_deciders_only
def all_again(request: AgentRequest) -> HttpResponse:
    """Read everything once more that lay here when the page was opened, but for reports."""
    number = read_all_again(rows=_seen(request).exclude(kind=Kind.BOUNCE))
    told = ngettext(
        "%(number)d mail is read again. If that fails, it is here again.",
        "%(number)d mails are read again. What fails is here again.",
        number,
    )
    messages.success(request, told % {"number": number})
    return redirect("office:set-aside")


def _seen(request: AgentRequest) -> StoredMailQuerySet:
    """What lay here when the page was opened that the agent acts on."""
    found = decided_by(request.user)
    until = _moment(request.POST.get("until", ""))
    return found.filter(set_aside_at__lte=until) if until else found


def _moment(words: str) -> datetime | None:
    try:
        found = parse_datetime(words)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


@require_GET
@mail_deciders_only
def mail(request: AgentRequest, number: int) -> HttpResponseBase:
    """Hand out a mail as it came, to be kept and not to be run, to whom sees cases of its team."""
    rows = StoredMail.objects.kept_out_of_cases().visible_to(request.user)
    row = get_object_or_404(rows, pk=number)
    return inert_download(row.file, name=f"mail-{row.pk}.eml")
