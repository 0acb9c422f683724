"""Everything found in a message, with what it means after looking at the words around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gehoord.tone.lexicon import Entry
from gehoord.tone.reading.matcher import Found
from gehoord.tone.reading.rules import ReadingRule
from gehoord.tone.reading.scope import Page
from gehoord.tone.reading.standing import is_asked, is_denied, is_supposed, strength

# A message cannot become more certain after this many words from one list, only slower.
MOST_OF_A_LIST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that count. `kind` is the lexicon label or "rule"; `weight` is anger, 0 to 1."""

    start: int
    end: int
    rule: str
    kind: str
    note: str = ""
    weight: float = 0.0
    emotion: str = ""
    target: str = ""
    category: str = ""
    signal: str = ""
    is_weak: bool = False


def collect(page: Page) -> list[Hit]:
    """All hits, denied words left out, at most MOST_OF_A_LIST of one rule or word list."""
    counts: Counter[str] = Counter()
    kept = []
    for item in _found(page):
        name = item.what.group if isinstance(item.what, Entry) else item.what.id
        counts[name] += 1
        if counts[name] <= MOST_OF_A_LIST and (hit := _hit(page, item)):
            kept.append(hit)
    return kept


def _found(page: Page) -> Iterator[Found]:
    yield from page.pack.matcher.find(page.text, page.sentences)
    entries_of = page.pack.entries
    for token in page.tokens:
        for entry in entries_of[token.text]:
            yield Found(token.start, token.end, entry)


def _hit(page: Page, found: Found) -> Hit | None:
    if isinstance(found.what, Entry):
        return _from_word(page, found.start, found.end, found.what)
    return _from_rule(page, found.start, found.end, found.what)


def _from_word(page: Page, start: int, end: int, entry: Entry) -> Hit | None:
    labels = page.pack.settings["labels"].get(entry.label, {})
    if labels.get("deniable", True) and _is_taken_back(page, start, end, entry):
        return None
    feeling = entry.label if labels.get("emotion") else ""
    angry = _weight(page, start, entry.weight) if labels.get("anger") else 0.0
    return Hit(start, end, entry.rule, entry.label, entry.note, angry, feeling,
               signal=labels.get("signal", ""))  # fmt: skip


def _is_taken_back(page: Page, start: int, end: int, entry: Entry) -> bool:
    """Denied, imagined, or a feeling that is only asked about; “ben je dom?” does insult."""
    return (
        is_denied(page, start, end)
        or is_supposed(page, start, end)
        or (not entry.label.startswith("insult") and is_asked(page, start))
    )


def _weight(page: Page, start: int, weight: float) -> float:
    """The weight after “heel” or “beetje”; the word before does not make it more than the most."""
    most = float(page.pack.settings["scope"]["most"])
    return min(weight * strength(page, start), max(most, weight)) if weight else 0.0


def _from_rule(page: Page, start: int, end: int, rule: ReadingRule) -> Hit | None:
    if rule.negatable and (is_denied(page, start, end) or is_supposed(page, start, end)):
        return None
    settings = page.pack.settings["anger"]
    weight = float(
        settings["weak"] if rule.weak and rule.level == 1 else settings["level_weights"][rule.level]
    )
    return Hit(start, end, rule.id, "rule", "", weight, rule.emotion, rule.target,
               rule.category, rule.signal, rule.weak)  # fmt: skip
