"""The house style as its page shows it: by habit, with what holds in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404
from django.http.request import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoord.accounts.models import FormOfAddress, Team
from gehoord.coaching.style.catalogue import DeliveredRule, delivered, habit_name
from gehoord.coaching.style.changes import place_name, switch_name
from gehoord.coaching.style.layers import (
    HOUSE,
    OFF,
    ON,
    SWITCHES,
    HouseStyle,
    OwnRule,
    Place,
)
from gehoord.contacts.models import Channel

STYLE_OF = {"stop": "stop", "let op": "caution", "tip": "tip"}
"""The class of the wave of a level."""


def teams() -> dict[int, str]:
    """Every team by its number."""
    return dict(Team.objects.values_list("pk", "name"))


def channels() -> dict[str, str]:
    """Every channel as the screen calls it."""
    return {value: str(label) for value, label in Channel.choices}


def place_in(data: QueryDict) -> Place:
    """The place that an address or a form names; the whole house if it names none.

    Raises Http404 for a team or channel that is not there.
    """
    team, channel = data.get("team", ""), data.get("channel", "")
    if channel and channel not in Channel.values:
        raise Http404
    if team and not (team.isdecimal() and Team.objects.filter(pk=int(team[:18])).exists()):
        raise Http404
    return Place(int(team or 0), channel)


def address_of(page: str, place: Place, *words: object, **more: str) -> str:
    """The address of a page of the house style, seen from a place."""
    query = {"team": str(place.team or ""), "channel": place.channel, **more}
    named = urlencode({name: value for name, value in query.items() if value})
    return reverse(f"office:{page}", args=words) + (f"?{named}" if named else "")


@dataclass(frozen=True)
class Choice:
    """One thing a rule can be in a place."""

    value: str
    label: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One rule in one place: what holds, and what may be chosen."""

    code: str
    advice: str
    why: str
    flagged: tuple[str, ...]
    clean: tuple[str, ...]
    level: str
    """What holds in this place: a level or `off`."""
    here: str
    """What is said of it in exactly this place; "" is nothing."""
    as_delivered: str
    words: str
    where: str = ""
    """For a rule of the house: the place it was made for."""
    own: OwnRule | None = None
    can_be_counted: bool = True
    place: Place = HOUSE

    @property
    def style(self) -> str:
        return STYLE_OF.get(self.level, "off")

    @property
    def level_of_examples(self) -> str:
        """The wave under its examples: as it is now, or as it would be."""
        return self.as_delivered if self.level == OFF else self.level

    @property
    def level_name(self) -> str:
        return switch_name(self.level)

    @property
    def is_changed(self) -> bool:
        return self.level != self.as_delivered

    @property
    def choices(self) -> Iterator[Choice]:
        """The switches of this rule in this place; the first takes back what was said here."""
        is_house = self.place == HOUSE
        delivered_name = switch_name(self.as_delivered)
        as_it_was = (_("As made: %s") if self.own else _("As delivered: %s")) % delivered_name
        yield Choice("", as_it_was if is_house else _("As around it"), not self.here)
        names = {ON: as_it_was, OFF: _("Off")}
        for value in SWITCHES:
            is_said_already = value == self.as_delivered or (is_house and value == ON)
            if is_said_already and self.here != value:
                continue
            yield Choice(value, names.get(value, switch_name(value)), self.here == value)


@dataclass(frozen=True)
class Group:
    """The rules of one habit."""

    name: str
    rows: list[Row]
    is_open: bool

    @property
    def number_changed(self) -> int:
        return sum(row.is_changed for row in self.rows)


def rows_in(style: HouseStyle, place: Place, language: str) -> list[tuple[str, Row]]:
    """Every delivered rule of a language in a place, with its habit."""
    switches, here = style.switches_in(place), style.layer(place).rules
    return [
        (rule.habit, _row(rule, place, switches.get(code, ""), here.get(code, "")))
        for code, rule in delivered(language).items()
    ]


def groups_in(
    style: HouseStyle, place: Place, *, language: str, words: str, opened: str
) -> list[Group]:
    """The rules by habit; with words only those that say them, opened."""
    wanted = words.lower().split()
    rows = [
        (habit, row)
        for habit, row in rows_in(style, place, language)
        if all(word in row.words for word in wanted)
    ]
    grouped = groupby(rows, key=lambda each: habit_name(each[0]))
    found = ((name, [row for _habit, row in pairs]) for name, pairs in grouped)
    return [
        Group(name, group, bool(words) or any(row.code == opened for row in group))
        for name, group in found
    ]


def own_rows(style: HouseStyle, place: Place, words: str = "") -> list[Row]:
    """The rules of the house itself that hold in a place."""
    switches, here = style.switches_in(place), style.layer(place).rules
    names = teams(), channels()
    return [
        Row(
            code=rule.id,
            advice=rule.advice,
            why=rule.why,
            flagged=rule.flagged,
            clean=rule.clean,
            level=_level(switches.get(rule.id, ""), rule.level),
            here=here.get(rule.id, ""),
            as_delivered=rule.level,
            words=rule.id.lower(),
            where=place_name(made_for, *names),
            own=rule,
            place=place,
        )
        for made_for, rule in style.own_rules()
        if made_for.holds_in(place) and _says(rule, words)
    ]


def address_choices(style: HouseStyle, place: Place) -> list[Choice]:
    """The forms of address to choose from in a place."""
    here = style.layer(place).address
    found = [Choice(value, str(label), value == here) for value, label in FormOfAddress.choices]
    if place == HOUSE:
        return found
    return [Choice("", _("as around it"), not here), *found]


def _row(rule: DeliveredRule, place: Place, said: str, here: str) -> Row:
    return Row(
        code=rule.code,
        advice=rule.advice,
        why=rule.why,
        flagged=rule.flagged,
        clean=rule.clean,
        level=_level(said, rule.level),
        here=here,
        as_delivered=rule.level,
        words=rule.words,
        can_be_counted=rule.can_be_counted,
        place=place,
    )


def _level(said: str, delivered_level: str) -> str:
    return delivered_level if said in ("", ON) else said


def _says(rule: OwnRule, words: str) -> bool:
    said = " ".join((rule.id, rule.advice, rule.why, *rule.phrases, rule.rewrite)).lower()
    return all(word in said for word in words.lower().split())
