"""A customer's mail and our answers, from her mail program to the agent's page and back.

Real servers: Postfix takes the mail, Dovecot keeps it, Gehoord fetches and sends.
"""

import hashlib
import re
import struct
import zlib
from base64 import b64encode

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served
from tests.browser.post import (
    JAN,
    PIET,
    SERVICE,
    STRANGER,
    answer,
    files,
    letter,
    plain,
    post_running,
    words,
)
from tests.browser.seen import open_case, reply, row, send, turns
from tests.dovecot import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.services]

FIRST = (
    "Geachte heer, mevrouw,\n\nMijn lamp is één dag oud en al kapot 😡. Bélachelijk, jullie "
    "liegen gewoon!\nDe rekening zit erbij.\n\nRenée"
)
HEAD, SIZE = b"%PDF-1.7\n", 25 * 1024 * 1024
BIG = (HEAD + bytes(range(256)) * 4 * 1024 * 25)[:SIZE]
ANSWER = (
    "Beste Renée,\n\nWat vervelend dat uw lamp na één dag al kapot is. Ik stuur u vandaag een "
    "**nieuwe** lamp, gróter 💡.\n\n"
    "![plaatje](plaatje-1.png)"
)
PASTE = """(text, picture) => {
  const data = new DataTransfer();
  const bytes = Uint8Array.from(atob(picture), (each) => each.charCodeAt(0));
  data.items.add(new File([bytes], "image.png", { type: "image/png" }));
  text.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}"""


