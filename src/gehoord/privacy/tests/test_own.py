"""An agent sees what is kept about himself, and nobody else does."""

import json

import pytest
from django.urls import reverse

from gehoord.accounts.actions import change_coach_help
from gehoord.accounts.models import CoachHelp, Role
from gehoord.cases.actions import save_draft
from gehoord.cases.models import Draft
from tests.factories import make_agent, make_case, make_saved_reply, make_team

pytestmark = pytest.mark.django_db


def test_agent_gets_what_is_kept_about_himself(client):
    team = make_team(name="Wonen")
    agent = make_agent(team=team, name="Noor Haan")
    change_coach_help(agent=agent, coach_help=CoachHelp.OFF)
    case = make_case(team=team)
    save_draft(case=case, author=agent, mode=Draft.Mode.REPLY, text="Nog niet af.")
    make_saved_reply(title="Van mij", owner=agent)
    make_saved_reply(title="Van ons", team=team)
    client.force_login(agent)

    answer = client.get(reverse("privacy:own"))

    told = json.loads(answer.content)
    assert told["account"]["name"] == "Noor Haan"
    assert told["account"]["teams"] == ["Wonen"]
    assert told["own_choices"] == {"single_letter_keys": True, "coach": "off"}
    assert [each["text"] for each in told["drafts"]] == ["Nog niet af."]
    assert [each["title"] for each in told["own_saved_replies"]] == ["Van mij"]
    assert "attachment" in answer["Content-Disposition"]
    assert "private" in answer["Cache-Control"]
    assert agent.password not in answer.text


def test_nothing_of_a_colleague_is_in_it(client):
    team = make_team()
    colleague = make_agent(team=team)
    make_saved_reply(title="Van een collega", owner=colleague)
    case = make_case(team=team)
    save_draft(case=case, author=colleague, mode=Draft.Mode.NOTE, text="Van een ander.")
    client.force_login(make_agent(team=team, roles=[Role.LEAD, Role.ADMIN, Role.PRIVACY]))

    told = client.get(reverse("privacy:own")).text

    assert "Van een" not in told
