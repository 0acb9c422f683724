"""Read a draft with all rules and keep the best advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from gehoord.tone.coaching.checks import hits
from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.finding import Customer, Finding, Turn
from gehoord.tone.coaching.order import Candidate, best_first
from gehoord.tone.coaching.rewrite import for_sentence
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.situation import Situation, TextKind
from gehoord.tone.coaching.sought import Sought
from gehoord.tone.coaching.style import AS_DELIVERED, Style
from gehoord.tone.coaching.supposing import supposed
from gehoord.tone.coaching.told import with_told
from gehoord.tone.coaching.turns import language_for
from gehoord.tone.coaching.wording import DEFAULT, languages
from gehoord.tone.language import language_of
from gehoord.tone.rulebook import load

FIRST_SENTENCES = 2


def coach(
    draft: str,
    *,
    channel: str = "",
    customer: Customer | None = None,
    stage: str = "",
    thread: Sequence[Turn] = (),
    facts: Mapping[str, str] | None = None,
    lang: str = "",
    text_kind: TextKind = "reply",
    style: Style = AS_DELIVERED,
    most: int = 3,
) -> list[Finding]:
    """What an agent may want to change in a draft before sending it, best first.

    `thread` is the conversation so far, oldest first; `facts` what is already known about the
    case, by name; `lang` the language of the draft if it is known; `text_kind` reply, note (an
    internal one) or saved (a saved reply); `style` the house's own list. Offsets are indexes into
    `draft`. It only advises: nothing is changed and nothing is kept.
    """
    situation = Situation(
        draft=Draft(draft, language_for(draft, thread, lang)),
        channel=channel,
        customer=customer or Customer(),
        stage=stage,
        thread=tuple(thread),
        facts=facts or {},
        text_kind=text_kind,
        address=style.address,
    )
    found = best_first(_found(situation, style), situation.draft, most)
    return with_told(found, situation)


def _found(situation: Situation, style: Style) -> list[Candidate]:
    wanted = style.wanted(rules(situation.draft.language), situation.text_kind)
    found = list(_by_rules(situation, style, wanted))
    said = {finding.rule for finding, _ in found}
    left = {rule.code: rule for rule in wanted if rule.code not in said}
    return [*found, *((it, ()) for it in supposed(situation, style, left))]


def _by_rules(
    situation: Situation, style: Style, wanted: Iterable[CoachRule]
) -> Iterator[Candidate]:
    draft = situation.draft
    matches = {**_sought(draft.language).in_draft(draft), **style.sought.in_draft(draft)}
    for rule in wanted:
        if rule.finders and rule.id not in matches:
            continue
        # What is missing may be said beside any sentence; words that harm stand where they stand.
        is_missing = rule.kind == "absence" and not rule.finders
        for (start, end), rewrite in hits(rule, situation, matches.get(rule.id, ())):
            found = Finding(rule.code, style.level_of(rule), start, end, rule.advice, rewrite)
            yield found, _elsewhere(rule, situation) if is_missing else ()


def _elsewhere(rule: CoachRule, situation: Situation) -> list[tuple[Span, str | None]]:
    """Where else what is missing may be said, with a rewrite where it still comes first."""
    return [
        (span, for_sentence(rule, span, situation) if at < FIRST_SENTENCES else None)
        for at, span in enumerate(situation.draft.sentences)
    ]


def language_of_draft(draft: str) -> str:
    """The language whose rules read a draft: its own if it has a coach, else Dutch."""
    found = language_of(draft)
    return found if found in languages() else DEFAULT


def coach_rule_why(rule_id: str) -> str:
    """Why a rule is there, for an agent who asks. Raises KeyError if there is no such rule."""
    for language in languages():
        for rule in rules(language):
            if rule_id in (rule.id, rule.code):
                return rule.why
    raise KeyError(rule_id)


@cache
def rules(language: str = DEFAULT) -> tuple[CoachRule, ...]:
    """Every coach rule of a language, read once."""
    found = load(language, "coach", CoachRule)
    return tuple(replace(rule, language=language) for rule in found)


@cache
def _sought(language: str) -> Sought:
    return Sought(rules(language))
