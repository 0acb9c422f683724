"""An administrator lets Gehoord open a mailbox, with a provider that sends the browser on and back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import served
from tests.dovecot import dovecot_running
from tests.oauth_server import CLIENT, SECRET, oauth_server

pytestmark = [pytest.mark.browser, pytest.mark.services]
SERVICE = "service@lindehout.example"
SERIOUS = {"serious", "critical"}


@pytest.fixture
def provider():
    with oauth_server() as running:
        running.account = SERVICE
        yield running


@pytest.fixture
def page(scenery, tmp_path_factory, website, sign_in):
    with served(scenery, tmp_path_factory.mktemp("permission") / "data", website) as house:
        page = sign_in("joris", on=house)
        page.goto(f"{house.url}/office/mailboxes/new/")
        page.get_by_role("link", name="Een andere mailserver").click()
        yield page


def fill_in(page, provider, dovecot):
    page.locator("#id_address").fill(SERVICE)
    page.locator("#id_team").select_option(label="Wonen")
    page.get_by_label("iemand logt één keer in").check()
    expect(page.locator("#id_secret")).to_be_hidden()
    page.locator("#id_provider").select_option(value="other")
    page.locator("#id_client_id").fill(CLIENT)
    page.locator("#id_client_secret").fill(SECRET)
    page.get_by_text("Adressen en bereik van de toestemming").click()
    page.locator("#id_authorize_url").fill(provider.address("oauth2/v2.0/authorize"))
    page.locator("#id_token_url").fill(provider.address("oauth2/v2.0/token"))
    page.locator("#id_scope").fill("openid email offline_access mail")
    page.locator("#id_imap_host").fill("127.0.0.1")
    page.locator("#id_imap_port").fill(str(dovecot.port))
    page.locator("#id_imap_security").select_option(value="none")


def test_mailbox_is_opened_by_signing_in_at_the_provider(page, provider, opened):
    with dovecot_running(introspection=provider.address("introspect")) as dovecot:
        fill_in(page, provider, dovecot)
        page.get_by_role("button", name="Bewaar en test").click()
        expect(page.get_by_text("Nog één stap")).to_be_visible()
        page.get_by_role("button", name="Log in bij 127.0.0.1").click()
        expect(page.get_by_role("heading", name="De verbinding werkt")).to_be_visible()

    expect(page.get_by_text(f"{SERVICE} gaf toestemming")).to_be_visible()
    assert "code=" not in page.url
    opened.is_deaf = True  # axe tries inline styles, and the policy refuses them
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [each["id"] for each in found if each["impact"] in SERIOUS] == []


def test_key_of_the_door_is_shown_once(page, provider):
    with dovecot_running(introspection=provider.address("introspect")) as dovecot:
        fill_in(page, provider, dovecot)
        page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_text("Laat je mailserver de mail brengen").click()
    page.get_by_role("button", name="Maak een sleutel").click()
    key = page.get_by_label("Nieuwe sleutel").input_value()
    page.reload()

    assert len(key) > 40
    expect(page.get_by_label("Nieuwe sleutel")).to_have_count(0)
    assert key not in page.content()
