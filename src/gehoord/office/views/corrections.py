from __future__ import annotations

import csv
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import House, Role
from gehoord.coaching.corrections import FEWEST
from gehoord.coaching.counting import corrected_rules
from gehoord.coaching.models import Correction
from gehoord.office.actions import note_corrections_export
from gehoord.office.entrance import EXPORTERS, exporters_only, supervisors_only
from gehoord.office.training import lines, with_words

DAYS = 90


def _period() -> tuple[date, date]:
    """The days that are looked at, both included."""
    today = timezone.localdate()
    return today - timedelta(days=DAYS - 1), today


@require_safe
@supervisors_only
def corrections(request: AgentRequest) -> HttpResponse:
    """Which rules of the reader agents find wrong, for the whole house and never per person."""
    first, last = _period()
    found = Correction.objects.between(first, last)
    number, house = found.count(), House.current()
    context = {
        "first": first,
        "last": last,
        "number": number,
        "fewest": FEWEST,
        "is_enough": number >= FEWEST,
        "rules": corrected_rules(first, last) if number >= FEWEST else [],
        "house": house,
        "is_outside_office": not request.user.has_role(Role.ADMIN),
        "may_export": request.user.has_role(*EXPORTERS),
        "may_have_words": request.user.has_role(Role.MANAGER),
        "with_words": with_words(found),
    }
    return render(request, "office/corrections.html", context)


@require_safe
@supervisors_only
def table(request: AgentRequest) -> HttpResponse:
    """The same table, to work with in a spreadsheet."""
    first, last = _period()
    response = _file(f"gehoord-{_('corrections')}-{last}.csv", "text/csv")
    response.write("\ufeff")  # or spreadsheets read é as two signs
    written = csv.writer(response)
    written.writerow(["rule", "why", "example", "found", "corrected", "percent", "from", "until"])
    for each in corrected_rules(first, last):
        row = [each.rule, each.why, ", ".join(each.words), each.found, each.corrected]
        written.writerow([*row, each.percent, first, last])
    return response


@require_POST
@exporters_only
def export(request: AgentRequest) -> HttpResponse:
    """Hand out the corrections as lines to train on; messages only to who may see them."""
    first, last = _period()
    number = Correction.objects.between(first, last).count()
    if number < FEWEST:
        messages.info(request, _("There are too few corrections to hand out."))
        return redirect("office:corrections")
    keeps = House.current().keeps_corrected_words
    has_words = keeps and request.user.has_role(Role.MANAGER)
    response = _file(f"gehoord-{_('corrections')}-{last}.jsonl", "application/jsonl")
    for line in lines(first, last, has_words=has_words):
        response.write(line + "\n")
    note_corrections_export(actor=request.user, number=number, has_words=has_words)
    return response


def _file(name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
