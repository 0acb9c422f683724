"""What stands in the braces of a story: names, numbers, days and amounts that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from gehoord.demo.cast import Person

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
TOWNS = (
    "Zwolle",
    "Apeldoorn",
    "Tilburg",
    "Leeuwarden",
    "Gent",
    "Almere",
    "Hasselt",
    "Breda",
    "Emmen",
    "Zaandam",
    "Mechelen",
    "Venlo",
)


def words_for(
    person: Person, things: Sequence[str], *, at: datetime, rng: Random
) -> dict[str, str]:
    """The words of one case. Days fit the moment the case began; Sundays are never promised."""
    at = timezone.localtime(at)
    thing = rng.choice(things)
    amount = rng.randrange(39, 690)
    day = DAYS[_work_day(at, rng.randrange(1, 4)).weekday()]
    return {
        "naam": person.addressed,
        "klant": person.name,
        "ding": thing,
        "Ding": thing[:1].upper() + thing[1:],
        "kort": thing.split(" ")[0],
        "nummer": f"{rng.randrange(110, 990)}-{rng.randrange(1000, 9999)}",
        "klantnummer": f"{rng.randrange(4_100_000, 8_900_000)}",
        "bedrag": f"{amount} euro",
        "meer": f"{amount + rng.randrange(60, 240)} euro",
        "minder": f"{amount * 2 // 3} euro",
        "termijn": f"{rng.randrange(95, 240)} euro",
        "stand": f"{rng.randrange(11_000, 78_000)}",
        "plaats": rng.choice(TOWNS),
        "dag": day,
        "Dag": day.capitalize(),
        "later": _date(_work_day(at, rng.randrange(5, 9))),
        "toen": _date(at - timedelta(days=rng.randrange(9, 30))),
        "gisteren": DAYS[(at - timedelta(days=1)).weekday()],
        "uur": f"{rng.randrange(9, 16)}.{rng.choice(['00', '30'])} uur",
        "weken": rng.choice(("drie", "vier", "vijf", "zes")),
        "keer": rng.choice(("derde", "vierde", "vijfde")),
        "straat": rng.choice(("Lindelaan", "Kerkstraat", "Molenweg", "Havenkade", "Dorpsstraat")),
        "huisnummer": str(rng.randrange(2, 148)),
    }


def _work_day(at: datetime, days: int) -> datetime:
    day = at + timedelta(days=days)
    return day + timedelta(days=1) if day.weekday() == len(DAYS) - 1 else day


def _date(day: datetime) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
