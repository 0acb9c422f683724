from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Role
from gehoord.coaching.rule_use import FEWEST_AGENTS
from gehoord.office.coach_use import FEWEST_SHOWN, months, teams_led_by, use_in
from gehoord.office.entrance import leaders_only


@require_safe
@leaders_only
def coach_use(request: AgentRequest) -> HttpResponse:
    """How often teams take the coach's advice over, never who did."""
    kept = months()
    asked = request.GET.get("month", "")
    month = next((each for each in kept if f"{each:%Y-%m}" == asked), kept[0])
    context = {
        "month": month,
        "months": kept,
        "teams": use_in(month, teams_led_by(request.user)),
        "fewest": FEWEST_AGENTS,
        "fewest_shown": FEWEST_SHOWN,
        "is_outside_office": not request.user.has_role(Role.ADMIN),
    }
    return render(request, "office/coach_use.html", context)
