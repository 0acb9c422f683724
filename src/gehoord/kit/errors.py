"""The page for a form that Django refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell the person that the form was too old or came from elsewhere, and what to do."""
    return render(request, "kit/csrf_failure.html", status=403)
