"""Parts of every kind: what is read, and what is a file."""

import base64
import json

import pytest

from gehoord.channels.email.command import main
from gehoord.channels.email.reading import read_mail

HEAD = b"From: a@b.nl\nSubject: x\n"


def several(*parts, kind="mixed", boundary=b"b", close=True):
    raw = HEAD + b"Content-Type: multipart/%s; boundary=b\n\n" % kind.encode()
    raw += b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts)
    return read_mail(raw + (b"--" + boundary + b"--\n" if close else b""))


def files(mail):
    return [one.filename for one in mail.attachments]


def test_names_of_files_are_decoded_and_lose_their_folders():
    mail = several(
        b"Content-Type: text/plain\n\nhoi",
        b"Content-Type: application/pdf; name=\"oud.pdf\"\nContent-Disposition: attachment;"
        b" filename*0*=utf-8''f%C3%A9; filename*1=\"il.pdf\"\n\nx",
        b"Content-Type: application/octet-stream; name=C:\\temp\\mijn factuur.pdf\n\nx",
        b"Content-Disposition: attachment; filename=\"../../etc/passwd\"\n\nx",
        b"Content-Type: image/png; name=\"=?utf-8?Q?t=C3=A9?=\n =?utf-8?Q?st.png?=\"\n\nx",
        b"Content-Type: image/png\n\nx",
        b"Content-Type: message/rfc822\n\nSubject: =?utf-8?Q?de_vraag?=\n\nhoi",
    )  # fmt: skip
    assert files(mail) == [
        "féil.pdf", "mijn factuur.pdf", "passwd", "tést.png", "image-5.png", "de vraag.eml",
    ]  # fmt: skip
    assert mail.text == "hoi"


@pytest.mark.parametrize("close", [True, False])
@pytest.mark.parametrize("boundary", [b"b", b"iets-anders"])
def test_parts_are_found_without_end_and_with_another_boundary(boundary, close):
    mail = several(
        b"Content-Type: text/plain\n\nhoi",
        b"Content-Type: image/png\n\nx",
        boundary=boundary,
        close=close,
    )
    assert (mail.text, files(mail)) == ("hoi", ["image-1.png"])


def test_text_around_pictures_stays_in_order():
    mail = several(
        b"\neen", b"Content-Type: image/png\n\nx", b"\ntwee", b"Content-Type: text/html\n\n<p>drie"
    )
    assert mail.text == "een\n\ntwee\n\ndrie"
    assert "twee" in mail.html


def test_html_is_read_when_the_plain_text_says_nothing():
    html = b"Content-Type: text/html\n\n<p>Echt " + b"nog een woord " * 20
    stub = b"Content-Type: text/plain\n\nUw programma toont geen HTML."
    for plain in (b"Content-Type: text/plain\n\n \n", stub):
        assert several(plain, html, kind="alternative").text.startswith("Echt nog een")


def test_a_body_under_the_wrong_label_is_read():
    assert read_mail(HEAD + b"\n<html><body><p>Hoi<br>jij</body></html>").text == "Hoi\njij"
    assert read_mail(HEAD + b"Content-Type: text/html\n\n1 < 2\nja").text == "1 < 2\nja"


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        (b"base64", b"SGFsbG8\n", "Hallo"),
        (b"base64", b"SGFs!bG8g\nd2Vy*ZWxk", "Hallo wereld"),
        (b"base64", b"SGFsbG8=\nSGFsbG8=\n", "HalloHallo"),
        (
            b"base64",
            b"SGFsbG8K\n\n-- \nVan de lijst met namen\n",
            "Hallo\n\n-- \nVan de lijst met namen",
        ),
        (b"base64", b"Dit is gewone tekst.", "Dit is gewone tekst."),
        (b"quoted/printable", b"Caf=c3=a9 is =  \nlang =ZZ =", "Café is lang =ZZ "),
        (b"8bits", b"Caf\xc3\xa9", "Café"),
        (b"nooit-van-gehoord", b"Hallo", "Hallo"),
    ],
)
def test_damaged_packing_costs_no_word(encoding, body, text):
    raw = HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: " + encoding
    assert read_mail(raw + b"\n\n" + body).text.strip() == text.strip()


def test_flowed_paragraphs_are_whole_again():
    raw = (
        HEAD
        + b"Content-Type: text/plain; format=flowed\n\nEen lange \nregel\n> en een \n> citaat\n-- \nPiet"
    )
    assert read_mail(raw).text == "Een lange regel\n> en een citaat\n-- \nPiet"


def test_files_in_the_text_come_out():
    mail = read_mail(HEAD + b"\nTekst\nbegin 644 foto.txt\n#0V%T\n`\nend\nna")
    assert [(one.filename, one.content) for one in mail.attachments] == [("foto.txt", b"Cat")]
    assert mail.text.split() == ["Tekst", "na"]


def test_a_picture_the_text_shows_is_inline():
    mail = several(
        b'Content-Type: text/html\n\n<p>Hoi <img src="cid:x@y">',
        b"Content-Type: image/png; name=logo.png\nContent-ID: <x@y>\n\nx",
        kind="related",
    )
    assert [(one.content_id, one.inline) for one in mail.attachments] == [("x@y", True)]


def test_an_appointment_is_readable_and_a_file():
    mail = several(
        b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Over\n leg\\, kort\n"
        b'DTSTART;TZID="Europe/Amsterdam":20240305T140000\nDTEND;TZID="Europe/Amsterdam":20240305T150000\n'
        b"LOCATION:Zaal 1\nEND:VEVENT\nEND:VCALENDAR"
    )
    assert mail.text == "Overleg, kort\n2024-03-05 14:00 – 15:00 (Europe/Amsterdam)\nZaal 1"
    assert (files(mail), mail.invitations[0].method) == (["invite.ics"], "REQUEST")


