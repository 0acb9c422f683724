"""A customer's own words, made fit to say back: mijn → uw, 3x → drie keer, mn kast → uw kast."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from gehoord.tone.coaching.told.words import ToldWords, told_words

SHORTEST_THING = 2
SHORTEST_ENDING = 4
_TIMES = regex.compile(r"(\d{1,3})\s?x\b")
_EURO = regex.compile(r"€ ?(\d[\d.,]*)")
_NUMBER = regex.compile(r"\d{1,2}")
_DIGIT = regex.compile(r"\d")
_APOSTROPHE = regex.compile(r"[’`´]")


class CannotSay(ValueError):
    """Words of a customer that cannot be said back in a right sentence."""


@dataclass(frozen=True)
class Saying:
    """How the words of a group in a phrase are said in one language."""

    words: ToldWords

    def plain(self, value: str) -> str:
        """The words in small letters, with our pronouns and numbers in full. Raises CannotSay."""
        tokens = self._tokens(value)
        said = [self._word(tokens, at) for at in range(len(tokens))]
        if self.words.words("saying", "never").intersection(said):
            raise CannotSay(value)
        return " ".join(word for word in said if word)

    def name(self, value: str) -> str:
        """A name as the customer wrote it, but not shouted."""
        return value.lower() if value.isupper() else value

    def known(self, value: str) -> str:
        """Words in small letters, each of them an ordinary one. Raises CannotSay if one is not."""
        ordinary = self.words.words("ordinary", "words")
        for token in self._tokens(value):
            if token not in ordinary and not token.isdigit() and not self.is_thing(token):
                raise CannotSay(token)
        passed_over = self.words.words("ordinary", "left_out")
        return " ".join(word for word in self.plain(value).split() if word not in passed_over)

    def thing(self, value: str, article: str, *, is_loose: bool = False) -> str:
        """A noun with the article it was given; one without gets `de`, as do all with `the`.

        `a` gives one without an article “een”, `bare` takes it away, and what [described] names
        puts its word between. Raises CannotSay if a noun in it is none that we know; one that
        `is_loose` may be unknown behind an article of its own.
        """
        tokens = self._tokens(value)
        join = next((at for at in range(1, len(tokens)) if tokens[at] in self._joins), len(tokens))
        said = self._noun_phrase(tokens[:join], article, is_loose=is_loose)
        if join == len(tokens) or article in self.words.table("described"):
            return said
        return said + self._tail(tokens[join], tokens[join + 1 :])

    def _tail(self, join: str, tokens: list[str]) -> str:
        """“van uw step” behind “de batterij”; nothing if we do not know what is said there."""
        if join not in self.words.words("saying", "kept"):
            return ""
        try:
            return f" {join} {self._noun_phrase(tokens, '')}"
        except CannotSay:
            return ""

    def is_thing(self, word: str) -> bool:
        """Whether a word is a thing of customer service, or ends with one."""
        return _gender(word, self.words.language) is not None

    @property
    def _joins(self) -> frozenset[str]:
        return self.words.words("saying", "joins")

    def _noun_phrase(self, tokens: list[str], article: str, *, is_loose: bool = False) -> str:
        if not tokens:
            raise CannotSay
        noun = tokens[-1]
        if not self.is_thing(noun):
            return self._unknown(tokens, is_loose=is_loose)
        first = tokens[0] if len(tokens) > 1 else ""
        if described := self.words.table("described").get(article):
            return f"{self._definite(noun)} {described} {noun}"
        known = self.words.words("things", "adjectives")
        adjectives = [token for token in tokens[:-1] if token in known]
        leading = "" if article == "bare" else self._leading(first, noun, article)
        return " ".join(word for word in (leading, *adjectives, noun) if word)

    def _unknown(self, tokens: list[str], *, is_loose: bool) -> str:
        """“Uw kweekkastje”: a noun we do not know, of which the customer gave the article."""
        said = self.words.table("articles").get(tokens[0], "")
        if not is_loose or len(tokens) < 2 or said == "a" or not tokens[-1].isalpha():
            raise CannotSay(" ".join(tokens))
        if said == "the" and tokens[0] not in self.words.table("definite").values():
            raise CannotSay(" ".join(tokens))
        if tokens[-1] in self.words.words("ordinary", "words"):
            raise CannotSay(tokens[-1])
        return f"{tokens[0] if said == 'the' else said} {tokens[-1]}"

    def _leading(self, first: str, noun: str, article: str) -> str:
        """What stands before the noun: whose it is, how many, or an article."""
        if count := self._count(first):
            return count
        said = self.words.table("articles").get(first, "a" if article == "a" else "the")
        if said not in ("the", "a"):
            return str(said)
        if said == "the" or article == "the":
            return self._definite(noun)
        return self._article("indefinite", noun)

    def _definite(self, noun: str) -> str:
        return self._article("definite", noun)

    def _article(self, kind: str, noun: str) -> str:
        return str(self.words.table(kind)[_gender(noun, self.words.language) or ""])

    def _count(self, token: str) -> str | None:
        numbers = self.words.table("numbers")
        if token in numbers:
            return str(numbers[token])
        return token if token in numbers.values() or token.isdigit() else None

    def _tokens(self, value: str) -> list[str]:
        plain = _EURO.sub(r"\1 €", _APOSTROPHE.sub("'", value.lower()))
        return _TIMES.sub(r"\1 x", plain).strip(" ,.;:!").split()

    def _word(self, tokens: list[str], at: int) -> str:
        token = tokens[at]
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        if _NUMBER.fullmatch(token) and behind not in self.words.words("saying", "figures_before"):
            return str(self.words.table("numbers").get(token, token))
        before = tokens[at - 1] if at else ""
        if before in self.words.words("saying", "one") or not before:
            return str(self.words.table("replaced").get(token, token))
        if _DIGIT.match(before) or before in self.words.table("numbers").values():
            token = str(self.words.table("plurals").get(token, token))
        return str(self.words.table("replaced").get(token, token))


@cache
def saying(language: str) -> Saying:
    """How words are said in a language."""
    return Saying(told_words(language))


@cache
def _things(language: str) -> dict[str, str]:
    words = told_words(language)
    return {
        noun: gender
        for gender in words.table("definite")
        for noun in words.text("things", gender).split()
    }


@cache
def _gender(word: str, language: str) -> str | None:
    """The gender of a noun by its own or its last part; None if it is not known."""
    things = _things(language)
    for start in range(len(word) - SHORTEST_THING + 1):
        part = word[start:]
        if part in things and (not start or len(part) >= SHORTEST_ENDING):
            return things[part]
    return None
