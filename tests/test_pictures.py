"""The replies in the guide of the coach are what the coach says today."""

import pytest

from gehoord.coaching.actions import check_draft, read_message, skeleton_for, unanswered_parts
from tests.pictures import FOLDER, PAIRS

GUIDE = FOLDER.parent.parent / "guides" / "coach.md"
MOST_BYTES = 60_000


def advice(pair, text):
    """What the coach marks in a text, in the conversation of the pair."""
    reading = read_message(text=pair["heard"])
    turns = [*pair.get("talk", []), ["k", pair["heard"]]]
    return check_draft(
        draft=text,
        channel="webchat",
        customer_name=pair["customer"],
        anger=reading.anger,
        emotion=reading.emotion,
        stage="receive",
        thread=[("customer" if who == "k" else "agent", words) for who, words in turns],
        facts={"naam": pair["customer"]},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_draft_in_the_guide_gets_its_mark(pair):
    if pair.get("is_skeleton"):
        thread = [("customer", pair["heard"])]
        assert len(unanswered_parts(draft=pair["draft"], thread=thread)) == len(pair["fills"])
        assert skeleton_for(draft=pair["draft"], thread=thread)
    else:
        assert advice(pair, pair["draft"])[0].rule == pair["rule"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if "better" in pair], ids=lambda pair: pair["name"]
)
def test_better_reply_in_the_guide_has_no_mark(pair):
    assert advice(pair, pair["better"]) == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_guide_shows_the_reply_before_and_after_in_small_pictures(pair):
    for when in ("before", "after"):
        name = f"{pair['name']}-{when}.png"
        assert f"(../pictures/coach/{name})" in GUIDE.read_text("utf-8")
        assert (FOLDER / name).stat().st_size <= MOST_BYTES
