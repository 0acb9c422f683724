"""The house style that holds now, ready for the coach in well under a tenth of a millisecond."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any, NamedTuple, cast

from gehoord import tone
from gehoord.accounts.models import House
from gehoord.coaching.models import StyleVersion
from gehoord.coaching.style.layers import OFF, HouseStyle, OwnRule, Place
from gehoord.coaching.style.own import as_engine_rule
from gehoord.tone.coaching.finding import LEVELS, Level
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.style import Address

logger = logging.getLogger(__name__)
SECONDS_HELD = 1.0
"""So long after a save another process may still coach as before."""


class Held(NamedTuple):
    """What this process knows, and when it last asked whether that still holds."""

    asked_at: float
    key: tuple[int, str]
    style: HouseStyle
    made: dict[Place, tone.Style]


class _Memory:
    held: Held | None = None


def style_for(*, team_id: int | None, channel: str) -> tone.Style:
    """The house style for a team's replies in a channel.

    A change holds at once in the process that saved it, and within a second in the others.
    """
    held = _current()
    place = Place(team_id or 0, channel)
    if place not in held.made:
        held.made[place] = engine_style(held.style, place)
    return held.made[place]


def current_style() -> HouseStyle:
    """The house style as it is saved now. Its form of address for all is the house's own."""
    return stored_style(StyleVersion.objects.newest_first().first())


def stored_style(version: StyleVersion | None) -> HouseStyle:
    """The style of a version, with the form of address that the house has now."""
    style = HouseStyle.from_json(version.content) if version else HouseStyle()
    return style.with_house_address(House.current().form_of_address)


def engine_style(style: HouseStyle, place: Place, *, also: Iterable[OwnRule] = ()) -> tone.Style:
    """What the engine needs of a house style in one place; `also` are rules not saved yet."""
    switches = style.switches_in(place)
    also = list(also)
    tried = {rule.id for rule in also}
    saved = [rule for rule in style.own_in(place) if rule.id not in tried]
    return tone.Style(
        without=frozenset(code for code, to in switches.items() if to == OFF),
        own=tuple(_engine_rules((*saved, *also))),
        address=cast(Address, style.address_in(place)),
        levels_changed={code: _level(to) for code, to in switches.items() if to in LEVELS},
    )


def forget(**_about: Any) -> None:
    """Look again at the next draft: something was saved. Also hears signals of the house."""
    _Memory.held = None


def _current() -> Held:
    now = monotonic()
    held = _Memory.held
    if held and now - held.asked_at < SECONDS_HELD:
        return held
    newest = StyleVersion.objects.newest_first().values_list("number", flat=True).first()
    key = newest or 0, House.current().form_of_address
    if held and held.key == key:
        fresh = held._replace(asked_at=now)
    else:
        fresh = Held(now, key, current_style(), {})
    _Memory.held = fresh
    return fresh


def _engine_rules(rules: Iterable[OwnRule]) -> Iterator[CoachRule]:
    for rule in rules:
        try:
            yield as_engine_rule(rule)
        except ValueError:
            # One rule that a newer version no longer takes must not silence all the others.
            logger.exception("The house rule %s cannot be used", rule.id)


def _level(to: str) -> Level:
    return next(level for level in LEVELS if level == to)
