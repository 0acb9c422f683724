"""Word lists: what a word says about the person who writes it, as lines in TSV files."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from gehoord.tone.rulebook import BadRule

Words = dict[str, tuple["Entry", ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One word, stem (`boos*`), phrase or emoji: `weight` is 0 to 1, `group` its file.

    `rule` is what evidence and `explain` call it, such as `nl.lexicon.anger`.
    """

    word: str
    weight: float
    label: str
    note: str
    group: str
    rule: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists of a language, arranged for one dictionary look-up per word."""

    words: Words
    stems: Words
    stem_lengths: tuple[int, ...]
    phrases: Words

    def of(self, token: str) -> tuple[Entry, ...]:
        """What the lists say about one word of a message; the longest stem counts."""
        exact = self.words.get(token)
        if exact:
            return exact
        for length in self.stem_lengths:
            if length <= len(token) and (found := self.stems.get(token[:length])):
                return found
        return ()

    def knows(self, token: str) -> bool:
        """Whether any list has this word."""
        return bool(self.of(token))

    def labelled(self, *labels: str) -> tuple[str, ...]:
        """Every word, stem or phrase with one of these labels, longest first."""
        found = {
            entry.word.removesuffix("*")
            for table in (self.words, self.stems, self.phrases)
            for entries in table.values()
            for entry in entries
            if entry.label in labels
        }
        return tuple(sorted(found, key=lambda word: (-len(word), word)))


def load(language: str) -> Lexicon:
    """Read every word list of a language.

    Raises BadRule if a line does not have four columns or its weight is not a number.
    """
    words: Words = {}
    stems: Words = {}
    phrases: Words = {}
    folder = files("gehoord.tone.languages") / language / "lexicon"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".tsv"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith(("#", "word\t")):
                entry = _entry(language, line, path.name, number)
                _place(entry, words, stems, phrases)
    lengths = tuple(sorted({len(stem) for stem in stems}, reverse=True))
    return Lexicon(words, stems, lengths, phrases)


def _entry(language: str, line: str, file: str, number: int) -> Entry:
    group = file.removesuffix(".tsv")
    try:
        word, weight, label, note = (*line.split("\t"), "", "")[:4]
        return Entry(word.lower(), float(weight), label, note, group, f"{language}.lexicon.{group}")
    except ValueError as error:
        raise BadRule(f"{file} line {number}: {line!r} is not word, weight, label, note") from error


def _place(entry: Entry, words: Words, stems: Words, phrases: Words) -> None:
    if entry.word.endswith("*"):
        stem = entry.word[:-1]
        stems[stem] = (*stems.get(stem, ()), entry)
    elif entry.word.isalnum():
        words[entry.word] = (*words.get(entry.word, ()), entry)
    else:
        phrases[entry.word] = (*phrases.get(entry.word, ()), entry)
