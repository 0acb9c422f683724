from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gehoord.accounts.models import House


def house(request: HttpRequest) -> dict[str, object]:
    """The house rules, and whether this is a demonstration, for every template."""
    return {"house": SimpleLazyObject(House.current), "is_demonstration": settings.GEHOORD_DEMO}
