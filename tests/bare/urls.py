import os
import threading
from pathlib import Path

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from gehoord import live
from gehoord.jobs.models import TimedJob
from gehoord.jobs.nudges import nudge
from gehoord.jobs.sweep import is_anyone_working
from gehoord.live import publish
from gehoord.live.hub import hub
from tests.bare.models import Delivery, Guest, Parcel


@csrf_exempt
@transaction.atomic
def parcels(request):
    now = timezone.now()
    for label in request.GET["labels"].split(","):
        Parcel.objects.create(label=label, next_attempt_at=now)
    if "nudge" in request.GET:
        nudge("parcels")
    return HttpResponse()


@csrf_exempt
def announce(request):
    audiences = request.GET["audiences"].split(",")
    try:
        with transaction.atomic():
            for topic in request.GET["topics"].split(","):
                publish(topic, audiences=audiences)
            if "fail" in request.GET:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    return HttpResponse()


@csrf_exempt
def guests(request):
    name, audiences = request.GET["name"], request.GET.get("audiences", "")
    Guest.objects.filter(name=name).delete()
    if audiences:
        Guest.objects.create(name=name, audiences=audiences.replace(",", " "))
    return HttpResponse()


def state(request):
    return JsonResponse(
        {
            "process": os.getpid(),
            "streams": hub.count(),
            "threads": threading.active_count(),
            "handles": len(os.listdir("/proc/self/fd")),
            "is_anyone_working": is_anyone_working(),
            # Asked before what is delivered: nothing may move between the two unseen.
            "due": Parcel.objects.filter(next_attempt_at__isnull=False).count(),
            "delivered": sorted(Delivery.objects.values_list("label", flat=True)),
            "timed": list(TimedJob.objects.values_list("name", "last_run_at")),
        }
    )


def page(request):
    """A page that writes down what live.js tells it."""
    return HttpResponse(
        '<!doctype html><html lang="en"><head><meta name="live" content="/live?name=sanne">'
        '<script type="module" src="/live.js"></script><script src="/listen.js"></script>'
        "</head><body></body></html>"
    )


def live_script(request):
    script = Path(live.__file__).parent / "static/live/live.js"
    return HttpResponse(script.read_bytes(), content_type="text/javascript")


def listening_script(request):
    script = """
    window.heard = [];
    addEventListener("DOMContentLoaded", () => ["case-1", "case-2", "live-again"].forEach(
      topic => document.body.addEventListener(topic, () => heard.push(topic))));
    """
    return HttpResponse(script, content_type="text/javascript")


urlpatterns = [
    path("", page),
    path("live.js", live_script),
    path("listen.js", listening_script),
    path("parcels", parcels),
    path("announce", announce),
    path("guests", guests),
    path("state", state),
]
