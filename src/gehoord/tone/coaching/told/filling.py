"""Blanks of a rewrite that the conversation can fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import regex

from gehoord.tone.coaching.finding import Finding
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.told.clauses import Told, addressed, beginnings
from gehoord.tone.coaching.told.moods import starter
from gehoord.tone.coaching.told.telling import told
from gehoord.tone.coaching.told.words import ToldWords, told_words

SAID = 0.6
"""A reply that has this share of the words of a clause says it already."""
_BLANK = regex.compile(r"\[([^\[\]\n]{1,60})\]")
_START = regex.compile(r"(?:^|[.!?…][\"”’')]*\s+|\n\s*)$")


def with_told(findings: Sequence[Finding], situation: Situation) -> list[Finding]:
    """The findings with their blanks filled in where the customer told what belongs there.

    No two rewrites in one reply hold the same clause, and none what the reply says already.
    What nobody told stays a blank.
    """
    words = told_words(situation.draft.language)
    if not words.said or not any(
        finding.rewrite and "[" in finding.rewrite for finding in findings
    ):
        return list(findings)
    reply = _Reply(situation, words)
    return [
        replace(finding, rewrite=reply.filled(finding)) if finding.rewrite else finding
        for finding in findings
    ]


@dataclass
class _Reply:
    """One reply that is being filled in, with what was used already."""

    situation: Situation
    words: ToldWords
    used: set[str] = field(default_factory=set)

    @cached_property
    def told(self) -> tuple[Told, ...]:
        return told(self.situation.thread, self.words.language)

    def filled(self, finding: Finding) -> str:
        """The rewrite of a finding with its blanks filled in."""
        rewrite = finding.rewrite or ""
        for name in ("acknowledgement", "sympathy"):
            slot = f"[{self.words.text('blanks', name)}]"
            if slot in rewrite.lower():
                only_loss = name == "sympathy"
                opening = starter(self.situation, self.told, self.words, only_loss=only_loss)
                rewrite = _put(rewrite, slot, opening)
        span = (finding.start, finding.end)
        done = 0
        while blank := _BLANK.search(rewrite, done):
            clause = self._said(blank, rewrite, span)
            if clause is None:
                done = blank.end()
            else:
                rewrite = _put(rewrite, blank[0], clause)
        return rewrite

    def _said(self, blank: regex.Match[str], rewrite: str, span: tuple[int, int]) -> str | None:
        """What the customer told for one blank; None if nothing fits there."""
        name = blank[1].lower()
        if part := self.words.table("parts").get(name):
            found = next((each.part(part) for each in self.told if each.part(part)), None)
            return addressed(found, is_formal=self.situation.is_formal) if found else None
        is_ours = name == self.words.text("blanks", "ours")
        if not is_ours and name != self.words.text("blanks", "any"):
            return None
        left = [each for each in self.told if each.is_ours or not is_ours]
        left = [
            each for each in left if each.main not in self.used and not self._is_said(each, span)
        ]
        chosen = self._chosen(left)
        if not chosen:
            return None
        self.used.update(each.main for each in chosen)
        return self._joined(chosen, is_behind=self._is_behind(rewrite[: blank.start()]))

    def _chosen(self, left: Sequence[Told]) -> Sequence[Told]:
        """The worst, and one thing beside it if both together stay short."""
        if not left:
            return ()
        beside = self.words.text("blanks", "beside").split(";")
        most = int(self.words.table("blanks").get("most_words", 0))
        for other in left[1:]:
            fits = len((left[0].behind + " " + other.behind).split()) < most
            if other.kind in beside and fits and not left[0].keys() & other.keys():
                return left[0], other
        return left[:1]

    def _joined(self, chosen: Sequence[Told], *, is_behind: bool) -> str:
        join = self.words.text("blanks", "join" if is_behind else "join_main")
        clauses = [each.behind if is_behind else each.main for each in chosen]
        return addressed(f" {join} ".join(clauses), is_formal=self.situation.is_formal)

    def _is_behind(self, before: str) -> bool:
        return self.words.regex("blanks", "that").search(before) is not None

    def _is_said(self, each: Told, span: tuple[int, int]) -> bool:
        """Whether the reply around the finding has these words already."""
        keys = each.keys()
        text = self.situation.draft.text
        around = self._around(text[: span[0]] + " " + text[span[1] :])
        return bool(keys) and len(keys & around) >= SAID * len(keys)

    def _around(self, text: str) -> frozenset[str]:
        return beginnings(text)


def _put(rewrite: str, blank: str, words: str) -> str:
    """The words in the place of the first such blank, with a capital where a sentence begins."""
    at = rewrite.lower().index(blank.lower())
    before, after = rewrite[:at], rewrite[at + len(blank) :]
    if _START.search(before):
        words = words[:1].upper() + words[1:]
    return f"{before}{words}{after}"
