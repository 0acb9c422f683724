"""A house style as a TOML file: to keep, to look at, and to bring to another house."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import regex
from django.utils.translation import gettext as _

from gehoord.accounts.models import FormOfAddress
from gehoord.coaching.style.catalogue import all_codes
from gehoord.coaching.style.layers import (
    HOUSE,
    OWN_CODE,
    SWITCHES,
    HouseStyle,
    Layer,
    OwnRule,
    Place,
    is_own_code,
)
from gehoord.coaching.style.own import RuleRefused, proved

LARGEST = 500_000
MOST_REASONS = 20
KEYS = {"style", "rule", "word"}
PLACE_KEYS = {"team", "channel"}
RULE_KEYS = {"id", "level", "phrases", "rewrite", "advice", "why", "flagged", "clean", "kind"}
WORD_KEYS = {"id", "level", "words", "better", "advice"}


class FileRefused(ValueError):
    """A file that is no house style; `reasons` are sentences for whoever chose it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def as_toml(style: HouseStyle, teams: Mapping[int, str]) -> str:
    """The style as a file. Rules look as they do in Gehoord's own rule files."""
    return "\n".join(_lines(style, teams)) + "\n"


def _lines(style: HouseStyle, teams: Mapping[int, str]) -> Iterator[str]:
    yield "[style]"
    house = style.layer(HOUSE)
    yield from _pairs(address=house.address)
    if house.rules:
        yield from ("", "[style.rules]", *_pairs(**house.rules))
    for layer in style.layers:
        if layer.place == HOUSE or not (layer.address or layer.rules):
            continue
        yield from ("", "[[style.place]]", *_pairs(**_where(layer.place, teams)))
        yield from _pairs(address=layer.address)
        if layer.rules:
            yield from ("", "[style.place.rules]", *_pairs(**layer.rules))
    for place, rule in style.own_rules():
        yield from ("", "[[word]]" if rule.is_word else "[[rule]]", f"id = {_text(rule.id)}")
        yield from _pairs(**_where(place, teams), level=rule.level, **_said(rule))


def _said(rule: OwnRule) -> dict[str, Any]:
    if rule.is_word:
        return {"words": rule.phrases, "better": rule.rewrite, "advice": rule.advice}
    names = ("phrases", "rewrite", "advice", "why", "flagged", "clean")
    return {name: getattr(rule, name) for name in names}


def _where(place: Place, teams: Mapping[int, str]) -> dict[str, str]:
    return {"team": teams.get(place.team, ""), "channel": place.channel}


def _pairs(**values: Any) -> Iterator[str]:
    for name, value in values.items():
        if value:
            key = name if regex.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)
            is_list = not isinstance(value, str)
            yield (
                f"{key} = [{', '.join(map(_text, value))}]"
                if is_list
                else f"{key} = {_text(value)}"
            )


def _text(words: str) -> str:
    # A JSON string is a TOML one, but for the one control character that JSON lets through.
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def from_toml(source: str, teams: Mapping[int, str], channels: Iterable[str]) -> tuple[Layer, ...]:
    """The layers that a file describes.

    Raises FileRefused with a sentence for everything that is wrong with it.
    """
    if len(source) > LARGEST:
        raise FileRefused([_("The file is too large for a house style.")])
    try:
        said = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise FileRefused([_("This is not a TOML file: %s") % error]) from error
    reading = _Reading({name: pk for pk, name in teams.items()}, frozenset(channels))
    layers = reading.layers(said)
    if reading.reasons:
        raise FileRefused(reading.reasons[:MOST_REASONS])
    return layers


