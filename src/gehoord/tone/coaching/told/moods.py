"""How a reply begins to a customer who is angry, sad, afraid or tired of us."""

from __future__ import annotations

from collections.abc import Sequence

from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.told.clauses import Told, addressed
from gehoord.tone.coaching.told.words import ToldWords

LOSS = "loss"


def starter(
    situation: Situation,
    told: Sequence[Told],
    words: ToldWords,
    *,
    only_loss: bool = False,
    is_said: bool = False,
) -> str:
    """A first sentence without its full stop, that fits what moves the customer most.

    `told` is what the reply does not say yet, the worst first. With `only_loss` it is about a loss,
    whatever else was told; with `is_said` the reply tells the rest. What happened stays a blank in
    it, to be filled in after this.
    """
    lost = next((each for each in told if each.kind == LOSS), None)
    if lost:
        template = str(words.table("starters")["pet" if lost.part("pet") else LOSS])
        for name, part in lost.parts:
            template = template.replace(f"{{{name}}}", part)
    elif only_loss:
        template = str(words.table("starters")["unknown_loss"])
    else:
        template = _template(situation, told, words, is_said=is_said)
    return addressed(template, is_formal=situation.is_formal)


def _template(
    situation: Situation, told: Sequence[Told], words: ToldWords, *, is_said: bool
) -> str:
    name = mood(situation, words)
    if is_said and name in words.table("starters_said"):
        return str(words.table("starters_said")[name])
    after = words.table("starters_after").get(told[0].kind) if told else None
    return str(after or words.table("starters")[name])


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
