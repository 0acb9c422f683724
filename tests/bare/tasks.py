from datetime import timedelta

from django.db import transaction

from gehoord.jobs.due import work_through
from gehoord.jobs.nudges import drain
from gehoord.live import publish
from tests.bare.models import Delivery, Parcel


@drain("parcels")
def deliver_parcels():
    return work_through(Parcel.objects.all(), deliver, lease=timedelta(seconds=3))


@transaction.atomic
def deliver(parcel):
    if parcel.label == "broken":
        raise ValueError("This parcel cannot be delivered.")
    if parcel.finish():
        Delivery.objects.create(label=parcel.label)
        publish(parcel.label, audiences=["team-1"])
