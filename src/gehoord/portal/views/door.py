"""The door of the widget: JSON, a token instead of cookies, and only for the site's own pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gehoord.channels.webchat.models import Site, Visitor
from gehoord.channels.webchat.tokens import visitor_with
from gehoord.portal.origins import add_cors, add_preflight, is_allowed
from gehoord.portal.rates import count, ip_of
from gehoord.portal.refusals import Refused, busy, no_such_site, not_on_this_website, refusal_for

LONGEST_BODY = 1024 * 1024
"""Bytes of JSON: 100,000 characters fit, so that they get a clear answer."""

View = Callable[..., dict[str, Any] | HttpResponseBase]
Answer = Callable[..., HttpResponseBase]


def widget_door(*methods: str) -> Callable[[View], Answer]:
    """Let the widget of a site call this view with one of `methods`.

    The view gets the request and the site and returns what becomes JSON. No cookie is looked at,
    so a page of somebody else has nothing to abuse and needs no CSRF token.
    """

    def decorate(view: View) -> Answer:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def answer(request: HttpRequest, key: str, **path: Any) -> HttpResponseBase:
            try:
                site = _site_for(request, key)
            except Refused as refusal:
                return _closed(refusal)
            except OperationalError as error:
                return _closed(busy(error))
            response = _answered(request, site, methods, view, path)
            add_cors(response, origin=request.headers.get("Origin"))
            response.setdefault("Cache-Control", "no-store")
            return response

        return answer

    return decorate


def _site_for(request: HttpRequest, key: str) -> Site:
    site = Site.objects.select_related("team").filter(key=key).first()
    if site is None:
        raise no_such_site()
    if not is_allowed(request, site):
        raise not_on_this_website(request)
    return site


def _closed(refusal: Refused) -> HttpResponseBase:
    response = refusal.as_response()
    add_cors(response, origin=None)
    response["Cache-Control"] = "no-store"
    return response


def _answered(
    request: HttpRequest, site: Site, methods: tuple[str, ...], view: View, path: dict[str, Any]
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        add_preflight(response)
        return response
    try:
        if request.method not in methods:
            raise Refused(405, "method", _("This cannot be done here."), allow=list(methods))
        count("look-ip", of=ip_of(request))
        content = view(request, site, **path)
    except Exception as error:
        if (refusal := refusal_for(error)) is None:
            raise
        return refusal.as_response()
    return JsonResponse(content) if isinstance(content, dict) else content


def visitor_asking(request: HttpRequest, site: Site) -> Visitor:
    """The visitor whose token came along.

    Raises TokenIsNotValid.
    """
    _kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return visitor_with(token, site=site)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON that came along.

    Raises Refused if it is too large or no JSON object.
    """
    try:
        if len(request.body) > LONGEST_BODY:
            raise _too_much()
        content = json.loads(request.body)
    except RequestDataTooBig as error:
        raise _too_much() from error
    except (ValueError, RecursionError) as error:
        raise not_understood() from error
    if not isinstance(content, dict):
        raise not_understood()
    return content


def form_of(request: HttpRequest, *, most_bytes: int) -> None:
    """Read the form that came along into `request.POST` and `request.FILES`.

    Raises Refused if it is too large or no form.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes:
        raise _too_much()
    try:
        request.FILES  # noqa: B018 - reading it is what parses the form
    except RequestDataTooBig as error:
        raise _too_much() from error
    except (MultiPartParserError, SuspiciousOperation, ValueError) as error:
        raise not_understood() from error


def _too_much() -> Refused:
    words = _("This is too much at once. Send it in parts. What you wrote is still in the box.")
    return Refused(413, "too_much", words)


def not_understood() -> Refused:
    """Say that what the script sent makes no sense."""
    return Refused(400, "malformed", _("The chat sent something we could not read."))
