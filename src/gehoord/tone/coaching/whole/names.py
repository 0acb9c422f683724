"""What a name is made of, how a customer signs, and where a name stands in a reply."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import regex

from gehoord.tone.coaching.draft import REMEMBERED, Draft, Span
from gehoord.tone.coaching.whole.words import WholeWords, whole_words

_INITIALS = regex.compile(r"(?:\p{Lu}\.){1,5}|\p{Lu}")
_STARTS = regex.compile(r"(?:^|\n|[.!?,…]\s+)(?=\S)")
_TOKEN = regex.compile(r"[\p{L}’'.-]+")
LONGEST_NAME = 60
MOST_TOKENS = 7
LONGEST_GOODBYE = 300
LONGEST_TITLE = 24


@dataclass(frozen=True)
class Name:
    """A person's name in its pieces; `title` is the word that we write, if one was given."""

    title: str = ""
    initials: str = ""
    first: str = ""
    particles: str = ""
    surname: str = ""

    @property
    def is_reserved(self) -> bool:
        """Whether no first name was given: whoever signs so keeps a distance."""
        return bool(self.surname and not self.first)

    @cached_property
    def family(self) -> str:
        """The family name behind a title: “De Wit”, “Van der Schoot-Wijngaarden”."""
        whole = f"{self.particles} {self.surname}".strip()
        return whole[:1].upper() + whole[1:]

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words of the name that can be misspelt."""
        return tuple(token for token in (*self.first.split(), *self.surname.split()) if token)


@lru_cache(REMEMBERED)
def name_of(written: str, language: str) -> Name:
    """A name in its pieces, as far as they can be told apart."""
    written = unicodedata.normalize("NFC", written[:LONGEST_NAME]).strip(" \t\n,.;:-")
    words = whole_words(language)
    title, rest = _titled(written, words)
    rest = regex.sub(rf"^{words.text('names', 'degrees') or '(?!)'}", "", rest)
    tokens = _TOKEN.findall(rest)[:MOST_TOKENS]
    initials = []
    while len(tokens) > 1 and _INITIALS.fullmatch(tokens[0]):
        initials.append(tokens.pop(0))
    first, particles, surname = _pieces(tokens, words.words("names", "particles"))
    if first and not surname and (title or initials):
        first, surname = "", first
    return Name(title, "".join(initials), first, particles, surname)


def _titled(written: str, words: WholeWords) -> tuple[str, str]:
    for pattern, title in titles(words.language):
        if match := pattern.match(written):
            return title, written[match.end() :]
    return "", written


def _pieces(tokens: list[str], particles: frozenset[str]) -> tuple[str, str, str]:
    """First names, what stands between, and the family name."""
    middle = [at for at, token in enumerate(tokens) if token.lower() in particles]
    middle = [at for at in middle if at < len(tokens) - 1]
    if not middle and len(tokens) < 2:
        return "".join(tokens), "", ""
    if not middle:
        return " ".join(tokens[:-1]), "", tokens[-1]
    last = middle[0]
    while last + 1 in middle:
        last += 1
    return (
        " ".join(tokens[: middle[0]]),
        " ".join(tokens[middle[0] : last + 1]),
        " ".join(tokens[last + 1 :]),
    )


@cache
def titles(language: str) -> tuple[tuple[regex.Pattern[str], str], ...]:
    """Patterns of what may stand before a name, each with the word that we write."""
    words = whole_words(language)
    degrees = words.text("names", "degrees") or r"(?!)"
    return tuple(
        (
            regex.compile(rf"(?:{degrees})?(?:{pattern})(?!\w)\s*(?:{degrees})?", regex.IGNORECASE),
            title,
        )
        for pattern, title in words.section("names").get("titles", ())
    )


@cache
def behind_titles(language: str) -> regex.Pattern[str]:
    """Somebody's name behind meneer or mevrouw, in the group `naam`."""
    titled = _any_title(language)
    family = r"(?:\p{Ll}[\p{L}’']*\s+){0,3}\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+)?"
    return regex.compile(rf"(?<!\w)(?i:{titled})\s+(?:\p{{Lu}}\.\s?)*(?P<naam>{family})")


