"""Say one of the texts of the house rules to one customer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from gehoord.accounts.models import House
from gehoord.cases.models import Conversation
from gehoord.coaching.address import says_u
from gehoord.kit.moments import when
from gehoord.limits.models import HouseRules

FOLDER = Path(__file__).parent
LANGUAGES = ("nl", "en")


@lru_cache(maxsize=len(LANGUAGES))
def texts_in(language: str) -> dict[str, dict[str, str]]:
    """All texts of a language: by name, then `u` and `je`, or `any`."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def language() -> str:
    """The language in which customers are spoken to."""
    here = (get_language() or "nl")[:2]
    return here if here in LANGUAGES else "nl"


@dataclass(frozen=True)
class Voice:
    """How a customer is spoken to, and what the house says in its own words."""

    is_formal: bool = True
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def say(self, name: str, /, **filled: object) -> str:
        """A text with what is filled in; what is filled in is never read as a text itself."""
        forms = texts_in(language())[name]
        form = "u" if self.is_formal else "je"
        text = self.own.get(name, {}).get(form) or forms.get("any") or forms[form]
        return text.strip("\n").format(**filled)


def voice_in(conversation: Conversation | None) -> Voice:
    """With u or je: as the house wants it, else as the talk has gone so far."""
    house = House.current()
    messages = conversation.messages.in_order() if conversation else ()
    thread = [
        ("customer" if each.is_from_customer else "agent", each.text)
        for each in (messages[:20] if messages else ())
    ]
    is_formal = says_u(address=house.form_of_address, thread=thread)  # type: ignore[arg-type]
    return Voice(is_formal, HouseRules.current().texts)


def quoted(quotes: Sequence[str]) -> str:
    """Literal words in a sentence: `‘sukkel’ en ‘trut’`."""
    marked = [f"‘{' '.join(quote.split()).rstrip('.')}’" for quote in quotes]
    *first, last = marked or [""]
    both = pgettext("between the last two of a list", " and ")
    return f"{', '.join(first)}{both}{last}" if first else last


def at_time(moment: datetime) -> str:
    """A moment in a sentence: `11.46 uur`, `ma 2 juni 11.46 uur`."""
    return pgettext("a time of day in a sentence", "%(time)s") % {"time": when(moment)}


def last_day(ends_at: datetime) -> str:
    """The last day of a term that ends at midnight, which is already the day after."""
    return on_day(ends_at - timedelta.resolution)


def on_day(moment: datetime) -> str:
    """A day in a letter, which is read later: `2 juni 2026`."""
    return date_format(timezone.localtime(moment), "j F Y")
