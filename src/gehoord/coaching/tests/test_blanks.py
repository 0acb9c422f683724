import pytest

from gehoord.coaching.blanks import blank_words, blanks_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("op [dag en tijd] en [naam]", ["[dag en tijd]", "[naam]"]),
        ("[dag] of anders [dag]", ["[dag]"]),
        ("zie [1] en []", []),
        ("(geen) of [nog\nniet]", []),
        ("[" + "a" * 61 + "]", []),
    ],
)
def test_blanks_are_what_only_the_agent_knows(text, found):
    assert blank_words(text) == found


def test_blanks_stand_where_they_say():
    text = "😀 Tot [dag en tijd]."

    assert [text[start:end] for start, end in blanks_in(text)] == ["[dag en tijd]"]


def test_words_of_a_link_or_a_picture_are_no_blank():
    text = "Zie [onze voorwaarden](https://lindehout.example/v) en ![de lamp](lamp.png) op [dag]."

    assert blank_words(text) == ["[dag]"]