def _any_title(language: str) -> str:
    said = whole_words(language).section("names").get("titles", ())
    return "|".join(pattern for pattern, _ in said) or r"(?!)"


@dataclass(frozen=True)
class Signed:
    """How a customer signs a message, and where the goodbye begins."""

    start: int
    name: Name


@lru_cache(REMEMBERED)
def signed(text: str, language: str) -> Signed | None:
    """The name at the end of a message: behind a greeting, or by itself."""
    body = text.rstrip()
    closing = whole_words(language).pattern("message", "closing")
    goodbye = None
    for line in _STARTS.finditer(body):
        if match := closing.match(body, line.end()):
            goodbye = match
    if goodbye and len(body) - goodbye.end() <= LONGEST_GOODBYE:
        behind = body[goodbye.end() :].lstrip(" ,.!\n\t")
        name = name_of(behind.partition("\n")[0], language)
        return Signed(goodbye.start(), name if _is_name(behind) else Name())
    alone = _alone(language).search(body)
    if alone and alone["name"].lower() not in whole_words(language).words("points", "empty"):
        return Signed(alone.start("name"), name_of(alone["name"], language))
    return None


def _is_name(behind: str) -> bool:
    line = behind.partition("\n")[0]
    return 0 < len(line) <= LONGEST_NAME and len(line.split()) <= MOST_TOKENS


@cache
def _alone(language: str) -> regex.Pattern[str]:
    """A name behind the last sentence: with a title or initials, or in a line of its own."""
    words = whole_words(language)
    titled = _any_title(language)
    particles = "|".join(map(regex.escape, sorted(words.words("names", "particles")))) or "(?!)"
    family = rf"(?:(?i:{particles})\s+){{0,3}}\p{{Lu}}[\p{{L}}’'-]+"
    degrees = words.text("names", "degrees") or r"(?!)"
    known = rf"(?i:{degrees})?(?:(?i:{titled})\s+(?:\p{{Lu}}\.?\s*){{0,4}}|(?:\p{{Lu}}\.\s?){{1,4}}){family}"
    return regex.compile(
        rf"(?:^|\n|[.!?,…]\s+)(?P<name>{known})$|\n\s*(?P<name>(?:\p{{Lu}}[\p{{L}}’'-]+\s+){{0,2}}{family})$"
    )


@dataclass(frozen=True)
class Use:
    """A name in a reply: the whole of it, and who is meant in it."""

    span: Span
    is_greeting: bool


def uses(draft: Draft, name: Name, end: int) -> Iterator[Use]:
    """Where the customer's name stands before `end`, in reading order, with a title before it."""
    if not any(token.lower() in draft.lowered for token in name.tokens):
        return
    before = _title_before(draft.language)
    for match in _pattern(name).finditer(draft.text, 0, end):
        title = before.search(draft.text, max(0, match.start() - LONGEST_TITLE), match.start())
        if title or not match[0][:1].islower():
            start = title.start() if title else match.start()
            yield Use((start, match.end()), start < draft.body_start)


@cache
def _title_before(language: str) -> regex.Pattern[str]:
    """A title with or without initials, ending where a search in a window ends."""
    return regex.compile(rf"(?<!\w)(?i:{_any_title(language)})\s+(?:\p{{Lu}}\.\s?)*$")


@lru_cache(REMEMBERED)
def _pattern(name: Name) -> regex.Pattern[str]:
    first, particles, surname = (
        r"\s+".join(map(regex.escape, words.split()))
        for words in (name.first, name.particles, name.surname)
    )
    family = (rf"(?:{particles}\s+)?" if particles else "") + surname
    said = [rf"{first}\s+{family}"] if first and surname else []
    said += [part for part in (family if surname else "", first) if part]
    return regex.compile(rf"(?<![\w-])(?:{'|'.join(said)})(?![\w-])", regex.IGNORECASE)


def plain(word: str) -> str:
    """A word for comparing: one way of writing signs, small letters."""
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'")


def bare(word: str) -> str:
    """A word without its accents."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
