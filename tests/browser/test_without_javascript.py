"""The main job without JavaScript, on both sides."""

import pytest
from playwright.sync_api import expect

from tests.browser.seen import draft, new_order, note, row, turns

pytestmark = pytest.mark.browser

STOP = "Zoals ik al zei, kost het twintig euro."


@pytest.fixture
def chat(opened, stage):
    """The full page of the chat, in a browser without JavaScript."""
    page = opened.window(java_script_enabled=False)
    page.goto(f"{stage.url}/chat/lindehout/")
    return page


@pytest.fixture
def noor(sign_in):
    return sign_in("noor", java_script_enabled=False)


def write(page, words):
    page.get_by_role("textbox", name="Uw bericht").fill(words)
    page.get_by_role("button", name="Verstuur").click()


def find_case(page, stage, order):
    """Load the list again until the case is there, as somebody without JavaScript does."""
    for _ in range(20):
        page.goto(stage.team_list)
        if row(page, order).count():
            return row(page, order).click()
    raise AssertionError("the case did not come")


def reload_until(page, locator):
    for _ in range(50):
        if locator.count():
            return
        page.get_by_role("link", name="Ververs").click()
    raise AssertionError("it did not come")


def test_customer_and_agent_talk_without_javascript(chat, noor, stage):
    order = new_order()
    write(chat, f"Waar blijft {order}? Belachelijk, jullie liegen gewoon!")
    log = chat.get_by_role("log", name="Gesprek")
    expect(log.get_by_role("listitem").filter(has_text=order)).to_have_count(1)

    find_case(noor, stage, order)
    expect(turns(noor).filter(has_text=order).get_by_role("mark").first).to_be_visible()
    draft(noor).fill("Dag. " + STOP)
    noor.get_by_role("button", name="Controleer").click()
    tip = noor.get_by_role("group").filter(has_text="Stop even")
    expect(tip).to_contain_text("Zoals ik al zei")
    tip.get_by_role("button", name="Overnemen").click()
    expect(draft(noor)).to_have_value("Dag. Het kost twintig euro.")
    noor.get_by_role("button", name="Verstuur").click()
    expect(turns(noor).filter(has_text="Het kost twintig euro.")).to_have_count(1)

    answer = log.get_by_role("listitem").filter(has_text="Het kost twintig euro.")
    reload_until(chat, answer)
    expect(answer).to_contain_text("Noor")
    expect(answer).to_contain_text("Een mens leest, beslist en antwoordt.")
    noor.reload()
    expect(turns(noor).filter(has_text="Het kost twintig euro.")).to_contain_text("gelezen")


def test_note_take_back_and_closing_work_without_javascript(chat, noor, stage):
    order = new_order()
    write(chat, f"Waar blijft {order}?")
    find_case(noor, stage, order)

    noor.get_by_role("link", name="Interne notitie").click()
    note(noor).fill("Geheim van de zaak.")
    noor.get_by_role("button", name="Bewaar de notitie").click()
    expect(turns(noor).filter(has_text="Geheim van de zaak.")).to_have_count(1)
    draft(noor).fill("Te snel.")
    noor.get_by_role("button", name="Verstuur").click()
    noor.get_by_role("button", name="Haal terug").first.click()
    expect(draft(noor)).to_have_value("Te snel.")
    noor.get_by_role("button", name="Afronden").click()
    expect(noor.get_by_text("Deze zaak is afgerond. Heropen hem om te antwoorden.")).to_be_visible()

    chat.get_by_role("link", name="Ververs").click()
    expect(chat.get_by_text(order)).to_have_count(1)
    expect(chat.get_by_text("Geheim")).to_have_count(0)
    expect(chat.get_by_text("Te snel.")).to_have_count(0)


def test_stop_asks_once_without_javascript(chat, noor, stage):
    order = new_order()
    write(chat, f"Waar blijft {order}?")
    find_case(noor, stage, order)
    draft(noor).fill(STOP)

    noor.get_by_role("button", name="Verstuur").click()

    expect(noor.get_by_role("heading", name="Toch zo versturen?")).to_be_visible()
    expect(draft(noor)).to_have_value(STOP)
    expect(turns(noor).filter(has_text=STOP)).to_have_count(0)
    noor.get_by_role("button", name="Toch versturen").click()
    expect(turns(noor).filter(has_text=STOP)).to_have_count(1)


def test_refusals_keep_what_the_customer_wrote_without_javascript(chat):
    long = "Waar blijft mijn kast? " * 4348
    write(chat, long)
    expect(chat.get_by_role("alert")).to_contain_text("tekens; in één bericht passen er 10.000")
    expect(chat.get_by_role("textbox", name="Uw bericht")).to_have_value(long)

    write(chat, "Zie de bijlage.")
    expect(chat.get_by_text("Zie de bijlage.")).to_have_count(1)
    program = {"name": "x.exe", "mimeType": "application/x", "buffer": b"MZ\x90\x00" + bytes(99)}
    chat.get_by_label("Stuur een foto of bestand mee").set_input_files(program)
    write(chat, "Nog een.")
    expect(chat.get_by_role("alert")).to_contain_text("Dit soort bestand kunnen wij niet openen.")
    expect(chat.get_by_role("textbox", name="Uw bericht")).to_have_value("Nog een.")
