"""Dutch is read however it is written; what nobody here reads says so."""

import subprocess
import sys

import pytest

from gehoord.tone import read
from gehoord.tone.language import language_of

DUTCH = [
    "Waar blijft mijn pakket nou", "nou lekker dan", "kunde gij mij nu eens helpen aub",
    "da's toch nie normaal he", "fix dat gwn ff", "wrm doen jullie zo moeilijk man",
    "geld terug graag", "Klopt", "ok", "wtf", "amai zo'n slechte service", "ik wil me geld trug",
    "router werkt weer niet", "ge zijt bedankt", "what the fuck is dit nou weer",
    "Ik snap er niks van, jullie support is echt shit", "wollah ewa broer wanneer komt die pakket",
    "mijn order number is 1234 en de delivery is nog steeds niet er", "Domme trut, kijk in je scherm.",
    "woar blif mien pakket", "klootzak", "Oplichters!!", "kan je me alle 6 de back up codes",
    "jan@voorbeeld.nl en http://the.and.of.and.to/ wachten op antwoord",
]  # fmt: skip
OTHERS = {
    "en": ["Where is my parcel", "this is ridiculous", "give me my money back now",
           "You people are useless", "cancel my subscription", "are you kidding me"],
    "de": ["Wo bleibt mein Paket", "Das ist eine Frechheit", "Geld zurück bitte",
           "Sie sind alle Betrüger", "Der Techniker ist nicht gekommen"],
    "fr": ["Où est mon colis", "J’attends depuis trois semaines", "C'est une honte",
           "vous êtes nuls"],
    "tr": ["Paketim nerede kaldı", "Üç haftadır cevap bekliyorum", "Paramı geri istiyorum"],
    "ar": ["أين طردي", "هذا غير مقبول"],
    "pl": ["Gdzie jest moja paczka", "Czekam już trzy tygodnie na odpowiedź"],
    "es": ["Dónde está mi paquete", "Llevo tres semanas esperando"],
    "zh": ["我的包裹在哪里"],
}  # fmt: skip


@pytest.mark.parametrize("text", DUTCH)
def test_dutch_as_people_type_it_is_dutch(text):
    assert language_of(text, knows={"klootzak", "oplichters", "trut", "domme"}.__contains__) == "nl"
    assert read(text).is_read


@pytest.mark.parametrize(
    ("language", "text"), [(name, text) for name, texts in OTHERS.items() for text in texts]
)
def test_another_language_is_recognised(language, text):
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["Das ist eine Frechheit", "Vous êtes des escrocs", "أين طردي"])
def test_a_language_without_a_pack_is_not_read(text):
    reading = read(text)
    assert (reading.is_read, reading.anger, reading.abuse, reading.evidence) == (
        False,
        0,
        "none",
        (),
    )
    assert reading.lang not in ("nl", "und")


@pytest.mark.parametrize("text", ["", " \n", "12345", "?!", "😡", "06-12345678"])
def test_text_without_a_letter_has_no_language(text):
    assert language_of(text) == "und"


def test_emoji_are_read_without_any_word():
    assert read("😡😡").anger >= 1


def test_a_short_message_has_the_language_of_the_one_before():
    english = "Where is my parcel? I have been waiting for weeks."
    assert language_of("ok super", prev=english) == "en"
    assert language_of("ok super", prev="Uw pakket komt morgen bij u aan.") == "nl"
    assert language_of("ok super", prev="12345") == "nl"


def test_the_language_that_the_caller_gives_wins():
    assert read("Das ist eine Frechheit", lang="nl").lang == "nl"
    assert not read("Ik ben woedend", lang="de").is_read


def test_dutch_messages_never_load_the_library():
    code = (
        "import sys; from gehoord.tone import read\n"
        "for text in ('nou lekker dan', 'Ik wacht al weken', 'ok', 'klootzak', 'fix dat gwn ff'):\n"
        "    read(text)\n"
        "assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": "src"})
