"""Fill a rule's rewrite so that it fits the sentence it goes into."""

from __future__ import annotations

import regex

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.fitting import begins_clause, closed, holds_nothing_else, stands_alone
from gehoord.tone.coaching.rule import CoachRule, Match
from gehoord.tone.coaching.situation import Situation

Hit = tuple[Span, str | None]

WHOLE = "{zin}"
"""In a template all the words that it replaces: with it nothing of a sentence is lost."""
_CHOICE = regex.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_CLOSED = regex.compile(r"\s*(?:$|\n|\p{Lu})")
_GROUP = regex.compile(r"\{(\w+)([\^~]?)\}")
ENDS = (".", "!", "?", "…")


def reworded(rule: CoachRule, match: Match, situation: Situation) -> Hit:
    """The words to mark for a hit of a rule's phrase, and what would stand there instead.

    Without a rewrite that fits there, the words of the hit and None.
    """
    draft = situation.draft
    span = match.start, match.end
    sentence = _sentence(draft, span)
    if rule.mark == "sentence":
        return sentence, for_sentence(rule, sentence, situation, match)
    if rule.fits != "clause" or begins_clause(draft, sentence, span[0]):
        for pattern, template in rule.swap_patterns:
            if swap := pattern.match(draft.text, span[0]):
                return _swapped(template, Match.of(swap), situation)
    if rule.fits == "before":
        span = (sentence[0], span[1])
    if rule.rewrite and (rule.fits != "clause" or stands_alone(draft, sentence, span)):
        new = filled(rule.rewrite, span, match, situation)
        return closed(draft, span, new) if new and rule.fits == "clause" else (span, new)
    # As a sentence of its own it fits where the rest of the sentence says nothing.
    new = for_sentence(rule, sentence, situation, match)
    return (span, None) if new is None else (sentence, new)


def _swapped(template: str, swap: Match, situation: Situation) -> Hit:
    """The words of a swap; a template with its own closing mark brings it along."""
    span = swap.start, swap.end
    new = filled(template, span, swap, situation)
    has_mark = new is not None and template.endswith((".", "?"))
    return closed(situation.draft, span, new) if new and has_mark else (span, new)


def for_sentence(
    rule: CoachRule, sentence: Span, situation: Situation, match: Match | None = None
) -> str | None:
    """What would stand in the place of a whole sentence; None if words would be lost by it.

    Lost are words that say something besides what the rule found.
    """
    template = rule.sentence_rewrite or (rule.rewrite if _is_whole(rule) else None)
    if not template:
        return None
    if template.partition(WHOLE)[2] and _goes_on(situation.draft, sentence):
        return None
    found = (match.start, match.end) if match else None
    if WHOLE not in template and not holds_nothing_else(situation.draft, sentence, found):
        return None
    new = filled(template, sentence, match, situation)
    if new is None or new.endswith(ENDS):
        return new
    return f"{new}." if situation.draft.text[sentence[1] - 1] in ENDS else new


def _is_whole(rule: CoachRule) -> bool:
    """Whether the rule's rewrite can be a sentence, and not only words in one."""
    return rule.fits != "words" or rule.mark == "sentence" or WHOLE in (rule.rewrite or "")


def _goes_on(draft: Draft, span: Span) -> bool:
    """Whether these words stop in the middle of a sentence."""
    return any(start < span[1] < end for start, end in draft.sentences)


def _sentence(draft: Draft, span: Span) -> Span:
    """The sentences that hold a hit, or the hit if it stands in the greeting."""
    if not draft.sentences or span[0] < draft.sentences[0][0]:
        return span
    first = draft.sentences[draft.sentence_at(span[0])]
    last = draft.sentences[draft.sentence_at(max(span[0], span[1] - 1))]
    return first[0], max(last[1], span[1])


def filled(template: str, span: Span, match: Match | None, situation: Situation) -> str | None:
    """The words that replace the span.

    In a template `{u wilt|je wilt}` follows the draft's own form of address, `{wat}` is a group
    of the phrase, `{wat^}` the same with a capital and `{wat~}` in small letters; `{zin}` is all
    the words replaced and `{customer}` the customer's name. A rewrite of words with a full stop, or that begin with a capital, begins
    with a capital too. None if a group found nothing to say.
    """
    words = _CHOICE.sub(lambda choice: choice[1 if situation.is_formal else 2], template)
    groups = {
        "zin": _sentence_in(words, situation.draft.text[span[0] : span[1]]),
        "customer": situation.called,
        **(match.groups if match else {}),
    }
    if any(not groups.get(name) for name, _ in _GROUP.findall(words)):
        return None
    words = _GROUP.sub(lambda group: _group(groups[group[1]] or "", group[2]), words)
    return _like(situation.draft.text, span, words)


def _sentence_in(template: str, old: str) -> str:
    """The words replaced, as a sentence where the template has others before or behind it."""
    before, _, after = template.partition(WHOLE)
    if after.startswith(","):
        old = old.rstrip("".join(ENDS))
    elif after.startswith(" ") and not old.endswith(ENDS):
        old += "."
    return old[:1].upper() + old[1:] if before.endswith((". ", "? ")) else old


def _group(words: str, form: str) -> str:
    if form == "~":
        return words.lower()
    return words[:1].upper() + words[1:] if form else words


def _like(text: str, span: Span, new: str) -> str:
    """With the capital and the closing mark of the words it replaces."""
    old = text[span[0] : span[1]]
    if old[:1].isupper() and (len(old) == 1 or not old.isupper()):
        at = 1 if new.startswith("[") else 0
        new = new[:at] + new[at : at + 1].upper() + new[at + 1 :]
    if old[-1:] in (".", "!") and new[-1:] not in (".", "!", "?") and _CLOSED.match(text, span[1]):
        new += "."
    return new
