"""Angry but decent customers pass the whole system: no limit is ever possible."""

from __future__ import annotations

import tomllib
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from gehoord.accounts.models import Team
from gehoord.limits.ladder.levels import Level
from gehoord.limits.models import Behaviour, Measure
from tests.factories import make_agent, make_customer_message, make_team

DECENT = tomllib.loads(Path(__file__).with_name("angry_but_decent.toml").read_text())["messages"]


@pytest.fixture
def team(db: None) -> Team:
    return make_team()


@pytest.fixture
def browser(team: Team) -> Client:
    client = Client()
    client.force_login(make_agent(team=team))
    return client


def test_there_are_enough_of_them_and_each_is_another():
    assert len(set(DECENT)) >= 40


@pytest.mark.parametrize("text", DECENT)
def test_an_angry_but_decent_customer_gives_no_ground_for_a_limit(browser, team, text):
    message = make_customer_message(team=team, text=text)
    address = f"/cases/{message.case_id}/limits/"
    page = browser.get(address).content.decode()
    assert 'name="quotes"' not in page
    assert "voorstel</span>" not in page
    for level in Level:
        for do in ("", "?do=end"):
            browser.post(
                address + do,
                {
                    "submission": str(uuid4()),
                    "level": str(level.value),
                    "quotes": [f"{message.pk}-0"],
                    "help": "Ik help u.",
                    "behaviour": "U schreef dit.",
                    "consequence": "Ik stop en mail u.",
                    "words": "Ik stop nu en mail u.",
                    "anyway": "yes",
                    # Nor by saying that it was spoken.
                    "is_spoken": "on",
                    "said": text,
                },
            )
    assert not Behaviour.objects.exists()
    assert not Measure.objects.exists()
    case_page = browser.get(f"/cases/{message.case_id}/").content.decode()
    assert 'reading__act" href=' not in case_page