@dataclass
class _Reading:
    """Reads one file, and gathers what is wrong with it."""

    teams: Mapping[str, int]
    channels: frozenset[str]
    reasons: list[str] = field(default_factory=list)
    found: dict[Place, Layer] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    highest: int = 0

    def layers(self, said: Mapping[str, Any]) -> tuple[Layer, ...]:
        self._only(said, KEYS, _("the file"))
        own = [(raw, True) for raw in self._tables(said, "word")]
        own += [(raw, False) for raw in self._tables(said, "rule")]
        given = [str(raw.get("id", "")) for raw, _is_word in own]
        numbers = [int(code.partition("-")[2]) for code in given if is_own_code(code)]
        self.highest = max(numbers, default=0)
        for raw, is_word in own:
            self._own(raw, is_word=is_word)
        style = said.get("style", {})
        if not isinstance(style, dict):
            self.reasons.append(_("“style” must be a part of its own: [style]."))
            return ()
        self._only(style, {"address", "rules", "place"}, "[style]")
        self._layer(HOUSE, style, "[style]")
        for number, raw in enumerate(self._tables(style, "place"), 1):
            name = f"[[style.place]] {number}"
            self._only(raw, {*PLACE_KEYS, "address", "rules"}, name)
            self._layer(self._place(raw, name), raw, name)
        return tuple(self.found.values())

    def _layer(self, place: Place, raw: Mapping[str, Any], name: str) -> None:
        address, rules = raw.get("address", ""), raw.get("rules", {})
        if address not in ("", *FormOfAddress.values):
            self.reasons.append(_("%s: the form of address is u, je or mirror.") % name)
            return
        if not isinstance(rules, dict):
            self.reasons.append(_("%s: “rules” must be a part of its own.") % name)
            return
        known = all_codes() | self.taken
        for code, to in rules.items():
            if code not in known:
                words = {"name": name, "code": code[:40]}
                self.reasons.append(_("%(name)s: there is no rule %(code)s.") % words)
            if to not in SWITCHES:
                words = {"name": name, "code": code, "switches": ", ".join(SWITCHES)}
                self.reasons.append(_("%(name)s: %(code)s can be %(switches)s.") % words)
        before = self.found.get(place, Layer(place=place))
        self.found[place] = Layer(
            place=place, address=address, rules={**before.rules, **rules}, own=before.own
        )

    def _own(self, raw: Mapping[str, Any], *, is_word: bool) -> None:
        code = raw.get("id") or self._free_code()
        name = str(code)[:40]
        if not isinstance(code, str) or not is_own_code(code):
            self.reasons.append(_("%s: rules of the house are called HUIS-01, HUIS-02 …") % name)
            return
        if code in self.taken:
            self.reasons.append(_("%s occurs twice.") % name)
            return
        self.taken.add(code)
        self._only(raw, {*(WORD_KEYS if is_word else RULE_KEYS), *PLACE_KEYS}, name)
        if raw.get("kind", "phrase") != "phrase":
            self.reasons.append(_("%s: a rule of the house looks for phrases.") % name)
        rule = self._rule(code, raw, is_word=is_word)
        place = self._place(raw, name)
        if rule is not None:
            self.found[place] = self.found.get(place, Layer(place=place)).with_rule(rule)

    def _rule(self, code: str, raw: Mapping[str, Any], *, is_word: bool) -> OwnRule | None:
        phrases, better = ("words", "better") if is_word else ("phrases", "rewrite")
        lists = {name: self._list(raw, name, code) for name in (phrases, "flagged", "clean")}
        texts = {name: self._words(raw, name, code) for name in ("level", "advice", "why", better)}
        rule = OwnRule(
            id=code,
            level=texts["level"],
            advice=texts["advice"],
            why=texts["why"],
            phrases=lists[phrases],
            rewrite=texts[better],
            flagged=lists["flagged"],
            clean=lists["clean"],
            is_word=is_word,
        )
        try:
            return proved(rule)
        except RuleRefused as refused:
            self.reasons += [f"{code}: {reason}" for _field, reason in refused.reasons]
            return None

    def _place(self, raw: Mapping[str, Any], name: str) -> Place:
        team, channel = str(raw.get("team", "")), str(raw.get("channel", ""))
        if team and team not in self.teams:
            words = {"name": name, "team": team[:80]}
            self.reasons.append(
                _("%(name)s: there is no team %(team)s here. Make it first, or take it out.")
                % words
            )
        if channel and channel not in self.channels:
            words = {"name": name, "channel": channel[:40]}
            self.reasons.append(_("%(name)s: there is no channel %(channel)s.") % words)
        return Place(self.teams.get(team, 0), channel)

    def _free_code(self) -> str:
        self.highest += 1
        return OWN_CODE.format(self.highest)

    def _only(self, raw: Mapping[str, Any], known: set[str], name: str) -> None:
        if unknown := raw.keys() - known:
            words = {"name": name, "keys": ", ".join(sorted(unknown))[:200]}
            self.reasons.append(_("%(name)s: this cannot be used here: %(keys)s.") % words)

    def _tables(self, raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        found = raw.get(name, [])
        if isinstance(found, list) and all(isinstance(each, dict) for each in found):
            return found
        self.reasons.append(_("“%(name)s” must be written as [[%(name)s]].") % {"name": name})
        return []

    def _list(self, raw: Mapping[str, Any], name: str, code: str) -> tuple[str, ...]:
        found = raw.get(name, [])
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
        words = {"code": code, "name": name}
        self.reasons.append(_("%(code)s: “%(name)s” must be a list of sentences.") % words)
        return ()

    def _words(self, raw: Mapping[str, Any], name: str, code: str) -> str:
        found = raw.get(name, "")
        if isinstance(found, str):
            return found
        self.reasons.append(
            _("%(code)s: “%(name)s” must be a sentence.") % {"code": code, "name": name}
        )
        return ""
