"""The one script a website needs, at an address that never changes."""

from __future__ import annotations

import hashlib
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from gehoord.portal.origins import add_cors

LOADER = """\
// Gehoord: chat on your own website.
(() => {
  const script = document.currentScript;
  const server = new URL("../", script.src);
  import(new URL(%s, server)).then(chat => chat.start({
    server: server.href,
    site: script.dataset.site ?? "",
    theme: script.dataset.theme ?? "",
  }));
})();
"""


@login_not_required
@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """Hand out the small script that fetches the chat.

    What it fetches has its content's hash in its name and is kept for ever; this one is asked
    for again after five minutes, so a new version of Gehoord is there soon.
    """
    content = LOADER % json.dumps(static("portal/widget/chat.js"))
    etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:20]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=300, stale-while-revalidate=86400"
    add_cors(response, origin=None)
    del response["Vary"]
    return response
