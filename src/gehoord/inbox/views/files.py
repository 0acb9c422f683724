from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from gehoord.accounts.http import AgentRequest
from gehoord.cases.files import SAFE_IMAGES
from gehoord.cases.models import Attachment, Case


@require_GET
def attachment(request: AgentRequest, pk: int) -> HttpResponseBase:
    """Hand out a file of a message, to be kept and not to be run: never shown inside the page."""
    visible = Case.objects.visible_to(request.user)
    found = get_object_or_404(Attachment.objects.filter(message__case__in=visible), pk=pk)
    is_image = found.content_type in SAFE_IMAGES
    try:
        content = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        content,
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type if is_image else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
