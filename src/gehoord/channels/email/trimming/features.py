"""What one line at the end of a message looks like: a closing, a name, a telephone, prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gehoord.channels.email.trimming.headers import is_rule
from gehoord.channels.email.trimming.languages import (
    either,
    languages,
    one_of,
    plain,
    words,
)

_FRAME = "*_[]()<>|-–—~=. \t"
_LONGEST_TAGLINE = 170
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_DASHES = re.compile(r"(?:[-–—_*=~#+]\s?){2,}$|[—–]$")
_DASHED_NAME = re.compile(r"(?:-{1,2}|[–—]\s?)(?=[^\W\d])|--\s(?=[^\W\d])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_SITE = re.compile(
    r"(?:https?://|\bwww\.)\S+|^[\w-]+\.(?:nl|be|com|de|fr|eu|org|net|ch|at)$", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:\+|\b0|\(0)[\d\s()./-]{7,}\d")
_LETTERED = re.compile(r"[TMEFWIPA]\s?[:.|]\s?[\w+(]")
_POSTCODE = re.compile(r"\b\d{4}\s?[A-Z]{2}\b|\b[A-Z]?-?\d{4,5}\s+[A-ZÀ-Ý][a-zà-ÿ]+")
_PIECES = re.compile(r"(?<=[^\W\d])[.,;!]\s")
_END = re.compile(r"[.?!…]['”\")]*$")
_FIRMS = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Ltd|Co|bv|nv|Corp|jr|sr)\.$", re.IGNORECASE)
_FIGURE = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")
_CALLED = re.compile(r"\(\w{2,8}/\w{2,8}(?:/\w{2,8})?\)")
_FEW_HITS = 3
_SHORTEST_DISCLAIMER = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is in some lines: how many, sentences, ways to be reached, facts of the case."""

    lines: int
    prose: int
    contacts: int
    contents: int
    added: int
    begins_with_prose: bool
    begins_with_name: bool


def facts(texts: Sequence[str]) -> Facts:
    """Count what there is in these lines."""
    return Facts(
        lines=len(texts),
        prose=sum(map(is_prose, texts)),
        contacts=sum(map(is_contact, texts)),
        contents=sum(map(is_content, texts)),
        added=sum(map(is_added, texts)),
        begins_with_prose=bool(texts) and is_prose(texts[0]),
        begins_with_name=bool(texts) and is_name(texts[0]),
    )


def is_tagline(text: str) -> bool:
    """Whether a program put this line there: Verstuurd vanaf mijn iPhone."""
    if not 6 <= len(text) <= _LONGEST_TAGLINE:
        return False
    bare = re.sub(r"\s?[<(\[]\s?https?://[^\s>)\]]{1,300}\s?[>)\]]", "", text).strip(_FRAME)
    return _is_of_program(bare) or all(
        _is_of_program(piece.strip(_FRAME)) for piece in _PIECES.split(bare)
    )


def _is_of_program(piece: str) -> bool:
    if _lines_of("excuses", "taglines").fullmatch(piece):
        return True
    return bool(_lines_of("sent_from").fullmatch(piece)) and not _joining().search(piece)


def is_banner(text: str) -> bool:
    """Whether the mail server of an organisation put this paragraph above a mail from outside."""
    return len(text) < _LONGEST_BANNER and bool(_lines_of("banners").fullmatch(text.strip(_FRAME)))


def is_boilerplate(texts: Sequence[str]) -> bool:
    """Whether a paragraph at the end is of a program, a mailing list or a lawyer."""
    whole = " ".join(text.strip(_FRAME) for text in texts)
    if all(is_rule(text) or _DASHES.match(text) for text in texts):
        return all(is_rule(text) for text in texts)
    if _DASHES.match(texts[0]) and len(texts) > 1:
        return is_boilerplate(texts[1:]) or (is_rule(texts[0]) and _is_list(texts[1:]))
    if _own().search(whole):
        return False
    if _lines_of("footers", "taglines").match(whole) and len(whole) < 500:
        return True
    return _is_disclaimer(whole)


def _is_list(texts: Sequence[str]) -> bool:
    """Whether a mailing list says where it lives."""
    places = sum(bool(_SITE.search(text)) for text in texts)
    return bool(places) and is_list_name(texts[0]) and not any(map(is_prose, texts))


def is_list_name(text: str) -> bool:
    """Whether a line can be the name of a mailing list."""
    return len(text.split()) <= 6 and not is_sentence(text)


def _is_disclaimer(whole: str) -> bool:
    if len(whole.split()) < _SHORTEST_DISCLAIMER:
        return False
    for patterns, certain in _disclaimers():
        hits = sum(1 for pattern in patterns if pattern.search(whole[:3000]))
        if hits >= _FEW_HITS and certain.search(whole[:3000]):
            return True
    return False


def is_closing(text: str, manner: str) -> bool:
    """Whether a line is nothing but closing words of this manner, and maybe a name."""
    if len(text) > 160:
        return False
    halves = [half for half in re.split(r"\s?[/|]\s?", text.strip("*_ ,|/")) if half]
    return bool(halves) and all(_closes(half, manner) for half in halves)


def _closes(text: str, manner: str) -> bool:
    match = _closings(manner).match(text)
    if not match:
        return False
    rest = text[match.end() :].strip(" ,.!;:*_-–—()")
    return not rest or rest.casefold() in _particles() or is_name(rest)


