"""How a reply begins to a customer who is angry, sad, afraid or tired of us."""

from __future__ import annotations

from collections.abc import Sequence

from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.told.clauses import Told, addressed
from gehoord.tone.coaching.told.words import ToldWords

LOSS = "loss"


def starter(
    situation: Situation, told: Sequence[Told], words: ToldWords, *, only_loss: bool = False
) -> str:
    """A first sentence without its full stop, that fits what moves the customer most.

    With `only_loss` it is about a loss, whatever else was told. What happened stays a blank in it,
    to be filled in after this.
    """
    starters = words.table("starters")
    lost = next((each for each in told if each.kind == LOSS), None)
    if lost and lost.part("pet"):
        template = str(starters["pet"])
    elif lost:
        template = str(starters["loss"])
    else:
        template = str(starters["unknown_loss" if only_loss else mood(situation, words)])
    if lost:
        for name, part in lost.parts:
            template = template.replace(f"{{{name}}}", part)
    return addressed(template, is_formal=situation.is_formal)


def mood(situation: Situation, words: ToldWords) -> str:
    """What moves the customer: the name of a starter."""
    emotion = situation.customer.emotion
    heard = situation.last_heard
    if words.pattern("moods", "gave_up").search(heard):
        return "gave_up"
    if emotion == "fear":
        if words.pattern("moods", "safety").search(heard):
            return "fear_safety"
        return "fear_money" if words.pattern("moods", "money").search(heard) else "fear"
    return emotion if emotion in words.table("starters") else "anger"
