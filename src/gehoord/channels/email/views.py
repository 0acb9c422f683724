from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gehoord.channels.email.receiving.door import SignatureIsWrong, check_signature, mailbox_at
from gehoord.channels.email.receiving.storing import Arrived, store_mail


@csrf_exempt
@login_not_required
@require_POST
def bring(request: HttpRequest, address: str) -> JsonResponse:
    """Take a raw mail from a provider; it is on the disk before the answer says so.

    The key of the mailbox signs it; the same mail again changes nothing.
    """
    mailbox = mailbox_at(address)
    if mailbox is None:
        raise Http404
    most = settings.GEHOORD_MAX_MAIL_BYTES
    raw = request.read(most + 1)
    if len(raw) > most:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        check_signature(
            mailbox,
            timestamp=request.headers.get("X-Gehoord-Timestamp", ""),
            given=request.headers.get("X-Gehoord-Signature", ""),
            raw=raw,
        )
    except SignatureIsWrong:
        return JsonResponse({"error": "signature"}, status=403)
    if not raw.strip():
        return JsonResponse({"error": "empty"}, status=400)
    row = store_mail(mailbox=mailbox, arrived=Arrived(raw=raw))
    return JsonResponse({"stored": row.pk})