def der(tag, value):
    size = len(value)
    return bytes((tag, size) if size < 128 else (tag, 0x82, size >> 8, size & 255)) + value


def test_signed_and_encrypted_mail_is_shown_as_such():
    assert (
        several(b"\nhoi", b"Content-Type: application/pgp-signature\n\nx", kind="signed").security
        == "signed"
    )
    assert (
        several(b"Content-Type: application/pgp-encrypted\n\nx", kind="encrypted").security
        == "encrypted"
    )
    assert read_mail(HEAD + b"\n-----BEGIN PGP MESSAGE-----\nx").security == "encrypted"
    inner = b"Content-Type: text/plain\n\nVan binnen gelezen"
    data = der(6, bytes.fromhex("2a864886f70d010701")) + der(0xA0, der(4, inner))
    signed = der(2, b"\1") + der(0x31, b"") + der(0x30, data)
    cms = der(0x30, der(6, bytes.fromhex("2a864886f70d010702")) + der(0xA0, der(0x30, signed)))
    head = HEAD + b"Content-Type: application/pkcs7-mime; smime-type=%s; name=smime.p7m\n"
    head += b"Content-Transfer-Encoding: base64\n\n"
    opaque = read_mail(head % b"signed-data" + base64.encodebytes(cms))
    assert (opaque.security, opaque.text) == ("signed", "Van binnen gelezen")
    closed = read_mail(head % b"enveloped-data" + base64.encodebytes(b"geheim"))
    assert (closed.security, files(closed)) == ("encrypted", ["smime.p7m"])


def tnef(*attributes):
    raw = b"\x78\x9f\x3e\x22\x01\x00"
    for level, name, value in attributes:
        raw += (
            bytes((level,)) + name.to_bytes(4, "little") + len(value).to_bytes(4, "little") + value
        )
        raw += (sum(value) & 0xFFFF).to_bytes(2, "little")
    return raw


def test_winmail_dat_gives_its_text_and_its_files():
    packed = tnef(
        (1, 0x0002800C, b"Tekst van Outlook\0"),
        (2, 0x00069002, bytes(14)),
        (2, 0x00018010, b"offerte.pdf\0"),
        (2, 0x0006800F, b"%PDF-inhoud"),
    )
    head = (
        HEAD
        + b"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    )
    mail = read_mail(head + base64.encodebytes(packed))
    assert mail.text == "Tekst van Outlook"
    assert [(one.filename, one.content) for one in mail.attachments] == [
        ("offerte.pdf", b"%PDF-inhoud")
    ]
    broken = read_mail(head + base64.encodebytes(packed[:40]))
    assert files(broken) in (["winmail.dat"], [])
    assert (
        read_mail(head + base64.encodebytes(b"geen tnef")).attachments[0].filename == "winmail.dat"
    )


def test_the_command_prints_one_line_for_each_mail(tmp_path, capsys):
    (tmp_path / "een.eml").write_bytes(HEAD + b"To: Piet <p@x.nl>\nMessage-ID: <1@x>\n\nhallo")
    (tmp_path / "twee.eml").write_bytes(b"\xff\xfe\0")
    assert main(["parse", str(tmp_path), str(tmp_path / "weg.eml")]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 3
    assert lines[0]["to"] == ["p@x.nl"]
    assert (lines[0]["text"], lines[0]["reply"], lines[0]["auto"]) == ("hallo", "hallo", "none")
    assert set(lines[0]) == {
        "from_email", "from_name", "to", "cc", "subject", "date", "message_id", "in_reply_to",
        "references", "text", "reply", "quoted", "attachments", "auto", "problems",
    }  # fmt: skip
    assert lines[2]["problems"]


def test_a_text_that_only_excuses_itself_gives_way_to_the_html():
    mail = several(
        b"Content-Type: text/plain\n\nUw programma toont geen HTML. Open deze mail elders.",
        b"Content-Type: text/html\n\n<p>De monteur komt dinsdag.</p>",
        kind="alternative",
    )
    assert mail.text == "De monteur komt dinsdag."


def test_an_invitation_that_came_twice_is_one_file():
    event = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Keuring\nEND:VEVENT\nEND:VCALENDAR"
    mail = several(
        b"Content-Type: text/plain\n\nhoi",
        b"Content-Type: text/calendar; method=REQUEST\n\n" + event,
        b"Content-Type: application/ics; name=keuring.ics\n\n" + event.replace(b"\n", b"\r\n"),
    )
    assert files(mail) == ["keuring.ics"]


def test_base64_with_stray_spaces_is_read():
    packed = base64.b64encode(b"De sleutel past niet meer, wie helpt?")
    body = packed[:20] + b" " + packed[20:]
    mail = read_mail(HEAD + b"Content-Transfer-Encoding: base64\n\n" + body)
    assert mail.text == "De sleutel past niet meer, wie helpt?"


def test_a_line_that_a_mailbox_file_marked_is_no_quotation():
    mail = read_mail(HEAD + b"\n>From morgen af ben ik er niet.\nJo")
    assert mail.text == "From morgen af ben ik er niet.\nJo"
    quoted = b"\n> hallo\n>From hier is ook\n> geciteerd"
    assert read_mail(HEAD + quoted).text == quoted.decode().strip()
