"""What kind of mail it is, who wrote first, and what HTML says and may show."""

import time
from dataclasses import replace

import pytest

from gehoord.channels.email.reading import Attachment, Mail, read_mail, remote_pictures, safe_html


def html(body):
    return read_mail(b"From: a@b.nl\nContent-Type: text/html; charset=utf-8\n\n" + body.encode())


@pytest.mark.parametrize(
    ("head", "auto"),
    [
        ("Subject: vraag", "none"),
        ("Auto-Submitted: no", "none"),
        ("Auto-Submitted: auto-replied", "auto-reply"),
        ("Auto-Submitted: auto-generated (rejected)", "auto-reply"),
        ("Subject: Automatisch antwoord: vraag", "auto-reply"),
        ("Subject: Abwesenheitsnotiz: Urlaub", "auto-reply"),
        ("Subject: Réponse automatique : absent", "auto-reply"),
        ("Subject: Out of office until 3 June", "auto-reply"),
        ("Subject: Automatisch antwoord aanzetten, hoe doe ik dat?", "none"),
        ("Subject: Afwezigheidsbericht: ik ben er niet\nAuto-Submitted: no", "none"),
        ("X-Auto-Response-Suppress: DR, All", "auto-reply"),
        ("Precedence: bulk", "list"),
        ("List-Id: <nieuws.x.nl>", "list"),
    ],
)
def test_programs_are_told_from_people(head, auto):
    assert read_mail(f"From: a@b.nl\n{head}\n\nhallo".encode()).auto == auto


def test_a_complaint_that_a_mail_program_sends_for_somebody_is_no_person():
    head = (
        b"From: a@b.nl\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n"
    )
    parts = (
        b"--b\n\nThis is a spam report.\n--b\nContent-Type: message/feedback-report\n\nx: y\n--b--"
    )
    assert read_mail(head + b"\n" + parts).auto == "auto-reply"


def test_a_delivery_report_names_our_mail_and_who_was_not_reached():
    raw = (
        b"From: MAILER-DAEMON@x.nl\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n--b\n\nhelaas\n"
        b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.nl\n\nFinal-Recipient: rfc822; jan@y.nl\n"
        b"Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n"
        b"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <ons@x.nl>\n--b--"
    )
    mail = read_mail(raw)
    assert mail.auto == "bounce"
    assert mail.bounce.recipient == "jan@y.nl"
    assert (mail.bounce.message_id, mail.bounce.action) == ("<ons@x.nl>", "failed")
    assert (mail.bounce.status, mail.bounce.diagnostic) == ("5.1.1", "550 5.1.1 unknown")


@pytest.mark.parametrize(
    "raw",
    [
        (
            "Return-Path: <>\nFrom: MAILER-DAEMON@x.nl\nSubject: failure notice\n\nThis is the qmail-send program.\n\n"
            "<jan@y.nl>:\nNo mailbox here. (#5.1.1)\n\nMessage-ID: <ons@x.nl>"
        ),
        (
            "From: Mail Delivery System <Mailer-Daemon@x.nl>\nX-Failed-Recipients: jan@y.nl\nSubject: Mail delivery"
            " failed\n\n  jan@y.nl\n    550 5.1.1 No such user\n\nMessage-Id: <ons@x.nl>"
        ),
        (
            "From: postmaster@x.nl\nSubject: Onbestelbaar: vraag\nIn-Reply-To: <ons@x.nl>\n\nDelivery has failed to these"
            " recipients or groups:\n\njan@y.nl (jan@y.nl)\n\n#550 5.1.1 RESOLVER.ADR ##"
        ),
    ],
)
def test_letters_of_mail_servers_are_bounces(raw):
    bounce = read_mail(raw.encode()).bounce
    assert (bounce.message_id, bounce.recipient, bounce.status) == (
        "<ons@x.nl>",
        "jan@y.nl",
        "5.1.1",
    )