def drawn_picture() -> bytes:
    """A small PNG, eight dots wide."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    lines = b"".join(b"\0" + b"\xc0\x40\x20" * 8 for _line in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(lines)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


PICTURE = drawn_picture()


@pytest.fixture(scope="module")
def post():
    with post_running() as post:
        yield post


@pytest.fixture(scope="module")
def house(scenery, tmp_path_factory, website):
    """A Gehoord of our own: its mailbox is added in the office."""
    with served(scenery, tmp_path_factory.mktemp("post") / "data", website) as stage:
        yield stage


@pytest.fixture(scope="module")
def added():
    """Mailboxes that are there already."""
    return set()


@pytest.fixture
def mailbox(post, house, sign_in, added):
    """The mailbox, added and tested by an administrator in the office."""
    if SERVICE in added:
        return
    page = sign_in("joris", on=house)
    page.goto(f"{house.url}/office/mailboxes/new/")
    page.get_by_role("link", name="Een andere mailserver").click()
    page.locator("#id_address").fill(SERVICE)
    page.locator("#id_name").fill("Lindehout klantenservice")
    page.locator("#id_team").select_option(label="Wonen")
    page.locator("#id_imap_user").fill("service")
    page.locator("#id_secret").fill(PASSWORD)
    page.locator("#id_imap_host").fill("127.0.0.1")
    page.locator("#id_imap_port").fill(str(post.dovecot.port))
    page.locator("#id_imap_security").select_option(value="none")
    page.locator("#id_smtp_host").fill("127.0.0.1")
    page.locator("#id_smtp_port").fill(str(post.postfix.port))
    page.locator("#id_smtp_security").select_option(value="none")
    page.locator("#id_smtp_signs_in").uncheck()
    page.get_by_role("button", name="Bewaar en test").click()
    expect(page.get_by_role("heading", name="De verbinding werkt")).to_be_visible()
    added.add(SERVICE)


@pytest.fixture
def noor(mailbox, house, sign_in):
    page = sign_in("noor", on=house)
    page.goto(house.team_list)
    return page


def test_customer_and_agent_write_each_other(post, house, noor, tmp_path):
    """The whole way: her first mail, our answer, and her answer to that."""
    mail = letter(FIRST, subject="Mijn lamp is kapot – écht 😡")
    mail.add_attachment(BIG, "application", "pdf", filename="fäctuur größe.pdf")
    arrives(post.send(mail), house, noor, words="Mijn lamp is één dag oud")

    first = turns(noor).filter(has_text="Mijn lamp is één dag oud")
    expect(first).to_contain_text("Bélachelijk, jullie liegen gewoon!")
    expect(first).to_contain_text("😡")
    expect(first).to_contain_text("Mijn lamp is kapot – écht 😡")
    expect(first.get_by_text(re.compile("^(erg )?boos$"))).to_be_visible()
    with noor.expect_download() as fetched:
        first.get_by_role("link", name="fäctuur größe.pdf").click()
    assert fetched.value.suggested_filename == "fäctuur größe.pdf"
    assert digest(fetched.value.path().read_bytes()) == digest(BIG)

    answered = answer_in_the_browser(noor, tmp_path)
    ours = post.answer_to(mail, who="renee")
    check_answer(ours, mail, answered)

    again = post.send(answer("Dank u wel, dan wacht ik. 👍", to=ours, subject="Bedankt"))
    turn = turns(noor).filter(has_text="Dank u wel, dan wacht ik. 👍")
    expect(turn).to_be_visible(timeout=60_000)
    expect(turn).not_to_contain_text("Ik stuur u vandaag een nieuwe")
    expect(turn).not_to_contain_text("liegen")
    expect(turn.get_by_role("mark")).to_have_count(0)
    expect(turn.get_by_text("boos")).to_have_count(0)
    expect(turn).to_contain_text("Bedankt")
    assert ours["Message-ID"] in again["References"]

    turn.get_by_text("Toon de hele mail").click()
    expect(turn).to_contain_text("Ik stuur u vandaag een **nieuwe** lamp")
    expect(turn).to_contain_text("liegen gewoon!")


def test_answer_to_a_closed_case_opens_it_again_or_starts_a_linked_one(post, house, noor, sign_in):
    mail = post.send(letter("Mijn stoel wiebelt.", subject="Stoel", sender=PIET))
    number = arrives(mail, house, noor, words="Mijn stoel wiebelt")
    reply(noor, "Wat vervelend. Ik stuur u vandaag een nieuwe poot.")
    ours = post.answer_to(mail, who="piet")

    solve(noor)
    post.send(answer("Hij wiebelt nog steeds.", to=ours, sender=PIET))
    expect(turns(noor).filter(has_text="nog steeds")).to_be_visible(timeout=60_000)
    expect(turns(noor).filter(has_text="Weer open, want de klant schreef.")).to_be_visible()

    never_reopen(sign_in("joris", on=house), house)
    solve(noor)
    last = post.send(answer("En nu is hij stuk.", to=ours, sender=PIET))
    new = arrives(last, house, noor, words="En nu is hij stuk")
    assert new != number
    expect(turns(noor).filter(has_text=f"een vervolg op zaak #{number}.")).to_be_visible()


def test_stranger_who_guesses_the_number_of_a_case_gets_a_case_of_his_own(post, house, noor):
    mail = post.send(letter("Waar blijft mijn kast?", subject="Kast", sender=JAN))
    number = arrives(mail, house, noor, words="Waar blijft mijn kast")
    reply(noor, "Wat vervelend dat u wacht. Ik bel vandaag de vervoerder.")
    post.answer_to(mail, who="jan")

    guess = f"Re: Kast [#{number}]"
    stranger = post.send(letter("Stuur alles naar mij.", subject=guess, sender=STRANGER))
    assert arrives(stranger, house, noor, words="Stuur alles naar mij") != number

    own = post.send(letter("Ik ben het zelf.", subject=guess, sender=JAN))
    assert arrives(own, house, noor, words="Ik ben het zelf") == number
    expect(turns(noor).filter(has_text="Stuur alles naar mij")).to_have_count(0)


def arrives(mail, house, noor, *, words: str) -> int:
    """Open the case in which a mail came in; gives its number."""
    noor.goto(house.team_list)
    expect(row(noor, words)).to_be_visible(timeout=60_000)
    open_case(noor, words, among=house.team_list)
    return int(re.search(r"/cases/(\d+)/", noor.url)[1])


def solve(noor) -> None:
    noor.get_by_role("button", name="Afronden").click()
    expect(noor.get_by_text("Deze zaak is afgerond.").first).to_be_visible()


def never_reopen(page, house) -> None:
    """The house decides that every answer to a closed case is a new case."""
    page.goto(f"{house.url}/office/house/")
    page.locator("#id_reopen_days").fill("0")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status").first).to_be_visible()


def answer_in_the_browser(noor, tmp_path) -> bytes:
    """Bold words, a picture pasted between them, and a file of 25 MB; gives what is in the file."""
    text = noor.get_by_label("Je antwoord")
    text.press_sequentially("Beste Renée,\n\nWat vervelend dat uw lamp na één dag al kapot is. ")
    text.press_sequentially("Ik stuur u vandaag een ")
    text.press("Control+b")
    text.press_sequentially("nieuwe")
    text.press("Control+b")
    text.press_sequentially(" lamp, gróter 💡.\n\n")
    text.evaluate(PASTE, b64encode(PICTURE).decode())
    expect(text).to_have_value(ANSWER)
    file = tmp_path / "gebruiksaanwijzing é.pdf"
    file.write_bytes(HEAD + BIG[:8:-1])
    noor.locator("input[name=files]").set_input_files(file)
    expect(noor.locator("#chosen-files")).to_contain_text("plaatje-1.png")
    expect(noor.locator("#chosen-files")).to_contain_text("gebruiksaanwijzing é.pdf")
    send(noor)
    expect(text).to_have_value("", timeout=60_000)
    expect(turns(noor).filter(has_text="Ik stuur u vandaag een nieuwe lamp")).to_be_visible()
    return file.read_bytes()


def check_answer(ours, mail, manual) -> None:
    """It stands in her thread, and nothing in it was lost on the way."""
    assert ours["In-Reply-To"] == mail["Message-ID"]
    assert mail["Message-ID"] in ours["References"].split()
    assert ours["From"] == f"Lindehout klantenservice <{SERVICE}>"
    assert ours["Subject"].startswith("Re: Mijn lamp is kapot – écht 😡")
    text, html = plain(ours), words(ours, "html")
    assert "Ik stuur u vandaag een **nieuwe** lamp, gróter 💡." in text
    assert "> Mijn lamp is één dag oud en al kapot 😡." in text
    assert "Ik stuur u vandaag een <strong>nieuwe</strong> lamp, gróter 💡." in html
    assert "Mijn lamp is één dag oud en al kapot 😡." in html
    [picture] = [part for part in ours.walk() if part.get_content_type() == "image/png"]
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html
    came = files(ours)
    assert came["plaatje-1.png"] == PICTURE
    assert digest(came["gebruiksaanwijzing é.pdf"]) == digest(manual)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
