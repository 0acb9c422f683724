"""Example words of a rule of the reader, out of the rule itself and never out of a message."""

from __future__ import annotations

from functools import cache

from gehoord.tone.reading.pack import LANGUAGES, pack
from gehoord.tone.rulebook import marked

SHOWN = 3


@cache
def words_of(rule: str) -> tuple[str, ...]:
    """A few words that a rule or a word list finds; nothing for a rule that is not there any more.

    Shortened words (`boos*`) keep their star.
    """
    language = rule.partition(".")[0]
    if language not in LANGUAGES:
        return ()
    known = pack(language)
    for each in known.rules:
        if each.id == rule:
            return tuple(_marked_words(example) for example in each.flagged[:SHOWN])
    tables = (known.lexicon.words, known.lexicon.stems, known.lexicon.phrases)
    entries = [one for table in tables for found in table.values() for one in found]
    listed = [one for one in entries if one.rule == rule]
    heaviest = sorted(listed, key=lambda one: (-one.weight, one.word))
    return tuple(dict.fromkeys(one.word for one in heaviest))[:SHOWN]


def _marked_words(example: str) -> str:
    text, (start, end) = marked(example)
    return text[start:end]
