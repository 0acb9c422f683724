from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.channels.webchat.models import Site
from gehoord.office.actions import add_site, change_site
from gehoord.office.entrance import administrators_only
from gehoord.office.forms import NewSiteForm, SiteForm


@require_safe
@administrators_only
def site_list(request: AgentRequest) -> HttpResponse:
    """The chats: where they stand and who answers."""
    sites = Site.objects.select_related("team")
    return render(request, "office/sites.html", {"sites": sites})


@require_http_methods(["GET", "POST"])
@administrators_only
def add(request: AgentRequest) -> HttpResponse:
    """Open a chat on a website."""
    form = NewSiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in NewSiteForm.Meta.fields}
        site = add_site(**words, opening_hours=form.hours(), actor=request.user)
        messages.success(request, _("The chat is there. Put the line below on your website."))
        return redirect("office:site-change", site.pk)
    status = 422 if form.is_bound else 200
    return render(request, "office/site.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@administrators_only
def change(request: AgentRequest, number: int) -> HttpResponse:
    """Change a chat, and find the line that puts it on a website."""
    site = get_object_or_404(Site, pk=number)
    form = SiteForm(request.POST or None, instance=site)
    if request.method == "POST" and form.is_valid():
        if changes := form.changes():
            change_site(site=site, changes=changes, actor=request.user)
        messages.success(request, _("%(name)s is saved.") % {"name": site.brand})
        return redirect("office:site-change", site.pk)
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "site": Site.objects.get(pk=number),
        "line": _line_for_website(site),
        "page": settings.GEHOORD_URL + reverse("portal:page", args=[site.key]),
    }
    return render(request, "office/site.html", context, status=status)


def _line_for_website(site: Site) -> str:
    """What an organisation puts on its pages, to be shown as text."""
    address = settings.GEHOORD_URL + reverse("portal:widget")
    return f'<script src="{address}" data-site="{site.key}" async></script>'
