"""The plain language in which a house writes its own phrases, and nothing beyond it.

Words, `…` (up to three words), `(a|b)` (either), `?` (may be left out) and `*` (any ending). It is
small on purpose: whatever somebody types here, the coach stays quick for everybody.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import regex
from django.utils.translation import gettext as _

from gehoord.tone.phrases import BadPhrase, compile_phrases

LONGEST = 200
DEEPEST = 2
MOST_WAYS = 500
"""Ways in which one phrase can be read; a search may have to try them all at one place."""
SHORTEST_STEM = 3
FEWEST_LETTERS = 2
SIGNS = frozenset("'’‘-–/&%€£.,:;!@#°")
PROBE_LETTERS = 20_000
PROBE_SECONDS = 0.2
_DOTS = regex.compile(r"\s*(?:…|\.{3,})\s*")
_BLANKS = regex.compile(r"\s+")


class PhraseRefused(ValueError):
    """A phrase that the coach does not take; the message is for whoever wrote it."""


@dataclass
class _Piece:
    """A part of a phrase as the engine writes it, with the letters it cannot do without."""

    text: str
    letters: int = 0
    ways: int = 1
    is_maybe: bool = False


@dataclass
class _Reader:
    """Reads one phrase from left to right."""

    words: str
    at: int = 0
    depth: int = 0
    pieces: list[_Piece] = field(default_factory=list)

    @property
    def sign(self) -> str:
        return self.words[self.at : self.at + 1]

    def sequence(self) -> _Piece:
        """What stands here, up to `|`, `)` or the end."""
        pieces: list[_Piece] = []
        while self.sign and self.sign not in "|)":
            self.take(pieces)
        return _joined(pieces)

    def take(self, pieces: list[_Piece]) -> None:
        sign = self.sign
        if sign == "(":
            pieces.append(self.group())
        elif sign == "?":
            self.maybe(pieces)
        elif sign == "*":
            self.ending(pieces)
        elif sign == "…":
            self.gap(pieces)
        else:
            pieces.append(_literal(sign, self.words))
            self.at += 1

    def group(self) -> _Piece:
        self.at, self.depth = self.at + 1, self.depth + 1
        if self.depth > DEEPEST:
            raise PhraseRefused(_("“%s” has brackets in brackets in brackets.") % self.words)
        found = [self.sequence()]
        while self.sign == "|":
            self.at += 1
            found.append(self.sequence())
        if self.sign != ")":
            raise PhraseRefused(_("“%s” has a bracket that is not closed.") % self.words)
        if any(not each.text.strip() for each in found):
            raise PhraseRefused(
                _("“%s” has brackets with nothing to choose. Write “(word)?” for a word that may be "
                  "left out.") % self.words
            )  # fmt: skip
        self.at, self.depth = self.at + 1, self.depth - 1
        return _Piece(
            f"({'|'.join(each.text for each in found)})",
            letters=min(each.letters for each in found),
            ways=sum(each.ways for each in found),
        )

    def maybe(self, pieces: list[_Piece]) -> None:
        last = pieces[-1] if pieces else None
        if last is None or last.is_maybe or last.text[-1] in "…*":
            raise PhraseRefused(
                _("In “%s” a “?” stands behind nothing. It belongs behind a letter or behind words "
                  "in brackets, and makes that a part that may be left out.") % self.words
            )  # fmt: skip
        pieces[-1] = _Piece(f"{last.text}?", ways=last.ways + 1, is_maybe=True)
        self.at += 1

    def ending(self, pieces: list[_Piece]) -> None:
        stem = regex.search(r"\p{L}*$", self.words[: self.at])
        after = self.words[self.at + 1 : self.at + 2]
        if (
            stem is None
            or len(stem[0]) < SHORTEST_STEM
            or (after and regex.match(r"[\w?*(]", after))
        ):
            raise PhraseRefused(
                _("In “%(phrase)s” a “*” does not stand at the end of a word of %(least)d letters or "
                  "more. “klant*” finds klanten and klantnummer.")
                % {"phrase": self.words, "least": SHORTEST_STEM}
            )  # fmt: skip
        pieces[-1] = _Piece(f"{pieces[-1].text}*", pieces[-1].letters, ways=2)
        self.at += 1

    def gap(self, pieces: list[_Piece]) -> None:
        is_last = self.at + 1 >= len(self.words)
        if self.depth or not pieces or is_last or self.words[self.at + 1] in "…?*":
            raise PhraseRefused(
                _("In “%s” the “…” must stand between two words, outside brackets.") % self.words
            )
        pieces.append(_Piece("…", ways=4))
        self.at += 1


def engine_phrase(words: str, *, is_tried: bool = False) -> str:
    """A phrase of the house as the engine takes it, with nothing in it but the plain language.

    Raises PhraseRefused, with a sentence for whoever wrote it, if it is something else, finds
    nearly everything, or can be read in so many ways that looking for it would take long. One that
    `is_tried` was taken before and is not timed again.
    """
    phrase = _DOTS.sub("…", _BLANKS.sub(" ", words.strip()))
    if not phrase:
        raise PhraseRefused(_("Fill in the words to look for."))
    if len(phrase) > LONGEST:
        raise PhraseRefused(
            _("A phrase has at most %(most)d characters, and this one has %(number)d.")
            % {"most": LONGEST, "number": len(phrase)}
        )
    reader = _Reader(phrase)
    found = reader.sequence()
    if reader.sign == "|":
        raise PhraseRefused(
            _("In “%s” the “|” stands outside brackets. Write (one|other), or each on a line of "
              "its own.") % phrase
        )  # fmt: skip
    if reader.sign == ")":
        raise PhraseRefused(_("“%s” closes a bracket that was never opened.") % phrase)
    if found.letters < FEWEST_LETTERS:
        raise PhraseRefused(_("“%s” would find nearly everything. Use a word or more.") % phrase)
    if found.ways > MOST_WAYS:
        raise PhraseRefused(
            _("“%s” can be read in too many ways. Make two or three phrases of it.") % phrase
        )
    if not is_tried:
        _try_out(phrase, found.text)
    return found.text


def _literal(sign: str, phrase: str) -> _Piece:
    if regex.match(r"[\p{L}\p{M}\p{N}]", sign):
        return _Piece(sign, letters=1)
    if sign == " ":
        return _Piece(sign)
    if sign in SIGNS:
        return _Piece(regex.escape(sign))
    raise PhraseRefused(
        _("“%(sign)s” cannot be used in “%(phrase)s”. A phrase has words, and “…”, “(a|b)”, “?” "
          "and “*”.") % {"sign": sign, "phrase": phrase}
    )  # fmt: skip


def _joined(pieces: list[_Piece]) -> _Piece:
    """The pieces behind each other; a word that may be left out takes one blank along."""
    text, letters, ways, skips = "", 0, 1, False
    for index, piece in enumerate(pieces):
        letters += piece.letters
        ways *= piece.ways
        if skips and piece.text == " ":
            skips = False
            continue
        skips = False
        is_word = piece.is_maybe and piece.text.startswith("(")
        after = pieces[index + 1].text if index + 1 < len(pieces) else None
        if is_word and (not text or text.endswith(" ")) and after in (" ", None):
            inner = piece.text[:-1]
            if after == " ":  # "heel (erg)? boos"
                text, skips = f"{text}({inner} )?", True
            elif text:  # "boos (hoor)?"
                text = f"{text[:-1]}( {inner})?"
            else:
                text = piece.text
            continue
        text += piece.text
    return _Piece(text, letters, ways)


def _try_out(phrase: str, engine: str) -> None:
    """Look for the phrase in the kind of text that would be slowest for it."""
    try:
        pattern = compile_phrases((engine,))
        plain = regex.sub(r"[^\p{L}\p{N} ]+", " ", phrase)
        for text in (f"{plain} ", plain.replace(" ", ""), plain.split(" ")[0] + " "):
            long = text * (PROBE_LETTERS // max(len(text), 1))
            deque(pattern.finditer(long, timeout=PROBE_SECONDS), maxlen=0)
    except TimeoutError:
        raise PhraseRefused(
            _("“%s” takes too long to look for. Make two or three phrases of it.") % phrase
        ) from None
    except (BadPhrase, regex.error):
        raise PhraseRefused(_("“%s” is not a phrase the coach can look for.") % phrase) from None
