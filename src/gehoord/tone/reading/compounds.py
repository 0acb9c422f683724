"""Words made of a curse and something else: “klotebedrijf”, “kutprinter”, “kankerlijer”."""

from __future__ import annotations

from dataclasses import dataclass

from gehoord.tone.reading.pack import Pack


@dataclass(frozen=True, slots=True)
class Compound:
    """What the second half makes of the curse."""

    category: str
    target: str
    weight: float


def compound(token: str, pack: Pack, second: str = "") -> Compound | None:
    """What a cursing word is about, from its second half or from the word after it.

    An open curse (“kut”) makes a coarse word of anything; a closed one (“rot”, “kanker”) only
    of the words listed, so that “rotonde” and “kankeronderzoek” are left alone.
    """
    settings = pack.settings["compounds"]
    if second:
        return _kind(second, pack) if token in pack.curses else None
    if not token.startswith(pack.curses):
        return None
    for prefix in pack.curses:
        rest = token[len(prefix) :]
        if len(rest) >= 3 and token.startswith(prefix):
            if kind := _kind(rest, pack):
                return kind
            if prefix in settings["open"] and token not in settings["innocent"]:
                return Compound("profanity", "product", settings["weight"])
    return None


def _kind(rest: str, pack: Pack) -> Compound | None:
    settings = pack.settings["compounds"]
    if rest in pack.words("compounds", "persons"):
        return Compound("insult", "agent", settings["weight"])
    if rest in pack.words("compounds", "firms"):
        return Compound("profanity", "company", settings["weight"])
    if rest in pack.words("compounds", "things"):
        return Compound("profanity", "product", settings["weight"])
    return None
