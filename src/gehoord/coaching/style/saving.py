"""Change the house style: every save is a new version that can be looked at and put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import IntegrityError, transaction

from gehoord.accounts.actions import change_house, record
from gehoord.accounts.models import Agent, FormOfAddress, House
from gehoord.coaching.models import StyleVersion
from gehoord.coaching.style.changes import changes_between
from gehoord.coaching.style.current import forget, stored_style
from gehoord.coaching.style.layers import HOUSE, SWITCHES, HouseStyle, Layer, OwnRule, Place
from gehoord.coaching.style.own import proved

MOST_OWN = 300


class ChangedMeanwhile(Exception):
    """A colleague saved the same thing after this person looked; `now` is what it is now."""

    def __init__(self, now: object = None) -> None:
        super().__init__(now)
        self.now = now


class TooManyRules(Exception):
    """The house has so many rules of its own that the coach would become slow."""


class NoSuchRule(Exception):
    """There is no rule of the house with this id (any more)."""


@transaction.atomic
def switch_rule(*, place: Place, code: str, to: str, was: str, actor: Agent) -> StyleVersion | None:
    """Switch a rule off or on, or change its level, in one place; "" is as around it.

    `was` is what the person saw. Raises ChangedMeanwhile if a colleague made it something else,
    ValueError if nobody knows what `to` means.
    """
    if to and to not in SWITCHES:
        raise ValueError(to)

    def change(style: HouseStyle) -> HouseStyle:
        layer = style.layer(place)
        now = layer.rules.get(code, "")
        if now not in (was, to):
            raise ChangedMeanwhile(now)
        return style.with_layer(layer.switched(code, to))

    return _save(change, actor=actor)


@transaction.atomic
def choose_address(*, place: Place, to: str, was: str, actor: Agent) -> StyleVersion | None:
    """Choose u, je or mirror in one place; "" is as around it, which the whole house cannot be.

    Raises ChangedMeanwhile if a colleague chose something else, ValueError for an unknown form.
    """
    if to not in FormOfAddress.values and (to or place == HOUSE):
        raise ValueError(to)

    def change(style: HouseStyle) -> HouseStyle:
        layer = style.layer(place)
        if layer.address not in (was, to):
            raise ChangedMeanwhile(layer.address)
        return style.with_layer(replace(layer, address=to))

    return _save(change, actor=actor)


@transaction.atomic
def add_rule(*, place: Place, rule: OwnRule, actor: Agent) -> OwnRule:
    """Add a word or a rule of the house; its id is chosen here.

    Raises RuleRefused if it does not bear out its own examples, or TooManyRules.
    """
    rule = proved(replace(rule, id="HUIS-00"))
    added: list[OwnRule] = []

    def change(style: HouseStyle) -> HouseStyle:
        if sum(1 for _ in style.own_rules()) >= MOST_OWN:
            raise TooManyRules
        code, style = style.next_code()
        added[:] = [replace(rule, id=code)]
        return style.with_layer(style.layer(place).with_rule(added[0]))

    _save(change, actor=actor)
    return added[0]


@transaction.atomic
def change_rule(*, rule: OwnRule, was: str, actor: Agent) -> StyleVersion | None:
    """Change a word or a rule of the house where it is. `was` is the seal of what the person saw.

    Raises RuleRefused, NoSuchRule, or ChangedMeanwhile if a colleague changed it.
    """
    rule = proved(rule)

    def change(style: HouseStyle) -> HouseStyle:
        place, now = _found(style, rule.id)
        if was != now.seal and now != rule:
            raise ChangedMeanwhile(now)
        return style.with_layer(style.layer(place).with_rule(rule))

    return _save(change, actor=actor)


@transaction.atomic
def remove_rule(*, code: str, actor: Agent) -> StyleVersion | None:
    """Take a word or a rule of the house away, everywhere. Raises NoSuchRule."""

    def change(style: HouseStyle) -> HouseStyle:
        _found(style, code)
        return style.without_rule(code)

    return _save(change, actor=actor)


@transaction.atomic
def put_back(*, number: int, actor: Agent) -> StyleVersion | None:
    """Make an older version hold again, form of address and all. Later versions stay to see.

    Number 0 is the style as it was delivered, in the form of address of now.
    """
    version = StyleVersion.objects.get(number=number) if number else None

    def change(style: HouseStyle) -> HouseStyle:
        older = HouseStyle.from_json(version.content) if version else HouseStyle()
        address = older.house_address or style.house_address
        # A number once given out belongs to that rule for good, also in the totals.
        older = replace(older, last=max(style.last, older.last))
        return older.with_house_address(address)

    return _save(change, actor=actor, put_back=number)


@transaction.atomic
def take_over(*, layers: tuple[Layer, ...], actor: Agent) -> StyleVersion | None:
    """Make the layers of a file the whole house style. Raises TooManyRules."""

    def change(style: HouseStyle) -> HouseStyle:
        if sum(len(layer.own) for layer in layers) > MOST_OWN:
            raise TooManyRules
        numbers = [int(rule.id.partition("-")[2]) for layer in layers for rule in layer.own]
        new = HouseStyle(last=max([style.last, *numbers]))
        for layer in layers:
            new = new.with_layer(layer)
        return new.with_house_address(new.house_address or style.house_address)

    return _save(change, actor=actor)


def _found(style: HouseStyle, code: str) -> tuple[Place, OwnRule]:
    found = style.find(code)
    if found is None:
        raise NoSuchRule
    return found


def _save(
    change: Callable[[HouseStyle], HouseStyle], *, actor: Agent, put_back: int | None = None
) -> StyleVersion | None:
    """Make the next version of what `change` makes of the newest one; None if nothing changes."""
    before, newest = _newest()
    after = change(before)
    changes = changes_between(before, after)
    if not changes:
        return None
    _address_customers(after.house_address, actor)
    try:
        with transaction.atomic():
            version = StyleVersion.objects.create(
                number=newest + 1,
                made_by=actor,
                content=after.to_json(),
                changes=changes,
                put_back=put_back,
            )
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    names = sorted({change["name"] or change["what"] for change in changes})
    told = {"put_back": put_back} if put_back else {}
    record(actor=actor, what="house style changed", about=f"{version.number}", rules=names, **told)
    forget()
    transaction.on_commit(forget)
    return version


def _newest() -> tuple[HouseStyle, int]:
    """The style to change, and its number. Whoever comes second waits here for the first."""
    # The oldest version never changes, so that everybody waits for the same row.
    StyleVersion.objects.select_for_update().order_by("number").first()
    version = StyleVersion.objects.newest_first().first()
    return stored_style(version), version.number if version else 0


def _address_customers(form: str, actor: Agent) -> None:
    """The house itself keeps how all customers are addressed; a version only remembers it."""
    if form and form != House.current().form_of_address:
        change_house(changes={"form_of_address": form}, actor=actor)
