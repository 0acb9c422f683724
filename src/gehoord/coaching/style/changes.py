"""What is different between two house styles, kept as values and told in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gehoord.accounts.models import FormOfAddress
from gehoord.coaching.style.layers import HouseStyle, Layer, OwnRule, Place

Change = dict[str, Any]
"""`team`, `channel`, `what` (address, rule, own), `name`, and `was` and `now` ("" is nothing)."""


def changes_between(before: HouseStyle, after: HouseStyle) -> list[Change]:
    """Everything that is different, place by place."""
    places = {layer.place for layer in (*before.layers, *after.layers)}
    return [
        change
        for place in sorted(places, key=lambda place: (place.specificity, place))
        for change in _between(before.layer(place), after.layer(place))
    ]


def _between(before: Layer, after: Layer) -> Iterator[Change]:
    where = {"team": after.place.team, "channel": after.place.channel}
    if before.address != after.address:
        yield {**where, "what": "address", "name": "", "was": before.address, "now": after.address}
    for code in sorted(before.rules.keys() | after.rules.keys()):
        was, now = before.rules.get(code, ""), after.rules.get(code, "")
        if was != now:
            yield {**where, "what": "rule", "name": code, "was": was, "now": now}
    old, new = _by_id(before), _by_id(after)
    for code in sorted(old.keys() | new.keys()):
        if old.get(code) != new.get(code):
            was, now = _words(old.get(code)), _words(new.get(code))
            yield {**where, "what": "own", "name": code, "was": was, "now": now}


def _by_id(layer: Layer) -> dict[str, OwnRule]:
    return {rule.id: rule for rule in layer.own}


def _words(rule: OwnRule | None) -> str:
    return rule.phrases[0] if rule else ""


def told(change: Change, teams: Mapping[int, str], channels: Mapping[str, str]) -> str:
    """One change as a sentence, with where it holds."""
    sentence = {"address": _address, "rule": _rule, "own": _own}[change["what"]](change)
    return f"{place_name(Place(change['team'], change['channel']), teams, channels)}: {sentence}"


def place_name(place: Place, teams: Mapping[int, str], channels: Mapping[str, str]) -> str:
    """What a layer is called: `Whole house`, `Wonen, Web chat`."""
    names = [teams.get(place.team, _("a team that is gone"))] if place.team else []
    names += [str(channels.get(place.channel, place.channel))] if place.channel else []
    return ", ".join(names) or _("Whole house")


def switch_name(to: str) -> str:
    """A level or a switch as the screen calls it."""
    return {
        "off": _("off"),
        "on": _("on, as delivered"),
        "stop": _("Stop for a moment"),
        "let op": _("Look out"),
        "tip": _("Tip"),
    }.get(to, _("as around it"))


def _address(change: Change) -> str:
    names = dict(FormOfAddress.choices)
    now = str(names.get(change["now"], _("as around it")))
    return _("customers are addressed with: %s.") % now


def _rule(change: Change) -> str:
    words = {"rule": change["name"], "now": switch_name(change["now"])}
    return _("rule %(rule)s: %(now)s.") % words


def _own(change: Change) -> str:
    words = {"rule": change["name"], "words": change["now"] or change["was"]}
    if not change["was"]:
        return _("%(rule)s added (“%(words)s”).") % words
    if not change["now"]:
        return _("%(rule)s taken away (“%(words)s”).") % words
    return _("%(rule)s changed (“%(words)s”).") % words
