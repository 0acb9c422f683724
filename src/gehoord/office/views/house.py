from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gehoord.accounts.actions import change_house
from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import House
from gehoord.office.entrance import administrators_only
from gehoord.office.forms import HouseForm


@require_http_methods(["GET", "POST"])
@administrators_only
def house(request: AgentRequest) -> HttpResponse:
    """The organisation's own choices."""
    form = HouseForm(request.POST or None, instance=House.current())
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        if changes:
            change_house(changes=changes, actor=request.user)
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("office:house")
    status = 422 if form.is_bound else 200
    return render(request, "office/house.html", {"form": form}, status=status)
