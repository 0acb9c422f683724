"""Senders, subjects, dates and ids, as they are really written."""

import pytest

from gehoord.channels.email.reading import read_mail


def mail(header, body="hallo"):
    raw = header if isinstance(header, bytes) else header.encode()
    return read_mail(raw + b"\n\n" + body.encode())


@pytest.mark.parametrize(
    ("said", "name", "email"),
    [
        ("Piet Jansen <piet@x.nl>", "Piet Jansen", "piet@x.nl"),
        ('"Jansen, Piet" <piet@x.nl>', "Jansen, Piet", "piet@x.nl"),
        ("Jansen, Piet <piet@x.nl>", "Jansen, Piet", "piet@x.nl"),
        ("=?utf-8?Q?Jansen,_Ren=C3=A9?= <piet@x.nl>", "Jansen, René", "piet@x.nl"),
        ('"=?utf-8?B?UmVuw6k=?=" <piet@x.nl>', "René", "piet@x.nl"),
        ("=?utf-8?Q?Piet_<piet@x.nl>?=", "Piet", "piet@x.nl"),
        ("piet@x.nl (Piet Jansen)", "Piet Jansen", "piet@x.nl"),
        ("Naam (Afd) <piet@x.nl>", "Naam (Afd)", "piet@x.nl"),
        ('"Piet <piet@x.nl>', "Piet", "piet@x.nl"),
        ("Piet <piet@x.nl", "Piet", "piet@x.nl"),
        ("Piet piet@x.nl", "Piet", "piet@x.nl"),
        ("<mailto:piet@x.nl>", "", "piet@x.nl"),
        ('"piet@x.nl" <echt@x.nl>', "piet@x.nl", "echt@x.nl"),
        ("Piet <piet@xn--caf-dma.nl>", "Piet", "piet@xn--caf-dma.nl"),
        ("O'Neil <o'neil@x.ie>", "O'Neil", "o'neil@x.ie"),
        ('"twee woorden"@x.nl', "", '"twee woorden"@x.nl'),
        ("<@a,@b:piet@x.nl>", "", "piet@x.nl"),
        ("een@x.nl, twee@x.nl", "", "een@x.nl"),
        (
            "MAILER-DAEMON (Mail Delivery System)",
            "MAILER-DAEMON (Mail Delivery System)",
            "MAILER-DAEMON",
        ),
    ],
)
def test_a_sender_is_found_however_it_is_written(said, name, email):
    read = mail(f"From: {said}")
    assert (read.from_name, read.from_email) == (name, email)


def test_a_sender_without_from_is_taken_from_the_next_header():
    read = mail("Return-Path: <piet@x.nl>\nSubject: x")
    assert read.from_email == "piet@x.nl"
    assert "no sender in From; taken from return-path" in read.problems


def test_a_form_that_names_the_writer_keeps_both():
    read = mail(
        "From: Formulier <web@x.nl>\nReply-To: Klant <klant@y.nl>\nX-Original-From: K <k@z.nl>"
    )
    assert read.reply_to == (("Klant", "klant@y.nl"),)
    assert read.original_from == ("K", "k@z.nl")


