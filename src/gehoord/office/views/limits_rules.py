from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.accounts.actions import change_house
from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Agent, House, Role
from gehoord.contacts.models import Channel
from gehoord.limits.actions import change_house_rules
from gehoord.limits.ladder.levels import Level
from gehoord.limits.models import HouseRules
from gehoord.office.entrance import administrators_only, counters_only
from gehoord.office.limits_chart import chart_of
from gehoord.office.limits_fair import FEWEST, fair_ladder, incident_counts
from gehoord.office.limits_rules_forms import RulesForm
from gehoord.office.limits_table import empty_seats, ladder


@require_http_methods(["GET", "POST"])
@administrators_only
def rules(request: AgentRequest) -> HttpResponse:
    """Lengths, addresses and words of the house rules, beside who decides what."""
    form = RulesForm(request.POST or None, instance=HouseRules.current())
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            _keep(form, request.user)
        messages.success(request, _("Saved. It holds for what is given from now on."))
        return redirect("office:limits-rules")
    status = 422 if form.is_bound else 200
    kept = HouseRules.current()
    context = {"form": form, "ladder": ladder(kept), "empty_seats": empty_seats(kept.deciders)}
    return render(request, "office/limits_rules.html", context, status=status)


def _keep(form: RulesForm, by: Agent) -> None:
    if changes := form.changes():
        change_house_rules(changes=changes, by=by)
    address = form.cleaned_data["form_of_address"]
    if address != House.current().form_of_address:
        change_house(changes={"form_of_address": address}, actor=by)


@require_safe
@counters_only
def figures(request: AgentRequest) -> HttpResponse:
    """Whether the ladder is the same for everybody, and how many incidents there were."""
    fair = fair_ladder()
    sides = [
        (_("By channel"), fair.channels, chart_of(fair.channels)),
        (_("By language"), fair.languages, chart_of(fair.languages)),
    ]
    channels = dict(Channel.choices)
    counts = [
        {
            "level": f"{Level(each.level).code} {Level(each.level).label}",
            "channel": channels.get(each.channel, _("not known")),
            "number": each.number,
        }
        for each in incident_counts()
    ]
    context = {
        "sides": sides,
        "counts": counts,
        "since": fair.since,
        "fewest": FEWEST,
        "is_outside_office": not request.user.has_role(Role.ADMIN),
    }
    return render(request, "office/limits_figures.html", context)
