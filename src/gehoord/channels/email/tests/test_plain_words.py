"""The words of a letter without the signs of its formats, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.channels.email.sending.formats import html_of
from gehoord.channels.email.sending.plain_words import PlainWords

SEEN = {
    "een **nieuwe** lamp": "een nieuwe lamp",
    "een *nieuwe* lamp": "een nieuwe lamp",
    "**heel *graag* gedaan**": "heel graag gedaan",
    "***alles***": "alles",
    "Kijk [op de site](https://x.example/a?b=1).": "Kijk op de site.",
    "Zo: ![plaatje](plaatje-1.png)": "Zo: ",
    "> Jullie liegen!\n\nWat naar.": "\n\nWat naar.",
    "- een lamp\n- **een** stoel": "- een lamp\n- een stoel",
    "3*4*5": "3*4*5",
    "2 * 3 * 4": "2 * 3 * 4",
    "** los **": "** los **",
    "[bedrag] (morgen)": "[bedrag] (morgen)",
    "niets": "niets",
    "": "",
}


@pytest.mark.parametrize("typed", SEEN)
def test_words_are_those_the_reader_sees(typed):
    assert PlainWords(typed).text == SEEN[typed]


@pytest.mark.parametrize("typed", ["een **nieuwe** lamp", "3*4*5", "** los **", "*a* b", "***a***"])
def test_what_is_a_sign_here_is_one_in_the_letter(typed):
    words = html_of(typed)
    for tag in ("<p>", "</p>", "<strong>", "</strong>", "<em>", "</em>"):
        words = words.replace(tag, "")

    assert words.strip() == PlainWords(typed).text


PARTS = st.sampled_from(["*", "**", "woord", " ", "\n", "> ", "- ", "[", "](", ")", "![", "é😡"])


@given(st.lists(PARTS, max_size=30).map("".join))
def test_every_character_is_found_again(typed):
    plain = PlainWords(typed)

    for at, character in enumerate(plain.text):
        start, end = plain.in_typed(at, at + 1)
        assert typed[start:end] == character


def replaced(typed, words, new):
    plain = PlainWords(typed)
    start = plain.text.index(words)
    first, last, put = plain.replacing(start, start + len(words), new)
    return None if put is None else typed[:first] + put + typed[last:]


REPLACED = {
    "words inside a format": ("een **nieuwe lamp**", "lamp", "stoel", "een **nieuwe stoel**"),
    "a whole format": ("een **nieuwe** lamp", "nieuwe", "mooie", "een **mooie** lamp"),
    "a format whose words stay": ("Een **nieuwe** lamp.", "Een nieuwe lamp.",
                                  "Dag. Een nieuwe lamp.", "Dag. Een **nieuwe** lamp."),
    "a format whose words go": ("Een **nieuwe** lamp.", "Een nieuwe lamp.", "Dag.", "Dag."),
    "the beginning of a format": ("Ik **zei al dat** het", "Ik zei al", "Ik schreef",
                                  "Ik schreef dat het"),
    "the end of a format": ("Ik **zei al** dat het", "al dat", "wat", "Ik zei wat het"),
    "a link that stays": ("Kijk [hier](https://x.nl).", "Kijk hier.", "Dag. Kijk hier.",
                          "Dag. Kijk [hier](https://x.nl)."),
    "a link that goes": ("Kijk [hier](https://x.nl).", "Kijk hier.", "Dag.", None),
    "a picture": ("Zo ![p](p.png) dus", "Zo  dus", "Dag", None),
    "no format at all": ("een lamp", "lamp", "stoel", "een stoel"),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "words", "new", "becomes"), REPLACED.values(), ids=REPLACED)
def test_new_words_leave_no_sign_alone(typed, words, new, becomes):
    assert replaced(typed, words, new) == becomes
