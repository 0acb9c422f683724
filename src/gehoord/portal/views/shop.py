"""A page of a shop that does not exist, to try the chat on."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoord.channels.webchat.models import Site


@login_not_required
@require_safe
def demo_shop(request: HttpRequest) -> HttpResponse:
    """Show an order page with the chat of `?site=`, or of the first site there is."""
    if not settings.GEHOORD_DEMO:
        raise Http404
    asked = Site.objects.filter(key=request.GET.get("site", "lindehout"))
    site = asked.first() or Site.objects.order_by("pk").first()
    return render(request, "portal/shop.html", {"site": site})
