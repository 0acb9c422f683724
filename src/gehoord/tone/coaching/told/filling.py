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
_START = regex.compile(r"(?:[.!?…][\"”’')]*\s+|\n\s*)$")


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
    is_opened: bool = False

    @cached_property
    def told(self) -> tuple[Told, ...]:
        return told(self.situation.thread, self.words.language)

    @cached_property
    def _reply(self) -> tuple[tuple[int, str], ...]:
        return tuple(beginnings(self.situation.draft.text))

    def filled(self, finding: Finding) -> str | None:
        """The rewrite of a finding with its blanks filled in; None if another one says it."""
        rewrite = finding.rewrite or ""
        for name in ("acknowledgement", "sympathy"):
            slot = f"[{self.words.text('blanks', name)}]"
            if slot in rewrite.lower():
                if self.is_opened:
                    return None
                self.is_opened = True
                rewrite = self._opened(finding, rewrite, slot, only_loss=name == "sympathy")
        done = 0
        while blank := _BLANK.search(rewrite, done):
            clause = self._clause_for(blank, finding, rewrite)
            if clause is None:
                done = blank.end()
            else:
                rewrite = self._put(finding, rewrite, blank[0], clause)
        return self._short(finding, rewrite)

    def _opened(self, finding: Finding, rewrite: str, slot: str, *, only_loss: bool) -> str:
        """With the first sentence that fits the mood, shorter where the reply says the rest."""
        open_to = self._left(finding, rewrite)
        is_said = bool(self.told) and not open_to
        opening = starter(
            self.situation, open_to or self.told, self.words, only_loss=only_loss, is_said=is_said
        )
        return self._put(finding, rewrite, slot, opening)

    def _clause_for(self, blank: regex.Match[str], finding: Finding, rewrite: str) -> str | None:
        """What the customer told for one blank; None if nothing fits there."""
        name = blank[1].lower()
        if part := self.words.table("parts").get(name):
            found = next((each.part(part) for each in self.told if each.part(part)), None)
            return addressed(found, is_formal=self.situation.is_formal) if found else None
        is_ours = name == self.words.text("blanks", "ours")
        if not is_ours and name != self.words.text("blanks", "any"):
            return None
        left = self._left(finding, rewrite)
        chosen = self._chosen([each for each in left if each.is_ours or not is_ours])
        if not chosen:
            return None
        self.used.update(each.main for each in chosen)
        return self._joined(chosen, is_behind=self._is_behind(rewrite[: blank.start()]))

    def _left(self, finding: Finding, rewrite: str) -> list[Told]:
        """What the customer told and neither another rewrite nor the reply says."""
        said = {each for at, each in self._reply if not finding.start <= at < finding.end}
        said.update(each for _, each in beginnings(_BLANK.sub(" ", rewrite)))
        return [each for each in self.told if each.main not in self.used and not _in(each, said)]

    def _chosen(self, left: Sequence[Told]) -> Sequence[Told]:
        """The worst, and one thing beside it if both together stay short."""
        if not left:
            return ()
        beside = self.words.text("blanks", "beside").split(";")
        most = int(self.words.table("blanks").get("most_words", 0))
        for other in left[1:]:
            fits = len((left[0].behind + " " + other.behind).split()) < most
            if other.kind in beside and fits and not left[0].keys & other.keys:
                return left[0], other
        return left[:1]

    def _joined(self, chosen: Sequence[Told], *, is_behind: bool) -> str:
        join = self.words.text("blanks", "join" if is_behind else "join_main")
        clauses = [each.behind if is_behind else each.main for each in chosen]
        return addressed(f" {join} ".join(clauses), is_formal=self.situation.is_formal)

    def _is_behind(self, before: str) -> bool:
        return self.words.regex("blanks", "that").search(before) is not None

    def _short(self, finding: Finding, rewrite: str) -> str:
        """“Dat spijt me” where the sentence before tells what went wrong."""
        whole = self.words.text("said", "whole")
        draft = self.situation.draft
        number = draft.sentence_at(finding.start)
        if not whole or whole not in rewrite.lower() or not number:
            return rewrite
        start, end = draft.sentences[number - 1]
        before = {each for at, each in self._reply if start <= at < end}
        if not any(_in(each, before) for each in self.told if each.is_ours):
            return rewrite
        at = rewrite.lower().index(whole)
        rewrite = rewrite[:at] + "[]" + rewrite[at + len(whole) :]
        return self._put(finding, rewrite, "[]", self.words.text("said", "short"))

    def _put(self, finding: Finding, rewrite: str, blank: str, words: str) -> str:
        """The words in the place of the first such blank, with a capital where a sentence begins."""
        at = rewrite.lower().index(blank.lower())
        before, after = rewrite[:at], rewrite[at + len(blank) :]
        old = self.situation.draft.text[finding.start : finding.end]
        begins = _START.search(before) if before else not old[:1].islower()
        if begins:
            words = words[:1].upper() + words[1:]
        return f"{before}{words}{after}"


def _in(each: Told, said: set[str]) -> bool:
    """Whether these beginnings of words say it already."""
    return bool(each.keys) and len(each.keys & said) >= SAID * len(each.keys)
