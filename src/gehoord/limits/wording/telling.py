"""Say one of the texts of the house rules to one customer."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override, pgettext

from gehoord.accounts.models import House
from gehoord.cases.models import Conversation, Message
from gehoord.coaching.address import says_u
from gehoord.kit.moments import when
from gehoord.limits.models import HouseRules, Measure

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
    """In the language of the house; somebody who writes another one reads what is delivered."""
    language: str = field(default_factory=language)

    def say(self, name: str, /, **filled: object) -> str:
        """A text with what is filled in; what is filled in is never read as a text itself."""
        forms = texts_in(self.language)[name]
        form = "u" if self.is_formal else "je"
        own = self.own.get(name, {}) if self.language == house_language() else {}
        text = own.get(form) or forms.get("any") or forms[form]
        return text.strip("\n").format(**filled)

    def spoken(self) -> AbstractContextManager[None]:
        """Within it, days, times and lists are said in the language of this customer too."""
        return override(self.language)


def house_language() -> str:
    """The language of the house, in which it says texts in its own words."""
    return settings.LANGUAGE_CODE[:2]


def voice_in(conversation: Conversation | None) -> Voice:
    """In his language and with u or je: as the house wants it, else as the talk has gone so far."""
    house = House.current()
    messages = list(_last_said(conversation)) if conversation else []
    thread = [("customer" if each.is_from_customer else "agent", each.text) for each in messages]
    is_formal = says_u(address=house.form_of_address, thread=thread)  # type: ignore[arg-type]
    return Voice(is_formal, HouseRules.current().texts, _language_of(messages))


def voice_about(measure: Measure) -> Voice:
    """How the customer of a measure is spoken to: as in the talk it is about, or the last one."""
    conversation = measure.conversation
    if conversation is None and measure.case is not None:
        conversation = measure.case.conversations.order_by("-started_at", "-pk").first()
    return voice_in(conversation)


def _last_said(conversation: Conversation) -> Iterable[Message]:
    return conversation.messages.in_order().select_related("reading")[:20]


def _language_of(messages: Iterable[Message]) -> str:
    """The language a customer mostly writes; the house's if nobody can tell."""
    readings = [each.reading for each in messages if each.is_from_customer]
    written = Counter(each.language for each in readings if each is not None and each.is_read)
    others = [each for each in LANGUAGES if each != language()]
    return next((each for each in others if written[each] > written[language()]), language())


def quoted(quotes: Sequence[str]) -> str:
    """Literal words in a sentence: `‘sukkel’ en ‘trut’`."""
    marked = [f"‘{' '.join(quote.split()).rstrip('.')}’" for quote in dict.fromkeys(quotes)]
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
