"""The house rules for customers, as the house set them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoord.portal.rules import HouseRulesPage


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show what is always allowed, what is not, what follows, and who decides about that."""
    return render(request, "portal/house_rules.html", {"page": HouseRulesPage()})
