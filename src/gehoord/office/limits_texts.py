"""Texts for customers in the house's own words: what there is, a preview, and what the coach says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.accounts.models import FormOfAddress, House
from gehoord.limits.links import rules_link
from gehoord.limits.models import HouseRules
from gehoord.limits.wording.checking import stops_in
from gehoord.limits.wording.own import GROUPS, NAMES, TextIsWrong, blanks_in, check_text, delivered
from gehoord.limits.wording.telling import Voice, at_time, house_language, on_day, quoted
from gehoord.limits.wording.times import times_words

TOGETHER = {
    "warning_help": ("warning_help", "warning_behaviour", "warning_consequence"),
    "warning_behaviour": ("warning_help", "warning_behaviour", "warning_consequence"),
    "warning_behaviour_spoken": ("warning_help", "warning_behaviour_spoken", "warning_consequence"),
    "warning_consequence": ("warning_help", "warning_behaviour", "warning_consequence"),
}
"""What a customer reads in one go; any other text stands by itself."""
HOURS = {"times": {"mon": ["09:00", "12:00"], "thu": ["09:00", "12:00"]}}
BLANKS = {
    "{quotes}": gettext_lazy("the customer's literal words"),
    "{until}": gettext_lazy("when it ends"),
    "{begin}": gettext_lazy("when somebody is there again"),
    "{link}": gettext_lazy("the address to read it all and to appeal"),
    "{ways}": gettext_lazy("how the customer reaches us meanwhile"),
}
FORMS = {
    FormOfAddress.U: ("u",),
    FormOfAddress.JE: ("je",),
    FormOfAddress.MIRROR: ("u", "je"),
}


@dataclass(frozen=True)
class OwnText:
    """One text for customers, as it is said in this house."""

    name: str
    label: str | Promise
    forms: Mapping[str, str]
    """As the house says it, in the forms of address that it uses."""
    usual: Mapping[str, str]
    is_own: bool

    @property
    def blanks(self) -> dict[str, str | Promise]:
        """What is filled in and has to stay in it, with what it means."""
        return {each: BLANKS[each] for each in blanks_in(next(iter(self.usual.values())))}


@dataclass(frozen=True)
class Preview:
    """What a customer would read, with what the coach would stop."""

    form: str
    paragraphs: list[str]
    stops: list[str]


def groups() -> list[tuple[str | Promise, list[OwnText]]]:
    """All texts the house may change, by where customers read them."""
    own = HouseRules.current().texts
    return [(label, [_text(name, own) for name in names]) for label, names in GROUPS]


def text_called(name: str) -> OwnText:
    """One text the house may change. Raises KeyError if there is none of this name."""
    return _text(name, HouseRules.current().texts)


def _text(name: str, own: Mapping[str, Mapping[str, str]]) -> OwnText:
    label, usual, said = NAMES[name], delivered(name, house_language()), own.get(name, {})
    used = FORMS[FormOfAddress(House.current().form_of_address)]
    return OwnText(
        name,
        label,
        forms={form: said.get(form) or usual[form] for form in used},
        usual={form: usual[form] for form in used},
        is_own=any(said.get(form) for form in used),
    )


def previews(name: str, forms: Mapping[str, str]) -> list[Preview]:
    """What customers would read; a form that misses something is left out."""
    own = HouseRules.current().texts
    found = []
    for form, words in forms.items():
        text = words.strip() or delivered(name, house_language())[form]
        try:
            check_text(name, text)
        except TextIsWrong:
            continue
        voice = Voice(form == "u", {**own, name: {form: text}})
        filled = filled_in(voice, is_soon=name.startswith("ending"))
        said = [voice.say(each, **filled) for each in TOGETHER.get(name, (name,))]
        found.append(Preview(form, said, stops_in("\n\n".join(said), said=[_example()])))
    return found


def filled_in(voice: Voice, *, is_soon: bool) -> dict[str, Any]:
    """Something to fill in, for who wants to read a text before it is used."""
    now = timezone.now()
    return {
        "quotes": quoted([_example()]),
        "begin": at_time(now + timedelta(days=1)),
        "until": at_time(now + timedelta(hours=2)) if is_soon else on_day(now + timedelta(days=90)),
        "link": rules_link(),
        "ways": voice.say("way_times", times=times_words(HOURS)),
    }


def _example() -> str:
    return _("You are all idiots")
