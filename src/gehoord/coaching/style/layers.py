"""A house style as values: layers from the whole house to one team in one channel."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from gehoord.tone.coaching.finding import LEVELS

OFF, ON = "off", "on"
"""What a layer may say of a rule beside a level; `on` is as it was delivered."""
HARDEST_FIRST: tuple[str, ...] = LEVELS
SWITCHES = (ON, *HARDEST_FIRST, OFF)
OWN_CODE = "HUIS-{:02d}"
_OWN_CODE = re.compile(r"HUIS-\d{2,6}", re.ASCII)


@dataclass(frozen=True, order=True)
class Place:
    """Where a layer holds: a team (0 is all of them) and a channel ("" is all of them)."""

    team: int = 0
    channel: str = ""

    @property
    def specificity(self) -> int:
        """House, channel, team, team and channel: of two layers the higher one wins."""
        return 2 * bool(self.team) + bool(self.channel)

    def holds_in(self, other: Place) -> bool:
        """Whether what is said here counts there too."""
        return self.team in (0, other.team) and self.channel in ("", other.channel)


HOUSE = Place()


@dataclass(frozen=True, kw_only=True)
class OwnRule:
    """A rule of the house itself. A word with a better word is one with made-up examples."""

    id: str
    level: str
    advice: str
    phrases: tuple[str, ...]
    rewrite: str = ""
    why: str = ""
    flagged: tuple[str, ...] = ()
    clean: tuple[str, ...] = ()
    is_word: bool = False

    @property
    def seal(self) -> str:
        """Short and the same as long as nobody changes the rule: what a form was opened with."""
        kept = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return sha256(kept.encode()).hexdigest()[:20]

    def to_json(self) -> dict[str, Any]:
        """As a version keeps it."""
        lists = {name: list(getattr(self, name)) for name in ("phrases", "flagged", "clean")}
        return {**self.__dict__, **lists}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> OwnRule:
        """As it was kept."""
        lists = {name: tuple(kept[name]) for name in ("phrases", "flagged", "clean")}
        return cls(**{**kept, **lists})


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What is different in one place: the form of address, delivered rules, rules of its own."""

    place: Place
    address: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)
    own: tuple[OwnRule, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.address or self.rules or self.own)

    def switched(self, code: str, to: str) -> Layer:
        """The same with one rule off, on or at another level; "" as in the layers around it."""
        rules = {name: how for name, how in self.rules.items() if name != code}
        return replace(self, rules={**rules, code: to} if to else rules)

    def with_rule(self, rule: OwnRule) -> Layer:
        """The same with this rule, in the place of the one with its id."""
        if any(each.id == rule.id for each in self.own):
            own = tuple(rule if each.id == rule.id else each for each in self.own)
            return replace(self, own=own)
        return replace(self, own=(*self.own, rule))

    def without_rule(self, code: str) -> Layer:
        """The same without one of the house's rules, and without what was said of it."""
        own = tuple(each for each in self.own if each.id != code)
        return replace(self.switched(code, ""), own=own)

    def to_json(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {
            "team": self.place.team,
            "channel": self.place.channel,
            "address": self.address,
            "rules": dict(sorted(self.rules.items())),
            "own": [rule.to_json() for rule in self.own],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Layer:
        """As it was kept."""
        return cls(
            place=Place(kept["team"], kept["channel"]),
            address=kept["address"],
            rules=dict(kept["rules"]),
            own=tuple(OwnRule.from_json(rule) for rule in kept["own"]),
        )


@dataclass(frozen=True)
class HouseStyle:
    """All layers together. `last` is the highest number a rule of the house was ever given."""

    layers: tuple[Layer, ...] = ()
    last: int = 0

    def layer(self, place: Place) -> Layer:
        """What is said in exactly this place."""
        found = (layer for layer in self.layers if layer.place == place)
        return next(found, Layer(place=place))

    def over(self, place: Place) -> list[Layer]:
        """The layers that hold in a place, the whole house first, the most specific last."""
        holding = [layer for layer in self.layers if layer.place.holds_in(place)]
        return sorted(holding, key=lambda layer: layer.place.specificity)

    def with_layer(self, layer: Layer) -> HouseStyle:
        """The same with this layer in its place."""
        others = [each for each in self.layers if each.place != layer.place]
        kept = others if layer.is_empty else [*others, layer]
        return replace(self, layers=tuple(sorted(kept, key=lambda each: each.place)))

    def without_rule(self, code: str) -> HouseStyle:
        """The same without one of the house's rules, wherever something is said of it."""
        style = self
        for layer in self.layers:
            style = style.with_layer(layer.without_rule(code))
        return style

    @property
    def house_address(self) -> str:
        """How all customers are addressed, where no place says otherwise."""
        return self.layer(HOUSE).address

    def with_house_address(self, form: str) -> HouseStyle:
        """The same with this form of address for all customers."""
        return self.with_layer(replace(self.layer(HOUSE), address=form))

    def next_code(self) -> tuple[str, HouseStyle]:
        """An id nobody had before, and the style in which it is given out."""
        number = self.last + 1
        return OWN_CODE.format(number), replace(self, last=number)

    def own_rules(self) -> Iterator[tuple[Place, OwnRule]]:
        """Every rule of the house itself, with its place."""
        for layer in self.layers:
            for rule in layer.own:
                yield layer.place, rule

    def find(self, code: str) -> tuple[Place, OwnRule] | None:
        """One rule of the house itself, with its place."""
        return next((found for found in self.own_rules() if found[1].id == code), None)

    def own_in(self, place: Place) -> list[OwnRule]:
        """The house's rules that hold in a place, before any is switched off."""
        return [rule for layer in self.over(place) for rule in layer.own]

    def switches_in(self, place: Place) -> dict[str, str]:
        """What is said of rules in a place: the most specific layer wins for each."""
        return _merged(layer.rules for layer in self.over(place))

    def address_in(self, place: Place) -> str:
        """How customers are addressed in a place."""
        said = [layer.address for layer in self.over(place) if layer.address]
        return said[-1] if said else ""

    def to_json(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {"last": self.last, "layers": [layer.to_json() for layer in self.layers]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> HouseStyle:
        """As it was kept."""
        layers = tuple(Layer.from_json(layer) for layer in kept.get("layers", ()))
        return cls(layers, kept.get("last", 0))


def _merged(said: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in said:
        found.update(each)
    return found


def is_own_code(code: str) -> bool:
    """Whether a code has the shape of a rule of the house: `HUIS-03`."""
    return bool(_OWN_CODE.fullmatch(code))
