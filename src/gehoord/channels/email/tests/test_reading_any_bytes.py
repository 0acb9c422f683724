"""Whatever comes in, a mail comes out."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.channels.email.reading import Mail, read_mail, safe_html

HEAD = b"From: klant@voorbeeld.nl\nSubject: vraag\n"
PIECES = [
    b"From: ", b"Subject: ", b"Date: ", b"Content-Type: ", b"multipart/mixed; boundary=b", b"text/html",
    b"text/plain; charset=", b"utf-8", b"x-none", b"iso-2022-jp", b"message/rfc822", b"text/calendar",
    b"message/delivery-status", b"application/ms-tnef", b"\x78\x9f\x3e\x22\x00\x00", b"\n", b"\r\n", b"\n\n",
    b"--b", b"--b--", b"=?utf-8?Q?=C3=A9?=", b"=?utf-8?B?w6", b"?=", b"<a@b.nl>", b'"', b"(", b"=", b"=\n",
    b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"SGFsbG8=",
    b"<p>", b"<style>", b"<!--", b"begin 644 x\n", b"=ybegin name=x\n", b"\x00", b"\xe9\xff", b"\x1b$B", b"> ",
    b"BEGIN:VEVENT\n", b"application/pkcs7-mime", b"filename*0*=utf-8''%", b"; ", b"MAILER-DAEMON",
]  # fmt: skip
LETTERS = {
    "utf-8": "Grüße, één ✓ 日本語 😀", "iso-8859-1": "Grüße, één café", "cp1252": "één “vraag” € 5",
    "iso-8859-15": "één € 5", "koi8-r": "Здравствуйте, где мой заказ", "gb2312": "您好请问订单",
    "shift_jis": "こんにちは、注文について", "iso-2022-jp": "こんにちは、注文について", "euc-kr": "안녕하세요 주문",
    "big5": "您好請問訂單", "utf-16": "één ✓", "utf-7": "één ✓", "iso-8859-2": "Dzień dobry, łódź",
    "cp850": "één prijs", "macintosh": "één café",
}  # fmt: skip


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_mail(raw):
    assert isinstance(read_mail(raw), Mail)


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(deadline=None)
def test_any_mixture_of_what_mails_are_made_of_gives_a_mail(pieces):
    mail = read_mail(b"".join(pieces))
    safe_html(mail)
    assert not [problem for problem in mail.problems if "cannot be read:" in problem]


@pytest.mark.parametrize("charset", LETTERS)
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_text_of_every_charset_comes_back(charset, encoding):
    words = LETTERS[charset]
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Zoë <zoe@voorbeeld.nl>", words
    mail.set_content(words, charset=charset, cte=encoding)
    read = read_mail(mail.as_bytes())
    assert (read.from_name, read.subject, read.text.strip()) == ("Zoë", words, words)


@pytest.mark.parametrize("charset", ["koi8-r", "shift_jis", "gb2312", "euc-kr", "cp1252", "utf-8"])
def test_letters_without_any_label_are_recognised(charset):
    words = LETTERS[charset]
    raw = b"From: a@b.nl\nSubject: " + words.encode(charset) + b"\n\n" + words.encode(charset) * 4
    mail = read_mail(raw)
    assert (mail.subject, mail.text) == (words, words * 4)


@given(
    st.text(
        st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=300
    ),
    st.sampled_from(["base64", "quoted-printable", "8bit"]),
    st.binary(max_size=500),
)
def test_a_message_of_the_standard_library_comes_back_whole(words, encoding, file):
    mail = EmailMessage()
    mail["From"] = "Piet Jansen <piet@voorbeeld.nl>"
    mail.set_content(f"Beste lezer,\n\n{words}\n", charset="utf-8", cte=encoding)
    mail.add_attachment(file, maintype="application", subtype="pdf", filename="één factuur.pdf")
    read = read_mail(mail.as_bytes())
    assert read.text == f"Beste lezer,\n\n{words}"
    assert [(one.filename, one.content) for one in read.attachments] == [("één factuur.pdf", file)]


def nested(depth):
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth)
    )
    return HEAD + opened + b"\ndiep van binnen\n"


SLOW = {
    "a thousand parts inside each other": nested(1_000),
    "ten thousand parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"".join(b"--b\n\nregel %d\n" % i for i in range(10_000)),
    "elements inside each other": HEAD
    + b"Content-Type: text/html\n\n"
    + b"<div>" * 100_000
    + b"hallo",
    "letter styles never closed": HEAD
    + b"Content-Type: text/html\n\n"
    + b"".join(b"<font size=%d>" % i for i in range(3_000))
    + b"<p>x" * 20_000,
    "a header of encoded words": b"From: a@b.nl\nSubject: "
    + b"=?utf-8?q?x " * 300_000
    + b"\n\nhallo",
    "a sender of brackets": b"From: " + b"(" * 500_000 + b"\n\nhallo",
    "parameters of semicolons": b"Content-Type: text/plain" + b";" * 500_000 + b"\n\nhallo",
    "a bounce of spaces": b"From: MAILER-DAEMON@b.nl\nSubject: failure notice\n\n"
    + b" " * 500_000
    + b"x",
    "a thousand shreds of winmail.dat": HEAD
    + b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22\0\0"
    + b"\1\0\0\0\0\0\0\0\0\0\0" * 200_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_a_mail_built_to_be_slow_is_read_at_once(name):
    begin = time.process_time()
    mail = read_mail(SLOW[name])
    assert time.process_time() - begin < 4
    assert not [problem for problem in mail.problems if "cannot be read:" in problem]


def test_what_lies_too_deep_is_kept_as_a_file():
    mail = read_mail(nested(1_000))
    assert b"diep van binnen" in mail.attachments[0].content
    assert mail.problems
