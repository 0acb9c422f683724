from gehoord.live.doors import Door
from tests.bare.models import Guest


def own(request):
    guest = Guest.objects.filter(name=request.GET.get("name", "")).first()
    return frozenset(guest.audiences.split()) if guest else None


foreign = Door(
    enter=own,
    may_be_read_by=lambda request, origin: origin == "https://shop.example",
    streams_each=2,
)
