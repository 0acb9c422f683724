"""Letters as bytes: whatever is in them, nobody gets a header in, and the words come through."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default
from email.utils import getaddresses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.sending.addresses import AddressNotUsable, Person, people_in
from gehoord.channels.email.sending.building import as_bytes
from gehoord.channels.email.sending.formats import clean, html_of
from gehoord.channels.email.sending.letter import Enclosure, Letter, Quoted

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
NAMES = {
    "date", "from", "to", "cc", "reply-to", "subject", "message-id", "in-reply-to",
    "references", "mime-version", "content-type", "content-transfer-encoding",
}  # fmt: skip
WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=120)
SEEN = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]),
    max_size=300,
)

UNSEEN = "\u00ad\u034f\u200b\u200c\u2060\ufeff"


def letter(**more):
    return Letter(
        **{
            "sender": Person("service@lindehout.example", "Lindehout"),
            "to": (Person("marieke@klant.example", "Marieke"),),
            "subject": "Bestelling",
            "text": "Hallo",
            "message_id": "<1@lindehout.example>",
            "written_at": AT,
        }
        | more
    )


@settings(deadline=None)
@given(name=WORDS, subject=WORDS, text=WORDS, reference=WORDS, file=WORDS, kind=WORDS)
@example(
    name="Jan\r\nBcc: x@y.nl", subject="a\nBcc: x@y.nl\n\nhoi", text="\r\n.\r\nMAIL FROM:<x>",
    reference="<a@b>\r\nBcc: x@y.nl", file='a"\r\nX: y', kind="text/html\r\nX: y",
)  # fmt: skip
def test_nothing_typed_becomes_a_header(name, subject, text, reference, file, kind):
    raw = as_bytes(
        letter(
            sender=Person("service@lindehout.example", name),
            to=(Person("marieke@klant.example", name),),
            subject=subject,
            text=text,
            signature=text,
            in_reply_to=reference,
            references=(reference, "<b@c>"),
            enclosures=(Enclosure(file, kind, lambda: b"inhoud"),),
        )
    )

    mail = message_from_bytes(raw, policy=compat32)
    assert {key.lower() for key in mail} <= NAMES
    for part in mail.walk():
        allowed = {"content-type", "content-transfer-encoding", "content-disposition"}
        if part is not mail:
            assert {key.lower() for key in part} <= allowed | {"mime-version", "content-id"}
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 998 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert raw.isascii()


def _decoded(value):
    return str(make_header(decode_header(value)))


@settings(deadline=None)
@given(name=SEEN, subject=SEEN, text=SEEN)
@example(name="Vries, Jan de", subject="a, b", text="From hier\n.\n..")
@example(name='Jan "de" \\ Vries', subject="  wit  ", text="a" * 5000)
@example(name="Müller, Jörg", subject="é" * 200, text="een\n> twee\n\n\n  drie")
@example(name="", subject="", text="af\xadbreken")
def test_names_subject_and_words_come_through_as_they_were(name, subject, text):
    raw = as_bytes(
        letter(
            to=(Person("a@klant.example", name), Person("b@klant.example")),
            subject=subject,
            text=text,
        )
    )

    mail = message_from_bytes(raw, policy=compat32)
    people = getaddresses([mail["to"]])
    assert [address for _name, address in people] == ["a@klant.example", "b@klant.example"]
    assert _decoded(people[0][0]).split() == name[:150].split()
    assert _decoded(mail["subject"]).split() == subject.split()
    assert _seen(read_mail(raw).text) == _seen(text)


def _seen(text):
    """The words without signs that nobody sees: reading leaves some of these out."""
    return text.translate(dict.fromkeys(map(ord, UNSEEN))).split()


def test_subject_that_looks_encoded_stays_as_typed():
    mail = message_from_bytes(as_bytes(letter(subject="=?utf-8?q?nep?=")), policy=default)

    assert mail["subject"] == "=?utf-8?q?nep?="


@settings(deadline=None)
@given(text=SEEN)
def test_html_of_any_text_has_all_its_words_and_no_script(text):
    html = html_of(f"begin {text} eind")

    assert "begin" in html
    assert "eind" in html
    assert "<script" not in html.lower()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**vet** en *schuin*", "<strong>vet</strong> en <em>schuin</em>"),
        ("- een\n- twee", "<li>een</li>"),
        ("> gezegd", "<blockquote>"),
        ("[site](https://lindehout.example)", '<a href="https://lindehout.example">site</a>'),
        ("https://lindehout.example/a_b", '<a href="https://lindehout.example/a_b">'),
        ("3*4*5 is 60", "3*4*5 is 60"),
        ("1986. Een goed jaar", "1986. Een goed jaar"),
        ("C:\\map en \\*", "C:\\map en \\*"),
        ("<script>x</script>", "&lt;script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("regel één\nregel twee", "regel één<br>"),
    ],
)
def test_formats_people_use_become_html_and_the_rest_stays(text, html):
    assert html in html_of(text)


def test_formatted_words_from_a_browser_keep_only_the_few_formats():
    dirty = '<b onclick="x()">Hoi</b><img src="https://spion.example/p.gif"><script>x</script>'

    assert clean(dirty) == "<b>Hoi</b><img>"


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("a@x.nl, Jan <b@y.nl>; c@z.nl", ["a@x.nl", "Jan <b@y.nl>", "c@z.nl"]),
        ("Vries, Jan de <b@y.nl>", ['"Vries, Jan de" <b@y.nl>']),
        ("a@x.nl\nA@X.NL", ["a@x.nl"]),
        ('"Jansen; Piet" <p@y.nl>', ['"Jansen; Piet" <p@y.nl>']),
        ("info@müller.example", ["info@müller.example"]),
        ("", []),
    ],
)
def test_addresses_are_understood_as_people_type_them(typed, people):
    assert [str(person) for person in people_in(typed)] == people


@pytest.mark.parametrize(
    "typed",
    ["Jan", "jan@", "@x.nl", "a@x.nl b@y.nl", "a@b@c.nl", "a@x.nl>\r\nRCPT TO:<z@y.nl", "a b@x.nl"],
)
def test_what_is_no_address_is_said(typed):
    with pytest.raises(AddressNotUsable):
        people_in(typed)


@given(typed=WORDS)
def test_addresses_that_are_taken_can_be_written_and_read_again(typed):
    try:
        people = people_in(f"Jan {typed} <jan@x.nl>")
    except AddressNotUsable:
        return

    assert people_in([str(person) for person in people]) == people


def test_long_thread_keeps_its_first_and_its_last_messages():
    references = tuple(f"<{number}@klant.example>" for number in range(100))

    mail = read_mail(as_bytes(letter(references=references)))

    assert len(mail.references) == 20
    assert (mail.references[0], mail.references[-1]) == (references[0], references[-1])


def test_picture_without_a_place_in_the_words_is_an_attachment():
    files = (Enclosure("a.png", "image/png", lambda: b"png", content_id=""),)

    mail = read_mail(as_bytes(letter(enclosures=files)))

    assert [(file.filename, file.inline) for file in mail.attachments] == [("a.png", False)]


def test_quotation_stands_below_with_who_wrote_when():
    quoted = Quoted(Person("m@klant.example", "Marieke"), AT, "Regel een\n\nRegel twee")

    mail = read_mail(as_bytes(letter(quoted=quoted)))

    assert "> Regel een\n>\n> Regel twee" in mail.text
    assert "Marieke" in mail.text


def test_only_automatic_mail_says_it_is_automatic():
    assert read_mail(as_bytes(letter())).auto == "none"
    assert read_mail(as_bytes(letter(is_automatic=True))).auto == "auto-reply"