def test_groups_and_hidden_recipients_are_no_addresses():
    read = mail(
        "From: a@x.nl\nTo: Team: een@x.nl, twee@x.nl;, drie@x.nl\nCc: undisclosed-recipients:;"
    )
    assert [one.email for one in read.to] == ["een@x.nl", "twee@x.nl", "drie@x.nl"]
    assert read.cc == ()


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        (b"=?utf-8?Q?caf=C3=A9?=", "café"),
        (b"=?utf-8?Q?=E2=82?= =?utf-8?Q?=AC_5?=", "€ 5"),
        (b"=?utf-8?B?4oI=?= =?utf-8?B?rCA1?=", "€ 5"),
        (b"a=?utf-8?Q?b?=c", "abc"),
        (b"=?utf-8?Q?met spatie?=", "met spatie"),
        (b"=?iso-8859-1?Q?Caf\xe9?=", "Café"),
        (b"=?utf-8?B?SGFsbG8=IQ==?=", "Hallo!"),
        (b"=?utf-8?B?SGFsbG8?=", "Hallo"),
        (b"=?utf-8*nl?Q?taal?=", "taal"),
        (b"=?x-onbekend?Q?Caf=E9?=", "Café"),
        (b"=?utf-8?q?Re:_een?=\n\t=?utf-8?q?_twee?=", "Re: een twee"),
        (b"=?utf-8?Q?nooit af", "=?utf-8?Q?nooit af"),
        (b"=?utf-8?Q?=3D=3Futf-8=3FQ=3Fdubbel=3F=3D?=", "dubbel"),
        (b"\x1b$B$3$s$K$A$O\x1b(B", "こんにちは"),
        (b"een\n twee\n\tdrie", "een twee drie"),
        (b"", ""),
    ],
)
def test_a_subject_reads_as_it_was_meant(said, subject):
    assert mail(b"From: a@b.nl\nSubject: " + said).subject == subject


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("Sat, 1 Dez 2024 10:00:00 +0100", "2024-12-01T10:00:00+01:00"),
        ("Mon, 2 Jan 06 15:04:05 EST", "2006-01-02T15:04:05-05:00"),
        ("Tue, 05 Mar 2024 10:11:12", "2024-03-05T10:11:12+00:00"),
        ("Tue Mar  5 10:11:12 CET 2024", "2024-03-05T10:11:12+01:00"),
        ("di 5 maart 2024 10:11", "2024-03-05T10:11:00+00:00"),
        ("2024-03-05T10:11:12Z", "2024-03-05T10:11:12+00:00"),
        ("Tue, 05 Mar 2024 24:00:00 +0000", "2024-03-06T00:00:00+00:00"),
        ("gisteren", None),
        ("Tue, 32 Mar 2024 10:11:12 +0000", None),
    ],
)
def test_a_date_is_read_or_left_out(said, moment):
    read = mail(f"From: a@b.nl\nDate: {said}")
    assert (read.date and read.date.isoformat()) == moment
    assert (moment is None) == ("a date that cannot be read" in read.problems)


def test_ids_come_with_brackets_and_without_spaces():
    read = mail(
        "From: a@b.nl\nMessage-ID: een@x.nl\nIn-Reply-To: Your mail of <twee@x. nl>\n"
        "References: <drie@x.nl>,<vier@x.nl>\n <drie@x.nl>"
    )
    assert read.message_id == "<een@x.nl>"
    assert read.in_reply_to == "<twee@x.nl>"
    assert read.references == ("<drie@x.nl>", "<vier@x.nl>")


@pytest.mark.parametrize(
    "raw",
    [
        b"From a@b.nl Mon Jan  1 00:00:00 2024\nFrom: a@b.nl\nSubject: x\n\nhallo",
        b"\xef\xbb\xbfFrom: a@b.nl\nSubject: x\n\nhallo",
        b"\n\nFrom: a@b.nl\nSubject: x\n\nhallo",
        b"From: a@b.nl\nrommel zonder teken\nSubject: x\n\nhallo",
        b"From: a@b.nl\r\r\nSubject: x\r\r\n\r\r\nhallo",
        b"From: a@b.nl\rSubject: x\r\rhallo",
        b"From: a@b.nl\nSubject : x\n \t\nX-Y: z\n\nhallo",
        b"From: a@b.nl\nSubject: x\nhallo",
        b"From: a@b.nl\nSubject: x\nSubject: tweede\n\nhal\0lo",
    ],
)
def test_a_broken_head_still_separates_header_and_body(raw):
    read = read_mail(raw)
    assert (read.from_email, read.subject, read.text) == ("a@b.nl", "x", "hallo")


@pytest.mark.parametrize(
    "label",
    ["utf8mb4", "ansi", "x-unknown", "us-ascii", "iso-8859-1", "%CHARSET%", "hex", "undefined", "'utf-8",
     "windows-1252http-equivcontent-type", "utf-16", "ks_c_5601-1987"],
)  # fmt: skip
def test_a_wrong_charset_costs_no_letter(label):
    head = f"From: a@b.nl\nContent-Type: text/plain; charset={label}\n\n".encode()
    assert read_mail(head + b"een caf\xe9 in de stad").text == "een café in de stad"


def test_a_header_field_that_lost_its_indentation_hides_no_other():
    found = mail("Received: from relay.x.nl\nby mx.y.nl with ESMTP\n\tid 12\nFrom: piet@x.nl")
    assert (found.from_email, found.text) == ("piet@x.nl", "hallo")


def test_thousands_of_colons_in_an_address_field_are_read_at_once():
    found = mail("From: piet@x.nl\nTo: " + "groep: a, b ; " * 20_000 + "an@x.nl")
    assert found.from_email == "piet@x.nl"
