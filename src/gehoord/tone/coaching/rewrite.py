"""Fill a rule's rewrite so that it fits the sentence it goes into."""

from __future__ import annotations

import regex

from gehoord.tone.coaching.draft import Span
from gehoord.tone.coaching.situation import Situation

_CHOICE = regex.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_CLOSED = regex.compile(r"\s*(?:$|\n|\p{Lu})")
_GROUP = regex.compile(r"\{(\w+)([\^~]?)\}")


def filled(
    template: str, span: Span, match: regex.Match[str] | None, situation: Situation
) -> str | None:
    """The words that replace the span.

    In a template `{u wilt|je wilt}` follows the draft's own form of address, `{wat}` is a group
    of the phrase, `{wat^}` the same with a capital and `{wat~}` in small letters; `{zin}` is all
    the words replaced. A rewrite of words with a full stop, or that begin with a capital, begins
    with a capital too. None if a group found nothing to say.
    """
    words = _CHOICE.sub(lambda choice: choice[1 if situation.is_formal else 2], template)
    groups = {
        "zin": situation.draft.text[span[0] : span[1]],
        **(match.groupdict() if match else {}),
    }
    if any(not groups.get(name) for name, _ in _GROUP.findall(words)):
        return None
    words = _GROUP.sub(lambda group: _group(groups[group[1]] or "", group[2]), words)
    return _like(situation.draft.text, span, words)


def _group(words: str, form: str) -> str:
    if form == "~":
        return words.lower()
    return words[:1].upper() + words[1:] if form else words


def _like(text: str, span: Span, new: str) -> str:
    """With the capital and the closing mark of the words it replaces."""
    old = text[span[0] : span[1]]
    if old[:1].isupper() and (len(old) == 1 or not old.isupper()):
        new = new[:1].upper() + new[1:]
    if old[-1:] in (".", "!") and new[-1:] not in (".", "!", "?") and _CLOSED.match(text, span[1]):
        new += "."
    return new
