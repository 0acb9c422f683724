"""Gehoord dies in the middle of a conversation, and nobody loses or doubles a word."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage, served
from tests.browser.seen import (
    conversation,
    draft,
    is_kept,
    is_live,
    new_order,
    open_case,
    open_chat,
    reply,
    said,
    send,
    turns,
    write,
)
from tests.services import is_listening, wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def own_stage(tmp_path, scenery, website):
    """A Gehoord that may die."""
    with served(scenery, tmp_path / "data", website) as stage:
        yield stage


def process_of(stage: Stage, name: str) -> int:
    """The number of the web or the work process that `gehoord serve` keeps running; 0 if none."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            words = (entry / "cmdline").read_bytes().decode().split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == stage.process.pid and name in words:
            return int(entry.name)
    return 0


def kill(stage: Stage, name: str) -> None:
    """End a process as a crash does, and wait until another one stands in its place."""
    old = process_of(stage, name)
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: process_of(stage, name) not in (0, old), what=f"another {name}")


def test_conversation_survives_the_death_of_the_web_process(own_stage, customer, sign_in):
    order = new_order()
    shop, noor = customer(on=own_stage), sign_in("noor", on=own_stage)
    open_chat(shop)
    write(shop, f"Waar blijft {order}?")
    open_case(noor, order, among=own_stage.team_list)
    is_live(noor)
    draft(noor).press_sequentially("Ik zoek het voor u uit.")

    kill(own_stage, "web")
    write(shop, "Hallo? Het scherm staat stil.")
    wait_until(lambda: is_listening(int(own_stage.url.rpartition(":")[2])), what="the new web")

    is_kept(shop, "Het scherm staat stil.")
    expect(turns(noor).filter(has_text="Het scherm staat stil.")).to_have_count(1)
    expect(draft(noor)).to_have_value("Ik zoek het voor u uit.")
    send(noor)
    expect(said(shop, "Ik zoek het voor u uit.")).to_have_count(1)
    shop.reload()
    open_chat(shop)
    for words in (order, "Het scherm staat stil.", "Ik zoek het voor u uit."):
        is_kept(shop, words)
    expect(conversation(shop).get_by_role("listitem")).to_have_count(3)
    noor.reload()
    expect(turns(noor).filter(has_text="Het scherm staat stil.")).to_have_count(1)


def test_message_and_reply_survive_the_death_of_the_worker(own_stage, customer, sign_in):
    order = new_order()
    shop, noor = customer(on=own_stage), sign_in("noor", on=own_stage)
    open_chat(shop)
    write(shop, f"Waar blijft {order}?")
    open_case(noor, order, among=own_stage.team_list)

    kill(own_stage, "work")
    write(shop, "En mijn geld terug!")
    expect(turns(noor).filter(has_text="En mijn geld terug!")).to_have_count(1)
    reply(noor, "U krijgt het vandaag terug.")
    kill(own_stage, "work")

    expect(said(shop, "U krijgt het vandaag terug.")).to_have_count(1)
    is_kept(shop, "En mijn geld terug!")
    expect(turns(noor).filter(has_text="U krijgt het vandaag terug.")).to_contain_text("gelezen")
