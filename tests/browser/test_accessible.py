"""Every page can be used by everybody: axe, narrow screens, and nothing broken on the console."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import ALL_LOOKS, LOOKS, is_quiet, look_at, visit
from tests.browser.seen import box, draft, is_kept, open_chat, turns, write

pytestmark = pytest.mark.browser
fixtures = (look_at, visit)

OPEN_PAGES = {
    "sign in": "/account/login/",
    "forgot the password": "/account/password/reset/",
    "mail is sent": "/account/password/reset/done/",
    "reset with an old link": "/account/password/reset/key/1-set-password/",
    "chat page": "/chat/lindehout/",
    "chat page out of hours": "/chat/nacht/",
    "how the chat works": "/chat/lindehout/how/",
    "not found": "/chat/bestaat-niet/",
}
AGENT_PAGES = {
    "list": "/?view=all",
    "closed cases": "/?view=solved",
    "nothing found": "/?q=onvindbaar",
    "case": "/cases/{angry}/",
    "lively case": "/cases/{lively}/",
    "closed case": "/cases/{closed}/",
    "rising case": "/cases/{rising}/",
    "note": "/cases/{lively}/?mode=note",
    "context": "/cases/{lively}/context/",
    "on the telephone": "/cases/{angry}/phone/",
    "saved replies": "/saved/",
    "write a saved reply": "/saved/new/",
    "own settings": "/account/me/",
    "change the password": "/account/password/change/",
    "codes and passkeys": "/account/2fa/",
    "code app": "/account/2fa/totp/activate/",
    "passkeys": "/account/2fa/webauthn/",
    "add a passkey": "/account/2fa/webauthn/add/",
    "confirm who you are": "/account/reauthenticate/",
    "sign out": "/account/logout/",
    "not found": "/cases/999999/",
}
OFFICE_PAGES = {
    "overview": "/office/",
    "agents": "/office/agents/",
    "invite": "/office/agents/new/",
    "agent": "/office/agents/{noor}/",
    "teams": "/office/teams/",
    "add a team": "/office/teams/new/",
    "team": "/office/teams/{team}/",
    "house": "/office/house/",
    "chats": "/office/chats/",
    "open a chat": "/office/chats/new/",
    "chat": "/office/chats/{site}/",
    "mailboxes": "/office/mailboxes/",
    "add a mailbox": "/office/mailboxes/new/",
    "add a mailbox at Microsoft": "/office/mailboxes/new/microsoft/",
    "mail set aside": "/office/set-aside/",
    "changes": "/office/changes/",
    "corrections": "/office/corrections/",
    "house style": "/office/style/?open=EXC-01",
    "house style of a team": "/office/style/?team={team}&q=excuses",
    "add a word": "/office/style/words/new/",
    "add a rule": "/office/style/own/new/",
    "try the house style": "/office/style/try/",
    "a rule on sent replies": "/office/style/rules/EXC-01/replies/",
    "versions of the house style": "/office/style/versions/",
    "house style as delivered": "/office/style/versions/0/",
    "what the coach's advice does": "/office/coach-use/",
}
MAIL_PAGES = {
    "case with a mail": "/cases/{mail}/",
    "forward": "/cases/{mail}/?way=forward",
    "whole mail": "/cases/{mail}/mails/{message}/",
    "new mail": "/write/",
}
MAIL_FOLDS = ".envelope__fold, .whole__made, .new-mail__copies"
PRIVACY_PAGES = {
    "find a customer": "/privacy/?q=Wim",
    "customer": "/privacy/{customer}/",
    "erase": "/privacy/{customer}/erase/",
}
BOTH_WIDTHS_AND_BOTH_LIGHTS = {"sign in", "chat page", "list", "lively case", "note"}


def looks_for(name: str):
    return ALL_LOOKS if name in BOTH_WIDTHS_AND_BOTH_LIGHTS else LOOKS


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_page_for_everybody_is_accessible(visit, look_at, opened, name):
    page = visit(OPEN_PAGES[name])
    is_quiet(opened, name=name)
    look_at(page, looks=looks_for(name))


@pytest.mark.parametrize("name", AGENT_PAGES)
def test_page_for_agents_is_accessible(visit, look_at, opened, name):
    page = visit(AGENT_PAGES[name], who="ravi")
    is_quiet(opened, name=name)
    look_at(page, looks=looks_for(name))


@pytest.mark.parametrize("name", MAIL_PAGES)
def test_page_with_mail_is_accessible(visit, look_at, opened, name):
    page = visit(MAIL_PAGES[name], who="mila")
    page.locator(MAIL_FOLDS).evaluate_all("folds => folds.forEach(each => (each.open = true))")
    is_quiet(opened, name=name)
    look_at(page, looks=ALL_LOOKS)


@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_page_of_the_office_is_accessible(visit, look_at, opened, name):
    page = visit(OFFICE_PAGES[name], who="joris")
    is_quiet(opened, name=name)
    look_at(page, looks=looks_for(name))


@pytest.mark.parametrize("name", PRIVACY_PAGES)
def test_page_of_the_privacy_officer_is_accessible(visit, look_at, opened, name):
    page = visit(PRIVACY_PAGES[name], who="fatma")
    is_quiet(opened, name=name)
    look_at(page, looks=looks_for(name))


def test_coach_menus_and_sheets_are_accessible(visit, look_at):
    page = visit(AGENT_PAGES["case"], who="ravi")
    draft(page).fill("Zoals ik al zei, kost het [bedrag] euro.")
    expect(page.locator(".draft__marks .mark").first).to_be_visible()
    look_at(page)
    page.get_by_text("Overdragen").first.click()
    look_at(page, looks=LOOKS[:1])
    page.keyboard.press("Control+k")
    look_at(page, looks=LOOKS[:1])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    draft(page).fill("Zoals ik al zei, kost het vijf euro.")
    expect(page.locator(".draft__marks .mark").first).to_be_visible()
    draft(page).press("Control+Enter")
    expect(page.get_by_role("dialog", name="Toch zo versturen?")).to_be_visible()
    look_at(page)
    page.keyboard.press("Escape")
    draft(page).fill("")


def test_correcting_a_reading_is_accessible(visit, look_at):
    page = visit(AGENT_PAGES["rising case"], who="ravi")
    turn = turns(page).filter(has_text="Dit is al mijn vierde mail")
    turn.get_by_role("button", name="Klopt niet?").click()
    turn.get_by_text("Wat had het moeten zijn?").click()
    look_at(page, looks=ALL_LOOKS)
    turn.get_by_role("button", name="Klopt toch").click()
    expect(turn.get_by_role("button", name="Klopt niet?")).to_be_visible()


def test_form_with_errors_is_accessible(visit, look_at):
    page = visit(OFFICE_PAGES["invite"], who="joris")
    page.get_by_label("E-mailadres").fill("noor")
    page.locator("form[novalidate], form:has(input[name=email])").evaluate_all(
        "forms => forms.forEach(form => { form.noValidate = true })"
    )
    page.get_by_role("button", name="Nodig uit", exact=True).click()
    look_at(page)


def test_wrong_password_is_said_accessibly(visit, look_at, stage):
    page = visit(OPEN_PAGES["sign in"])
    page.get_by_label("E-mailadres").fill(stage.told["agents"]["noor"]["email"])
    page.get_by_label("Wachtwoord", exact=True).fill("verkeerd")
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_text("horen niet bij elkaar")).to_be_visible()
    look_at(page)


@pytest.mark.parametrize("site", ["lindehout", "nacht"])
def test_open_widget_is_accessible(customer, look_at, opened, site):
    page = customer(site=site, is_new=site == "nacht")
    open_chat(page)
    write(page, "Waar blijft mijn kast?")
    is_kept(page, "Waar blijft")
    box(page).fill("En nog iets")
    is_quiet(opened, name=site)
    look_at(page, looks=ALL_LOOKS, around="gehoord-chat")


def test_every_page_has_one_main_heading_and_the_language(visit):
    for path, who in [("/?view=all", "ravi"), ("/cases/{angry}/", "ravi"), ("/office/", "joris")]:
        page = visit(path, who=who)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("lang", "nl")
