"""Bring the built-in reading and another one together: what is certain stays."""

from __future__ import annotations

from dataclasses import replace

from gehoord.tone.readers.contract import score_of
from gehoord.tone.reading.abuse import THREATS, in_order
from gehoord.tone.reading.evidence import MOST_EVIDENCE
from gehoord.tone.reading.finding import found, opened
from gehoord.tone.reading.model import Evidence, Reading
from gehoord.tone.reading.next_step import SIGNAL_OF, Seen, next_step
from gehoord.tone.reading.pack import LANGUAGES, pack

# How far a model may talk anger down: one that believes “anger is 0” in the message does no more.
MOST_LOWER = 1


def merged(text: str, sure: Reading, other: Reading) -> Reading:
    """The other reading with everything that the built-in one, `sure`, is certain of.

    Crisis, threats and intimidation stay; who only uses a right threatens nobody; anger is at
    most one level lower. The next step is the house's own table again.
    """
    crisis = sure.crisis or other.crisis
    kinds = _kinds(text, sure, other, crisis=crisis)
    anger = max(other.anger, _least(sure), _least_of(kinds, sure.lang))
    is_aimed = sure.crisis or sure.abuse in THREATS
    result = replace(
        other,
        anger=anger,
        anger_score=other.anger_score if anger == other.anger else score_of(anger, like=sure),
        abuse=kinds[0] if kinds else "none",
        abuse_categories=kinds,
        crisis=crisis,
        target=sure.target if is_aimed else ("self" if crisis else other.target),
        parts=sure.parts,
        facts=sure.facts,
    )
    result = replace(result, evidence=_evidence(sure, other, result))
    return replace(result, next_step=_next_step(text, sure, result))


def _least(sure: Reading) -> int:
    certain = sure.crisis or sure.abuse in THREATS
    return sure.anger if certain else sure.anger - MOST_LOWER


def _least_of(kinds: tuple[str, ...], language: str) -> int:
    """The anger that abuse of these kinds always has."""
    if language not in LANGUAGES:
        return 0
    least: dict[str, int] = pack(language).settings.get("learned", {}).get("least", {})
    return max((least.get(kind, 0) for kind in kinds), default=0)


def _kinds(text: str, sure: Reading, other: Reading, *, crisis: bool) -> tuple[str, ...]:
    """The kinds of abuse of the other reading, with the certain and without the exempt.

    A sign of suicide is never abuse, but one that only a model sees does not undo a threat.
    """
    kinds = () if crisis else other.abuse_categories
    if sure.abuse in THREATS:
        return in_order((*(kind for kind in sure.abuse_categories if kind in THREATS), *kinds))
    if THREATS.intersection(kinds) and _is_protected(text, sure.lang):
        kinds = tuple(kind for kind in kinds if kind not in THREATS)
    return in_order(kinds)


def _is_protected(text: str, language: str) -> bool:
    """Whether the customer announces a lawyer, review, complaint or the like, by the rules."""
    if language not in LANGUAGES:
        return False
    _, page = opened(text, language)
    return any(hit.signal == "protected" for hit in found(page))


def _evidence(sure: Reading, other: Reading, result: Reading) -> tuple[Evidence, ...]:
    """The words of both that speak for what was decided, none twice for one label."""
    kept: list[Evidence] = []
    for item in (*other.evidence, *sure.evidence):
        lies_over = any(
            one.label == item.label and one.start < item.end and item.start < one.end
            for one in kept
        )
        if _speaks_for(item.label, result) and not lies_over:
            kept.append(item)
    # The certain words come first when there are too many.
    kept.sort(key=lambda item: item.label != "crisis" and item.label[6:] not in THREATS)
    return tuple(sorted(kept[:MOST_EVIDENCE], key=lambda item: (item.start, item.end, item.rule)))


def _speaks_for(label: str, result: Reading) -> bool:
    family, _, value = label.partition("-")
    if family == "anger":
        return result.anger > 0
    if family == "abuse":
        return value in result.abuse_categories
    if family == "emotion":
        return value == result.emotion
    return result.crisis if family == "crisis" else True


def _next_step(text: str, sure: Reading, result: Reading) -> str:
    signal = SIGNAL_OF.get(sure.next_step, "")
    return next_step(
        Seen(
            # Where rules see a threat, a crisis that only a model sees does not come before it.
            crisis=result.crisis and (sure.crisis or sure.abuse not in THREATS),
            abuse=result.abuse,
            anger=result.anger,
            emotion=result.emotion,
            intent=result.intent,
            signals=frozenset({signal} if signal else ()),
            words=len(text.split()),
            parts=len(result.parts),
        )
    )
