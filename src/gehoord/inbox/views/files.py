from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from gehoord.accounts.http import AgentRequest
from gehoord.cases.files import SAFE_IMAGES
from gehoord.cases.models import Attachment, Case
from gehoord.kit.downloads import UNKNOWN, inert_download


@require_GET
def attachment(request: AgentRequest, pk: int) -> HttpResponseBase:
    """Hand out a file of a message, to be kept and not to be run: never shown inside the page."""
    visible = Case.objects.visible_to(request.user)
    found = get_object_or_404(Attachment.objects.filter(message__case__in=visible), pk=pk)
    kind = found.content_type if found.content_type in SAFE_IMAGES else UNKNOWN
    return inert_download(found.file, name=found.name, content_type=kind)
