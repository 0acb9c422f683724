"""Whatever a model answers, what the rules are certain of stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.tone import Reading, read
from gehoord.tone.readers.certain import merged
from gehoord.tone.readers.contract import KINDS, LABELS
from gehoord.tone.reading.abuse import in_order
from gehoord.tone.reading.verdict import THREATS

TEXTS = {
    "threat": "Ik weet waar je woont en ik maak je dood.",
    "crisis": "Ik wil niet meer leven, ik maak er een eind aan.",
    "right": "Dan schakel ik mijn advocaat in en ga ik naar de geschillencommissie.",
    "angry": "Jullie zijn leugenaars, ik ben woedend, dit is een schande!!",
    "calm": "Waar blijft mijn pakket?",
    "other": "Je suis vraiment furieux, personne ne me répond.",
}
SURE = {name: read(text) for name, text in TEXTS.items()}


@st.composite
def answers(draw):
    """Any reading that a model may give."""
    crisis = draw(st.booleans())
    kinds = () if crisis else in_order(draw(st.sets(st.sampled_from(KINDS))))
    anger = draw(st.integers(0, 4))
    return Reading(
        lang="nl", anger=anger, anger_score=anger / 4, crisis=crisis,
        emotion=draw(st.sampled_from(LABELS["emotion"])),
        abuse=kinds[0] if kinds else "none", abuse_categories=kinds,
        target=draw(st.sampled_from(LABELS["target"])),
        intent=draw(st.sampled_from(LABELS["intent"])),
    )  # fmt: skip


def test_texts_are_what_their_names_say():
    assert SURE["threat"].abuse in THREATS
    assert SURE["crisis"].crisis
    assert SURE["angry"].anger >= 2


@given(st.sampled_from(sorted(TEXTS)), answers())
def test_certain_things_stay_whatever_the_model_says(name, other):
    sure = SURE[name]
    seen = merged(TEXTS[name], sure, other)

    assert seen.crisis >= sure.crisis
    assert seen.anger >= sure.anger - 1
    assert set(seen.parts) == set(sure.parts)
    if sure.abuse in THREATS or sure.crisis:
        assert (seen.abuse, seen.target, seen.next_step) == (
            sure.abuse, sure.target, sure.next_step,
        )  # fmt: skip
        assert seen.anger >= sure.anger
    assert (seen.abuse == "none") == (not seen.abuse_categories)
    for item in seen.evidence:
        assert not item.label.startswith("abuse-") or item.label[6:] in seen.abuse_categories


@given(answers())
def test_using_a_right_is_never_a_threat(other):
    seen = merged(TEXTS["right"], SURE["right"], other)
    assert not THREATS.intersection(seen.abuse_categories)


@pytest.mark.parametrize("kind", sorted(THREATS))
def test_threat_that_rules_see_outlives_a_crisis_that_only_a_model_sees(kind):
    other = Reading(lang="nl", crisis=True, target="self")
    sure = Reading(
        lang="nl", anger=4, abuse=kind, abuse_categories=(kind,), target="agent",
        next_step="safety_protocol" if kind == "threat_explicit" else "alert_lead",
    )  # fmt: skip

    seen = merged("…", sure, other)

    assert (seen.abuse, seen.crisis, seen.next_step) == (kind, True, sure.next_step)
