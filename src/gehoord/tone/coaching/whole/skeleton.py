"""Numbered lines for what a draft has not answered, in the customer's own words for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from gehoord.tone.coaching.draft import Draft
from gehoord.tone.coaching.finding import Turn
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.turns import language_for, reading_of
from gehoord.tone.coaching.whole.answered import Answer, Raised, left_open
from gehoord.tone.coaching.whole.body import body_of_reply
from gehoord.tone.coaching.whole.words import WholeWords, whole_words

FEW_WORDS = 6
MOST_ADJECTIVES = 2
ABUSE = frozenset(
    (
        "profanity",
        "insult",
        "discrimination",
        "sexual",
        "intimidation",
        "threat_veiled",
        "threat_explicit",
    )
)
_TOKEN = regex.compile(r"[\p{L}\d’'-]+|[^\s\p{L}\d]")
_CHOICE = regex.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


def skeleton(draft: str, thread: Sequence[Turn], *, lang: str = "") -> str:
    """Lines to put into a reply for what it says nothing about yet; "" if it has everything.

    Each line names the thing as the customer does, or quotes the first words, with a blank for
    the answer. A list that the draft has begun goes on.
    """
    written = Draft(draft, language_for(draft, thread, lang))
    situation = Situation(written, thread=tuple(thread))
    return lines(left_open(written, thread), situation)


def lines(left: Sequence[Raised], situation: Situation) -> str:
    """The numbered lines for these points."""
    words = whole_words(situation.draft.language)
    first = Answer(body_of_reply(situation)).numbers + 1
    line, answer = words.text("skeleton", "line"), words.text("skeleton", "answer")
    if not line:
        return ""
    return "\n".join(
        line.format(number=first + at, about=about, answer=answer)
        for at, about in enumerate(_abouts(left, situation, words))
    )


def summary(raised: Sequence[Raised], situation: Situation) -> str:
    """“U noemde twee dingen: uw tafel en de kast …”, for before a sentence; "" if not all have names."""
    words = whole_words(situation.draft.language)
    numbers = words.text("summary", "numbers").split()
    named = [next(_decent(one, situation, words), "") for one in raised]
    if not all(named) or len(set(named)) < len(named) or not 2 <= len(named) < len(numbers):
        return ""
    things = [thing[:1].lower() + thing[1:] for thing in named]
    listed = f"{', '.join(things[:-1])} {words.text('summary', 'and')} {things[-1]}"
    template = words.text("summary", "rewrite")
    return template.replace("{number}", numbers[len(named)]).replace("{things}", listed)


def _decent(raised: Raised, situation: Situation, words: WholeWords) -> Iterator[str]:
    """The things that a point names, in words we can say after the customer."""
    for thing in _things(raised, words):
        said = _addressed(thing, situation)
        if not _is_abusive(said, words):
            yield said


def _addressed(template: str, situation: Situation) -> str:
    return _CHOICE.sub(lambda one: one[1 if situation.is_formal else 2], template)


def _abouts(left: Sequence[Raised], situation: Situation, words: WholeWords) -> Iterator[str]:
    """What each line is about, no two the same."""
    used: set[str] = set()
    for raised in left:
        quoted = _quoted(raised, words)
        options = [*_decent(raised, situation, words)]
        options += [quoted] if quoted and not _is_abusive(quoted, words) else []
        unsaid = _addressed(words.text("skeleton", "unsaid"), situation)
        about = next((about for about in options if about not in used), unsaid)
        used.add(about)
        yield about


def _is_abusive(words_said: str, words: WholeWords) -> bool:
    return reading_of(words_said, "", words.language).abuse in ABUSE


def _quoted(raised: Raised, words: WholeWords) -> str:
    """The first few words of the point as they were written."""
    text = raised.point.text
    marker = words.pattern("points", "marker").match(text)
    said = text[marker.end() :] if marker else text
    said = regex.split(r"[.!?;:\n]", said.strip(), maxsplit=1)[0]
    few = " ".join(said.split()[:FEW_WORDS]).strip(" ,'\"‘’“”„[]")
    return words.text("skeleton", "quoted").format(words=few) if few else ""


def _things(raised: Raised, words: WholeWords) -> Iterator[str]:
    """Things that the point names, in our words for whose they are."""
    tokens = [token[0] for token in _TOKEN.finditer(raised.point.text)]
    ours = dict(words.section("skeleton").get("determiners", ()))
    for at, token in enumerate(tokens):
        if at and at + 1 < len(tokens) and token.istitle() and tokens[at + 1].istitle():
            # A family name, or one of a firm: “De Jong”.
            continue
        if token.lower() in ours and (thing := _thing(tokens, at + 1, token.lower(), words)):
            end = at + 1 + len(thing)
            more = _joined(tokens, end, ours, words)
            yield " ".join((ours[token.lower()], *thing, *more))


def _thing(tokens: list[str], at: int, determiner: str, words: WholeWords) -> list[str]:
    """The words of a thing from here: words that describe it, and the word itself; or nothing."""
    found: list[str] = []
    while at < len(tokens) and len(found) <= MOST_ADJECTIVES:
        word = tokens[at].lower()
        if _ends(word, words):
            break
        found.append(tokens[at])
        at += 1
        if not _describes(word, tokens, at, words):
            break
    if not found or not _is_thing(found[-1].lower(), words):
        return []
    if determiner in words.words("skeleton", "doubtful") and not _is_sure(found, words):
        return []
    # Behind some determiners the word may still describe: sure only where the thing must end.
    is_last = at >= len(tokens) or _ends(tokens[at].lower(), words)
    return found if is_last or determiner in words.words("skeleton", "certain") else []


def _ends(word: str, words: WholeWords) -> bool:
    return (
        not word[0].isalpha()
        or word in words.words("skeleton", "ends")
        or words.pattern("skeleton", "participle").match(word) is not None
    )


def _describes(word: str, tokens: list[str], at: int, words: WholeWords) -> bool:
    """Whether a word that ends as describing ones do stands before the thing it describes."""
    if not word.endswith(words.text("skeleton", "describing") or "\0") or words.pattern(
        "skeleton", "things_in_e"
    ).search(word):
        return False
    return at < len(tokens) and not _ends(tokens[at].lower(), words)


def _is_thing(word: str, words: WholeWords) -> bool:
    return len(word) > 2 and word not in words.words("skeleton", "nothing")


def _is_sure(found: list[str], words: WholeWords) -> bool:
    """Whether these words can only be a thing, and no verb with something behind it."""
    *before, word = (each.lower() for each in found)
    verb = words.pattern("skeleton", "verb_in_e")
    if any(verb.search(each) for each in before):
        return False
    if word in words.words("skeleton", "nouns"):
        return True
    endings = words.text("skeleton", "noun_endings")
    return bool(endings) and regex.search(rf"\p{{L}}{{3,}}(?:{endings})$", word) is not None


def _joined(tokens: list[str], at: int, ours: dict[str, str], words: WholeWords) -> list[str]:
    """“… op de tafel” behind “de kras”."""
    if at + 2 >= len(tokens) or tokens[at].lower() not in words.words("skeleton", "joins"):
        return []
    determiner = tokens[at + 1].lower()
    if determiner not in ours or determiner in words.words("skeleton", "never_joined"):
        return []
    thing = _thing(tokens, at + 2, determiner, words)
    if not thing:
        return []
    whose = regex.sub(r"\w+", lambda word: word[0].lower(), ours[determiner])
    return [tokens[at].lower(), whose, *thing]
