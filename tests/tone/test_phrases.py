"""What a phrase cannot do without: a phrase is only tried where all of it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.tone.phrases import compile_phrases, may_hold, needed, searchable


@pytest.mark.parametrize(
    ("phrase", "sets"),
    [
        ("zoals (ik|wij) al (zei|gezegd)", [{" zoals "}, {" zei ", " gezegd "}, {" al "}]),
        ("(dat|het) kan niet zomaar", [{" kan niet zomaar "}, {" dat ", " het "}]),
        ("klote*", [{" klote"}]),
        ("klote* weer", [{" klote"}, {" weer "}]),
        (r"\w{3,80}en van", [{"en van "}]),
        ("onwaars?", [{" onwaar"}]),
        ("e-mailtje", [{" e mailtje "}, {"-"}]),
        (r"mevrouw,\x20(moet|kunt)", [{" mevrouw "}, {" moet ", " kunt "}, {","}]),
        ("het spijt … zeer", [{" het spijt "}, {" zeer "}]),
        ("(nu )?graag( snel)?", [{" graag "}]),
        ("(?<!niet )zomaar(?! even)", [{" zomaar "}]),
        ("zomaar(?= .*gratis)", [{" zomaar "}, {"gratis"}]),
        (r"\w+[!?]{2,}", [{"!", "?"}]),
        ("(a|bb)?", []),
        (r"\d+", []),
    ],
)
def test_a_phrase_knows_what_it_needs_the_rarest_first(phrase, sets):
    assert [set(each) for each in needed(phrase)] == sets


WORD = st.text("ab", min_size=1, max_size=2)
PIECES = st.one_of(
    WORD,
    st.sampled_from(
        [" ", " ?", "*", ",", "…", "!", r"\b", r"\.", r"\w+", "[!?]", "[ab]", "b?", "a+"]
    ),
    st.builds("({})".format, WORD),
    st.builds("({}|{})".format, WORD, WORD),
    st.builds("({} |{})?".format, WORD, WORD),
    st.builds("({}| {})+".format, WORD, WORD),
    st.builds("(?={})".format, WORD),
)
PHRASES = st.lists(PIECES, min_size=1, max_size=5).map("".join)


@given(PHRASES, st.text("ab !?.,-", max_size=12))
def test_a_text_without_the_pieces_holds_no_match(phrase, text):
    try:
        pattern = compile_phrases((phrase,))
    except ValueError:
        return
    if pattern.search(text):
        assert may_hold(searchable(text), needed(phrase))
