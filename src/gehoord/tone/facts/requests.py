"""What the customer asks for: money back, a repair, an answer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from gehoord.tone.facts.clauses import clauses
from gehoord.tone.facts.sheet import Sheet
from gehoord.tone.facts.words import Place, words_in

_AND = regex.compile(r" (?:en|of) ")
# The marks that show that a sentence may ask something.
GROUPS = ("frames", "asking", "orders")


@dataclass(frozen=True)
class Want:
    """A thing that customers ask for, and the words that say so."""

    value: str
    words: regex.Pattern[str]
    in_questions: bool


class Asked:
    """The ways in which a language asks."""

    def __init__(self, language: str) -> None:
        self.words = words_in(language)
        the = self.words.settings["requests"]
        lead, orders = the["lead"], "|".join(the["imperatives"])
        asks = "|".join((*the["question_words"], the["starts"], the["verb_first"]))
        self.frames = self.words.phrases("requests", "frames")
        self.unless = self.words.phrases("requests", "unless")
        self.informs = self.words.pattern("requests", "about_information")
        self.orders = regex.compile(
            rf"{lead}(?P<hit>(?:{orders})\b)(?! (?:ik|je|jij|we|wij|ze|hij|ge|u)\b)"
        )
        self.questions = regex.compile(rf"{lead}(?P<hit>(?:{asks})(?!\w))")
        self.short = regex.compile(rf"{the['short_questions']}|{the['starts']}")
        self.wants = [
            Want(want["value"], regex.compile(want["words"]), want.get("in_questions", True))
            for want in the["wants"]
        ]

    def wanted(self, text: str, *, is_question: bool = False) -> str:
        """The thing asked for, or "" if only the form shows that something is asked."""
        return next(
            (
                want.value
                for want in self.wants
                if (want.in_questions or not is_question) and want.words.search(text)
            ),
            "",
        )

    def value(self, text: str, *, is_question: bool) -> str:
        """The thing asked for in a clause: always one of the values."""
        if wanted := self.wanted(text, is_question=is_question):
            return wanted
        return "information" if is_question or self.informs.search(text) else "other"


@cache
def _asked(language: str) -> Asked:
    return Asked(language)


def requests(sheet: Sheet) -> None:
    """Write down each clause that asks for something, with what."""
    asked = _asked(sheet.page.pack.language)
    frames = sorted(start for start, _ in sheet.marks["frames"])
    done = -1
    for start in sorted(start for group in GROUPS for start, _ in sheet.marks[group]):
        if start >= done:
            sentence = sheet.page.sentence_at(start)
            done = sentence[1]
            _in_sentence(sheet, asked, sentence, frames)


def _in_sentence(sheet: Sheet, asked: Asked, sentence: Place, frames: list[int]) -> None:
    is_question = sheet.text[slice(*sentence)].rstrip(" \n\"')").endswith("?")
    found = list(clauses(sheet.text, sheet.words, sentence))
    for at, (start, end) in enumerate(found):
        is_asked = is_question and at == len(found) - 1
        begin, asks = _begin(sheet, asked, (start, end), frames, is_asked=is_asked)
        if begin < 0 or asked.unless.search(sheet.text, start, end):
            continue
        for low, high in _segments(asked, sheet.text, begin, end):
            value = asked.value(sheet.text[low:high], is_question=asks)
            sheet.add("request", low, high, value)


def _begin(
    sheet: Sheet, asked: Asked, clause: Place, frames: list[int], *, is_asked: bool
) -> tuple[int, bool]:
    """Where the asking begins and whether it is a question; -1 if nothing is asked."""
    if order := asked.orders.match(sheet.text, *clause):
        return order.start("hit"), False
    for start in frames[bisect_left(frames, clause[0]) : bisect_left(frames, clause[1])]:
        if asked.frames.match(sheet.text, start, clause[1]):
            return start, False
    question = asked.questions.match(sheet.text, *clause)
    if question and (is_asked or asked.short.match(sheet.text, question.start("hit"), clause[1])):
        return question.start("hit"), True
    return -1, False


def _segments(asked: Asked, text: str, start: int, end: int) -> Iterator[Place]:
    """“Een nieuwe of mijn geld terug” is two requests."""
    low = start
    for match in _AND.finditer(text, start, end):
        one, other = asked.wanted(text[low : match.start()]), asked.wanted(text[match.end() : end])
        if one and other and one != other:
            yield low, match.start()
            low = match.end()
    yield low, end
