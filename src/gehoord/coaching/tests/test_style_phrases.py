import tomllib
from time import perf_counter

import pytest

from gehoord.coaching.style.phrases import PhraseRefused, engine_phrase
from gehoord.tone.phrases import compile_phrases


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("heel (erg)? boos", "Ik ben heel boos.", "heel boos"),
        ("heel (erg)? boos", "Ik ben heel erg boos.", "heel erg boos"),
        ("heel (erg )?boos", "heel boos", "heel boos"),
        ("boos (hoor)?", "boos hoor", "boos hoor"),
        ("boos (hoor)?", "boos, ja", "boos"),
        ("a.u.b.", "Stuur a.u.b. iets.", "a.u.b."),
        ("foutje?", "een fout", ""),
        ("foutj?e", "foute", "foute"),
        ("niet...goed", "niet zo heel goed", "niet zo heel goed"),
        ("niet … goed", "niet een twee drie vier goed", ""),
        ("(pakket|doos)je", "doosje", "doosje"),
        ("e-mail*", "E-mailadres", "E-mailadres"),
        ("100%", "wij zijn 100% zeker", "100%"),
    ],
)
def test_plain_phrases_find_what_a_person_expects(phrase, text, words):
    match = compile_phrases((engine_phrase(phrase),)).search(text)

    assert (match["hit"] if match else "") == words


def hostile_texts(phrase):
    plain = "".join(sign for sign in phrase if sign.isalpha() or sign == " ")
    for text in (plain + " ", plain.replace(" ", ""), "a" * 20, "woord "):
        yield text * (10_000 // max(len(text), 1))


@pytest.mark.parametrize(
    "phrase",
    [
        "(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)b",
        "aa? aa? aa? aa? aa? aa? aa? bb",
        "woord … woord … woord … woord … slot",
        "aaa* aaa* aaa* aaa* bbb",
        "((aa|a) (aa|a))? ((aa|a) (aa|a))? ((aa|a) (aa|a))? bb",
    ],
)
def test_worst_phrase_that_is_taken_does_not_hold_up_the_coach(phrase):
    try:
        pattern = compile_phrases((engine_phrase(phrase),))
    except PhraseRefused:
        return  # refusing it is as good
    for text in hostile_texts(phrase):
        began = perf_counter()
        list(pattern.finditer(text))
        assert perf_counter() - began < 0.5


def test_exported_rule_has_the_shape_of_the_engines_own():
    from gehoord.coaching.style.layers import HOUSE, HouseStyle, Layer, OwnRule
    from gehoord.coaching.style.written import as_toml
    from gehoord.tone.coaching.rule import CoachRule

    rule = OwnRule(id="HUIS-01", level="tip", advice="Ja.", why="Nee.", phrases=("ons beleid",),
                   flagged=("«ons beleid»", "Dat is «ons beleid»."), clean=("Beleid.",))  # fmt: skip
    file = as_toml(HouseStyle((Layer(place=HOUSE, own=(rule,)),), 1), {})

    (raw,) = tomllib.loads(file)["rule"]
    assert CoachRule(**raw).code == "HUIS-01"
