"""What somebody may do with a measure now, as the ladder says; what he may not, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.limits import actions
from gehoord.limits.keeping import history_of, now_by
from gehoord.limits.ladder import deciding
from gehoord.limits.ladder.course import NotPossibleNow
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Measure, Notice
from gehoord.limits.wording.checking import stops_in
from gehoord.limits.wording.notices import letter_about
from gehoord.office.limits_forms import HearingForm, PlainForm, ReasonForm, TellingForm

SAID = "x"
"""Stands for the reason when we only ask whether a step is possible."""


@dataclass(frozen=True)
class Step:
    """One thing a decider can do."""

    name: str
    label: str | Promise
    button: str | Promise
    says: str | Promise
    asks: Callable[..., Any]
    """The pure step of the ladder, asked whether it is possible."""
    takes: Callable[..., Measure]
    form: type[forms.Form] = PlainForm
    probe: Mapping[str, str] = field(default_factory=dict)
    is_for: Callable[[Measure], bool] = lambda measure: True
    shows_why_not: bool = False


def _take(takes: Callable[..., Measure]) -> Callable[..., Measure]:
    return lambda measure, by, given, submission: takes(measure=measure, by=by, **given)


def _tell(measure: Measure, by: Agent, given: dict[str, Any], submission: UUID) -> Measure:
    way = Notice.Way(given["way"])
    goes = submission if way == Notice.Way.CHANNEL else None
    return actions.tell_customer(
        measure=measure, by=by, text=given["text"], way=way, submission=goes
    )


def stops_of(measure: Measure, form: TellingForm) -> list[str]:
    """What the coach would stop in a notice, until somebody says that it leaves like this."""
    if form.is_sure:
        return []
    said = [quote for each in measure.grounds.all() for quote in each.quotes]
    return stops_in(form.cleaned_data["text"], said=said)


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step(
            "hear",
            _("Hear the customer"),
            _("Keep what he said"),
            _("Ask for his side and write down what he says, in his own words."),
            deciding.hear,
            _take(actions.hear_customer),
            HearingForm,
            is_for=lambda measure: measure.heard_at is None,
        ),
        Step(
            "urgent",
            _("It cannot wait"),
            _("Decide first, hear within five working days"),
            _("Only if waiting is dangerous. If he is not heard in time, it stops by itself."),
            deciding.cannot_wait,
            _take(actions.let_it_not_wait),
            ReasonForm,
            {"reason": SAID},
            is_for=lambda measure: measure.heard_at is None and measure.hear_by is None,
        ),
        Step(
            "privacy",
            _("Tell the privacy officer"),
            _("The privacy officer knows"),
            _("A contact stop is never decided without the privacy officer knowing."),
            deciding.tell_privacy_officer,
            _take(actions.tell_privacy_officer),
            is_for=lambda measure: (
                measure.kind == Kind.BLOCK
                and not measure.privacy_told
                and measure.state in (State.PROPOSED, State.HEARD)
            ),
        ),
        Step(
            "approve",
            _("Approve"),
            _("I approve this"),
            _("You read the words, the reason and what the customer says about it."),
            deciding.approve,
            _take(actions.approve_measure),
            shows_why_not=True,
        ),
        Step(
            "tell",
            _("Tell the customer"),
            _("Tell the customer; from then on it holds"),
            _("Read it as if you were the customer. You may change the text."),
            deciding.tell,
            _tell,
            TellingForm,
        ),
        Step(
            "refuse",
            _("Do not approve"),
            _("I do not approve this"),
            _("One no is enough. The customer notices nothing of it."),
            deciding.refuse,
            _take(actions.refuse_measure),
            ReasonForm,
            {"reason": SAID},
        ),
        Step(
            "review",
            _("Look at it again"),
            _("It stays until its end"),
            _("Is it still needed? People change. Lifting it is possible too."),
            deciding.review,
            _take(actions.review_measure),
            ReasonForm,
            {"reason": SAID},
        ),
        Step(
            "breach",
            _("The arrangement was broken"),
            _("Note that it was broken"),
            _("Only if the customer knew what was agreed and did something else."),
            deciding.note_breach,
            _take(actions.note_breach),
        ),
        Step(
            "lift",
            _("End it sooner"),
            _("It ends now"),
            _("From now on nothing of it has effect."),
            deciding.lift,
            _take(actions.lift_measure),
            ReasonForm,
            {"reason": SAID},
        ),
    )
}


@dataclass(frozen=True)
class Offer:
    """A step as the page shows it: a form, or why it is not possible."""

    step: Step
    why_not: list[str]
    form: forms.Form | None = None


def offers(measure: Measure, agent: Agent, bound: Mapping[str, forms.Form]) -> list[Offer]:
    """What this agent can do with a measure; `bound` are forms that were filled in wrongly."""
    history, now = history_of(measure.customer), now_by(agent)
    found = []
    for step in STEPS.values():
        if not step.is_for(measure):
            continue
        asks = partial(step.asks, history, now, number=measure.pk, **step.probe)
        why_not = _why_not(asks)
        is_hidden = not step.shows_why_not and step.name not in bound
        if why_not is None or (why_not and is_hidden):
            continue
        form = bound.get(step.name) or blank(step, measure)
        found.append(Offer(step, why_not, None if why_not else form))
    return found


def _why_not(asks: Callable[[], object]) -> list[str] | None:
    """Sentences, none if it is possible; None if the measure is past this step."""
    try:
        asks()
    except NotPossibleNow:
        return None
    except NotAllowed as no:
        return no.why
    return []


def blank(step: Step, measure: Measure) -> forms.Form:
    """The form of a step before anything is filled in."""
    initial = {"text": letter_about(measure).text} if step.form is TellingForm else {}
    return step.form(initial=initial, prefix=step.name)