def is_name(text: str) -> bool:
    """Whether a line is a name: a few words with capitals."""
    bare = text.strip(" ,.*_-–—()|")
    found = bare.split()
    if not 0 < len(found) <= 5 or any(letter in "?!:;@" or letter.isdigit() for letter in bare):
        return False
    named = [word for word in found if word.casefold().strip(".,") not in _particles()]
    return bool(named) and all(
        word.lstrip("(\"'“‘")[:1].isupper() or word in "&|/-" for word in named
    )


def is_contact(text: str) -> bool:
    """Whether a line says how to reach somebody and nothing else."""
    if len(text.split()) > 14 or is_sentence(text):
        return False
    is_labelled = _contact_labels().match(text) or _LETTERED.match(text)
    if is_labelled and re.search(r"\d{2}|@|\w\.\w", text):
        return True
    return any(pattern.search(text) for pattern in (_MAIL, _SITE, _NUMBER, _POSTCODE))


def may_be_contacts(texts: Sequence[str], *, is_last: bool) -> bool:
    """Whether a paragraph may be part of a signature without closing words.

    The last one must say how to reach somebody, one above it may be no more than a full name.
    """
    found = facts(texts)
    if found.prose or found.contents or any(text.endswith((":", ",")) for text in texts):
        return False
    if not is_name(texts[0]) and not is_contact(texts[0]):
        return False
    return bool(found.contacts) or (not is_last and len(texts[0].split()) > 1)


def is_content(text: str) -> bool:
    """Whether a line gives a fact of the case under a label: Ordernummer: 123."""
    return bool(_content_labels().match(text))


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_END.search(text)) and not _FIRMS.search(text) and len(text.split()) > 2


def is_prose(text: str) -> bool:
    """Whether somebody is telling something in this line."""
    found = _WORD.findall(_CALLED.sub("", text))
    if is_contact(text) or is_closing(text, "formal"):
        return False
    if is_sentence(text) and len(found) > 2:
        return True
    if len(found) > 2 and any(word in _persons() for word in found):
        return True
    small = [word for word in found if word[0].islower() and word not in _particles()]
    return (len(found) > 3 and len(small) > 1) or ("?" in text and len(found) > 1)


def is_added(text: str) -> bool:
    """Whether somebody says something of himself or asks something, as no signature does."""
    if "|" in text or len(text.split()) <= 2 or is_contact(text) or not is_prose(text):
        return False
    if len(_days().findall(text)) > 1:
        return False
    is_told = is_sentence(text) and bool(_FIGURE.search(text))
    return is_told or "?" in text or bool(_own().search(text))


def is_postscript(text: str) -> bool:
    """Whether new words begin here after a signature."""
    return bool(_postscripts().match(text))


def is_dashes(text: str) -> bool:
    """Whether a line is made of dashes, so that something else may follow."""
    return bool(_DASHES.match(text))


def is_dashed_name(text: str) -> bool:
    """Whether a line is a dash and a name."""
    match = _DASHED_NAME.match(text)
    return (
        bool(match)
        and len(text.split()) <= 4
        and text[-1].isalnum()
        and is_name(text[match.end() if match else 0 :])
    )


_LONGEST_BANNER = 500


@cache
def _lines_of(*names: str) -> re.Pattern[str]:
    return re.compile(
        either(f"(?:{entry})" for name in names for entry in words("signature", name)) + r"\W{0,3}",
        re.IGNORECASE,
    )


@cache
def _joining() -> re.Pattern[str]:
    return one_of("signature", "joining")


@cache
def _closings(manner: str) -> re.Pattern[str]:
    return re.compile(rf"{either(words('signature', manner))}(?!\w)", re.IGNORECASE)


@cache
def _contact_labels() -> re.Pattern[str]:
    return re.compile(
        rf"\W{{0,3}}{either(words('signature', 'contact'))}\W{{0,2}}\s?[:.|+\d]", re.IGNORECASE
    )


@cache
def _content_labels() -> re.Pattern[str]:
    return re.compile(
        rf"\W{{0,3}}{either(words('signature', 'content'))}(?:[- ]?\w+)?\s?(?:[:#=]|\s[\w-]*\d{{3}})",
        re.IGNORECASE,
    )


@cache
def _postscripts() -> re.Pattern[str]:
    return re.compile(rf"{either(words('signature', 'postscript'))}(?=[\s:.,;-]|$)", re.IGNORECASE)


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(sorted(plain('signature', 'own')))}(?!\w)", re.IGNORECASE)


@cache
def _days() -> re.Pattern[str]:
    """Days of the week: who works on which is in many signatures."""
    return one_of("attribution", "weekdays")


@cache
def _persons() -> frozenset[str]:
    """Words that only stand in sentences, as written there: IT Manager has none."""
    return plain("attribution", "pronouns") | plain("signature", "own")


@cache
def _particles() -> frozenset[str]:
    return plain("attribution", "particles")


@cache
def _disclaimers() -> tuple[tuple[tuple[re.Pattern[str], ...], re.Pattern[str]], ...]:
    """Per language: what disclaimers speak of, and the words that only they use."""
    found = []
    for language in languages():
        entries = language["signature"]["disclaimer"]
        patterns = tuple(re.compile(rf"\b(?:{entry})\b", re.IGNORECASE) for entry in entries)
        found.append((patterns, re.compile(rf"\b{either(entries[:2])}\b", re.IGNORECASE)))
    return tuple(found)
