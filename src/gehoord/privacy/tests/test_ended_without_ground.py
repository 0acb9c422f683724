"""A conversation that we ended is told to the customer with what is kept of him."""

from uuid import uuid4

import pytest

from gehoord.limits.actions import end_conversation, look_at_ended
from gehoord.privacy.limits_records import limits_record
from tests.factories import make_agent, make_customer_message

pytestmark = pytest.mark.django_db


def test_customer_gets_it_with_what_is_kept_of_him_and_no_name_of_ours():
    message = make_customer_message()
    ended = end_conversation(
        conversation=message.conversation, by=make_agent(), words="Tot zo.", submission=uuid4()
    )
    look_at_ended(ended=ended, by=make_agent(), lesson="Vraag eerder een collega.")

    (row,) = limits_record(message.case.customer)["ended_without_ground"]

    assert row == {
        "ended_at": ended.ended_at,
        "channel": "webchat",
        "promised_before": ended.call_back_by,
        "tried_to_reach_you_at": [],
        "contacted_at": None,
        "lesson_for_the_team": "Vraag eerder een collega.",
    }