def test_spam_is_marked_by_servers():
    assert read_mail(b"From: a@b.nl\nX-Spam-Flag: YES\n\nx").is_spam
    assert not read_mail(b"From: a@b.nl\nX-Spam-Status: No, score=1\n\nx").is_spam


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Fwd: x",
            "-------- Doorgestuurd bericht --------\nOnderwerp: x\nDatum: di\nVan: Jo <jo@y.nl>\nAan: a@b.nl",
        ),
        (
            "Fwd: x",
            "---------- Forwarded message ---------\nFrom: Jo <jo@y.nl>\nDate: Tue\nSubject: x\nTo: a@b.nl",
        ),
        ("WG: x", "Von: Jo [mailto:jo@y.nl]\nGesendet: Montag\nAn: a@b.nl\nBetreff: x"),
        ("TR: x", "De : Jo <jo@y.nl>\nEnvoyé : lundi\nÀ : a@b.nl\nObjet : x"),
        (
            "kijk",
            "Begin doorgestuurd bericht:\n\n> Van: Jo <jo@y.nl>\n> Onderwerp: x\n> Datum: di\n> Aan: a@b.nl",
        ),
    ],
)
def test_who_wrote_a_forwarded_mail_is_found(subject, body):
    raw = f"From: a@b.nl\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\nZie onder.\n\n{body}\n\nhoi"
    assert read_mail(raw.encode()).forwarded == ("Jo", "jo@y.nl")


def test_a_quotation_under_a_reply_is_no_forward():
    raw = b"From: a@b.nl\nSubject: RE: x\n\nja\n\nVan: Jo <jo@y.nl>\nVerzonden: di\nAan: a@b.nl\nOnderwerp: x\n\nhoi"
    assert read_mail(raw).forwarded is None


def test_html_becomes_text_in_reading_order():
    mail = html(
        '<html><head><title>weg</title><style>p{}</style></head><body><div style="display:none">voorproef</div>'
        "<!--[if mso]>weg<![endif]--><p class=MsoNormal>een<o:p></o:p></p><p class=MsoNormal>twee &amp;eacute;&eacute;n"
        "<div>drie</div>vier<br>vijf<b>zes</b><table><tr><td>1<td>2<tr><td>3</table><ol><li>a<li>b</ol>"
        '<blockquote>oud<br>nog</blockquote><pre>x  y\n z</pre><a href="https://y.nl/klik">hier</a>'
        '<a href="https://www.x.nl/">www.x.nl</a> <a href="mailto:p@x.nl">p@x.nl</a>'
    )
    assert mail.text.split("\n") == [
        "een", "twee één", "drie", "vier", "vijfzes", "", "1 2", "3", "", "1. a", "2. b", "",
        "> oud", "> nog", "", "x  y", " z", "", "hier <https://y.nl/klik>www.x.nl p@x.nl",
    ]  # fmt: skip


def test_html_that_hides_everything_still_gives_its_words():
    assert html("<div style='display:none'>toch</div>").text == "toch"
    assert "hallo" in html("<style>p{} <p>hallo").text


def test_a_megabyte_of_html_takes_no_second():
    body = (
        "<p class=x>Hallo <b>daar</b>, hoe<br>is het met de <span>bestelling</span> van gisteren</p>\n"
        * 11_000
    )
    begin = time.process_time()
    assert html(body).text.count("bestelling") == 11_000
    assert time.process_time() - begin < 2


def test_a_page_shows_no_script_form_or_load_from_outside():
    mail = Mail(
        html='<p style="color:red;position:fixed;background:url(http://t.nl/x)" onclick="x()">hoi</p><script>x</script>'
        '<img src="http://t.nl/pixel.png"><img src="//t.nl/twee.png"><img src="cid:Foto@x"><img src="file:///etc">'
        '<a href="javascript:x()">a</a><a href="data:text/html,x">b</a><a href="https://x.nl">c</a>'
        '<form action="http://t.nl"><input name=q></form><iframe src="http://t.nl"></iframe>'
        '<link rel=stylesheet href="http://t.nl/a.css"><style>@import "http://t.nl"</style><svg onload=x></svg>'
        '<table background="http://t.nl/b.png"><tr><td>d</table>',
        attachments=(Attachment("foto.png", "image/png", b"x", True, "foto@x"),),
    )
    page = safe_html(mail, picture=lambda one: f"/bestand/{one.filename}")
    for bad in (
        "script",
        "onclick",
        "position",
        "url(",
        "<form",
        "<input",
        "iframe",
        "data:text",
        "file:",
        "link rel",
    ):
        assert bad not in page
    assert page.count("t.nl") == page.count('data-remote-src="') == remote_pictures(page) == 2
    assert ' src="http' not in page
    assert '<img src="/bestand/foto.png">' in page
    assert '<a href="https://x.nl" target="_blank" rel="noopener noreferrer nofollow">c</a>' in page
    assert '<p style="color:red">hoi</p>' in page
    assert safe_html(replace(mail, html="")) == ""
    assert ' src="http://t.nl/pixel.png"' in safe_html(mail, shows_remote=True)
