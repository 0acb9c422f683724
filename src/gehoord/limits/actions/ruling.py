from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.limits.models import HouseRules
from gehoord.limits.wording.own import CHANGEABLE, check_text, delivered
from gehoord.limits.wording.telling import language


@transaction.atomic
def change_house_rules(*, changes: Mapping[str, object], by: Agent) -> HouseRules:
    """Change what the house chose within the ladder; what holds already keeps its end.

    Raises ValidationError if something is longer than the ladder allows.
    """
    HouseRules.current()
    rules = HouseRules.objects.select_for_update().get(pk=1)
    for name, value in changes.items():
        setattr(rules, name, value)
    rules.full_clean()
    rules.save(update_fields=list(changes))
    record(actor=by, what="house rules changed", changes=dict(changes))
    return rules


@transaction.atomic
def change_house_text(*, name: str, forms: Mapping[str, str], by: Agent) -> HouseRules:
    """Say a text for customers in the house's own words, with `u` and with `je`.

    What is empty, or the same as delivered, is said as it is delivered. Raises TextIsWrong if
    something that has to be filled in is missing, and KeyError if the text is not the house's.
    """
    if name not in CHANGEABLE:
        raise KeyError(name)
    usual = delivered(name, language())
    said = {form: text.strip() for form, text in forms.items() if text.strip()}
    said = {form: text for form, text in said.items() if text != usual[form]}
    for text in said.values():
        check_text(name, text)
    HouseRules.current()
    rules = HouseRules.objects.select_for_update().get(pk=1)
    rules.texts = {key: each for key, each in rules.texts.items() if key != name}
    rules.texts |= {name: said} if said else {}
    rules.save(update_fields=["texts"])
    record(actor=by, what="house rules changed", texts=[name])
    return rules
