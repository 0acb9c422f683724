"""Sentences of agents with the habits they show, from practice lines and from labelled drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.replies import DRAFTS, rows
from gehoord.tone.coaching import guess
from gehoord.tone.coaching.advice import rules
from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.learned import features
from gehoord.tone.learned.model import share
from gehoord.tone.rulebook import marked
from training.examples import Example

HERE = Path(__file__).parent
# A habit with fewer sentences than this is left to its rule.
FEWEST = 8


@dataclass
class LabelledDraft:
    """A draft that is labelled as a whole: any of its sentences may be the one that is meant."""

    source: str
    expect: frozenset[str]
    first_answers_anger: bool
    sentences: list[Example] = field(default_factory=list)


def practice(language: str) -> Iterator[Example]:
    """The practice lines, and the examples of the rules that look at words alone."""
    for path in sorted((HERE / "lines" / language).glob("*.jsonl")):
        for row in rows(path):
            yield _of_line(path.stem, row["text"], row["codes"], language)
    for rule in rules(language):
        if rule.kind == "phrase" and not rule.when:
            yield from _of_rule(rule)


def _of_rule(rule: CoachRule) -> Iterator[Example]:
    """The examples of a rule that are one sentence."""
    for codes, examples in (([rule.code], rule.flagged), ([], rule.clean)):
        for example in examples:
            text = marked(example)[0] if codes else example
            if len(Draft(text, rule.language).sentences) == 1:
                yield _of_line("rules", text, codes, rule.language)


def drafts(language: str) -> Iterator[LabelledDraft]:
    """The open half of the labelled drafts, cut into sentences."""
    for path in sorted((DRAFTS / language / "open").glob("*.jsonl")):
        for row in rows(path):
            whole = Draft(row["draft"], language)
            own = [span for span in whole.sentences if not whole.is_quoted(span)]
            found = [_seen(path.stem, whole, span) for span in own]
            yield LabelledDraft(path.stem, frozenset(row["expect"]), _answers_anger(row), found)


def _answers_anger(row: dict[str, Any]) -> bool:
    """Whether this is the first answer to somebody angry, sad or afraid: EMP-01 is about those."""
    customer = row.get("customer", {})
    is_first = all(turn["from"] == "customer" for turn in row.get("thread", []))
    return is_first and (
        customer.get("anger", 0) >= 2 or customer.get("emotion") in ("sadness", "fear")
    )


def codes_of(lines: Sequence[Example]) -> tuple[str, ...]:
    """The habits with enough sentences to learn from."""
    times = Counter(code for line in lines for code in line.row["codes"])
    return tuple(sorted(code for code, count in times.items() if count >= FEWEST))


def _of_line(source: str, text: str, codes: list[str], language: str) -> Example:
    """A line that is one sentence, or two that belong together."""
    whole = Draft(text, language)
    start = whole.sentences[0][0] if whole.sentences else 0
    line = _seen(source, whole, (start, len(text.rstrip())))
    line.row["codes"] = codes
    return line


def _seen(source: str, whole: Draft, span: Span) -> Example:
    words = [word for word, _, _ in guess.pieces(whole, span)]
    heard = features.of_message(words, features.kinds(whole.language))
    counts = dict.fromkeys(guess.about(whole, span), 1.0)
    counts |= dict.fromkeys(heard, share(len(set(words))))
    return Example(source, whole.language, counts, {}, {"text": whole.text[slice(*span)]})
