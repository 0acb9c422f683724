"""Play one line of a story about limits: what each person does, through the real actions."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from gehoord.cases import actions as cases
from gehoord.cases.models import Case, Message, Note
from gehoord.coaching.models import Reading
from gehoord.demo.actions.limit_talk import Talk
from gehoord.demo.actions.passing import Kind
from gehoord.demo.limit_stories import Does, Step
from gehoord.limits import actions as limits
from gehoord.limits.call_backs import promise_for
from gehoord.limits.care_steps import CareStep
from gehoord.limits.keeping import calendar
from gehoord.limits.ladder import records
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.levels import Level
from gehoord.limits.models import (
    Appeal,
    Approval,
    Behaviour,
    CrisisCare,
    EndedWithoutGround,
    EvidencePack,
    Held,
    HelpRequest,
    HouseRules,
    Incident,
    Measure,
    Notice,
    Police,
    SafetyCase,
)
from gehoord.limits.safety_steps import SafetyStep
from gehoord.limits.wording.notices import letter_about
from gehoord.limits.wording.speaking import ending, ending_without_ground, warning
from gehoord.limits.wording.telling import voice_in

LEVELS = {
    Does.PERSONAL: Level.PERSONAL,
    Does.SERIOUS: Level.SERIOUS,
    Does.DANGER: Level.DANGER,
}
PROPOSED = {
    Does.FLAG: records.Kind.FLAG,
    Does.ARRANGEMENT: records.Kind.ARRANGEMENT,
    Does.BLOCK: records.Kind.BLOCK,
}


# ── The talk ─────────────────────────────────────────────────────────────────────────────────


def _writes(talk: Talk, step: Step) -> None:
    talk.message = cases.take_in_message(
        address=talk.address,
        team=talk.team,
        text=step.text,
        written_at=talk.at,
        external_id=str(talk.uuid()),
    )
    talk.case = talk.message.case
    Reading.objects.filter(pk=talk.message.reading_id or 0).update(read_at=talk.at)


def _answers(talk: Talk, step: Step) -> None:
    case, by = talk.open_case, talk.by(step)
    reply = cases.send_reply(case=case, author=by, text=talk.say(step.text), submission=talk.uuid())
    if case.title != talk.story.title:
        cases.rename_case(case=case, title=talk.story.title, by=by)
    Message.objects.filter(pk=reply.pk).update(written_at=talk.at)
    Case.objects.filter(pk=case.pk).update(last_message_at=talk.at, looked_at=talk.at)


def _notes(talk: Talk, step: Step) -> None:
    note = cases.write_note(
        case=talk.open_case, author=talk.by(step), text=step.text, submission=talk.uuid()
    )
    Note.objects.filter(pk=note.pk).update(written_at=talk.at)


def _moves(talk: Talk, step: Step) -> None:
    talk.team = talk.teams[step.text]
    talk.case = cases.move_case(
        case=talk.open_case, team=talk.team, by=talk.by(step), why="klacht erbij"
    )


def _solves(talk: Talk, step: Step) -> None:
    cases.solve_case(case=talk.open_case, by=talk.by(step))


# ── Limits in the talk ───────────────────────────────────────────────────────────────────────


def _confirms(talk: Talk, step: Step) -> None:
    talk.quotes = step.words
    limits.confirm_behaviour(
        message=talk.said,
        conversation=talk.said.conversation,
        level=LEVELS[step.does],
        quotes=step.words,
        by=talk.by(step),
    )


def _warns(talk: Talk, step: Step) -> None:
    """With the words of the house, or with own ones in three parts."""
    conversation = talk.said.conversation
    voice = voice_in(conversation)
    own = Warned(*step.words)
    limits.warn_customer(
        conversation=conversation,
        by=talk.by(step),
        warned=own
        if own.is_complete
        else warning(talk.open_case, voice, quotes=talk.quotes, is_spoken=False),
        submission=talk.uuid(),
    )


def _ends(talk: Talk, step: Step) -> None:
    conversation = talk.said.conversation
    # The words name the moment at which it ends once all of the story lies in the past.
    begins_at = timezone.now() - talk.left
    until = HouseRules.current().length_of(records.Kind.COOL_OFF).after(begins_at, calendar())
    words = ending(voice_in(conversation), quotes=talk.quotes, until=until, is_spoken=False)
    limits.end_conversation(
        conversation=conversation, by=talk.by(step), words=words, submission=talk.uuid()
    )


def _stops(talk: Talk, step: Step) -> None:
    """An agent may always stop: then a colleague calls the customer back."""
    conversation, by = talk.said.conversation, talk.by(step)
    promise = promise_for(talk.team, ender=by)
    limits.end_conversation(
        conversation=conversation,
        by=by,
        words=ending_without_ground(voice_in(conversation), promise),
        submission=talk.uuid(),
        promise=promise,
    )


# ── What others decide ───────────────────────────────────────────────────────────────────────


def _proposes(talk: Talk, step: Step) -> None:
    terms = dict(talk.story.terms)
    if "contact" in terms:
        terms["contact"] = talk.colleagues[terms["contact"]].pk
    limits.propose_measure(
        case=talk.open_case,
        by=talk.by(step),
        kind=PROPOSED[step.does],
        grounds=talk.address.customer.behaviours.all(),
        reason=step.text,
        terms=terms,
        less_severe=talk.story.less_severe,
        duties_checked=bool(talk.story.less_severe),
    )


def _hears(talk: Talk, step: Step) -> None:
    limits.hear_customer(measure=talk.measure, by=talk.by(step), said=step.text)


def _tells_privacy(talk: Talk, step: Step) -> None:
    limits.tell_privacy_officer(measure=talk.measure, by=talk.by(step))


def _approves(talk: Talk, step: Step) -> None:
    limits.approve_measure(measure=talk.measure, by=talk.by(step))


def _tells(talk: Talk, step: Step) -> None:
    measure = talk.measure
    text = letter_about(measure).text
    limits.tell_customer(measure=measure, by=talk.by(step), text=text, way=Notice.Way.LETTER)


def _appeals(talk: Talk, step: Step) -> None:
    limits.file_appeal(measure=talk.measure, words=step.text)


# ── Safety, the register, and help ───────────────────────────────────────────────────────────


def _takes_safety_step(talk: Talk, step: Step) -> None:
    name, *said = step.words
    route = talk.address.customer.cases.get(safety_cases__closed_at=None).safety_cases.get()
    limits.do_safety_step(route=route, step=SafetyStep(name), by=talk.by(step), said=" ".join(said))


def _reports(talk: Talk, step: Step) -> None:
    facts, wish, number = step.words
    limits.complete_incident(
        incident=talk.incident,
        by=talk.by(step),
        facts=facts,
        present=(),
        police=Police.REPORTED,
        police_wish=wish,
        police_number=number,
        is_aftercare_done=True,
    )


def _tells_effect(talk: Talk, step: Step) -> None:
    limits.tell_effect(incident=talk.incident, by=talk.by(step), effect=step.text)


def _keeps_evidence(talk: Talk, step: Step) -> None:
    limits.keep_evidence(incident=talk.incident, by=talk.by(step))


def _cares(talk: Talk, step: Step) -> None:
    limits.begin_care(case=talk.open_case, by=talk.by(step))


def _takes_care_steps(talk: Talk, step: Step) -> None:
    for name in step.words:
        care = talk.address.customer.crisis_care.get()
        limits.note_care_step(care=care, step=CareStep(name), by=talk.by(step), is_done=True)


def _asks_help(talk: Talk, step: Step) -> None:
    limits.ask_for_help(by=talk.by(step), case=talk.open_case)


def _reads_along(talk: Talk, step: Step) -> None:
    call = HelpRequest.objects.open().get(case=talk.open_case)
    limits.join(call=call, by=talk.by(step))


PLAYED: dict[Does, Callable[[Talk, Step], None]] = {
    Does.WRITES: _writes,
    Does.ANSWERS: _answers,
    Does.NOTES: _notes,
    Does.MOVES: _moves,
    Does.SOLVES: _solves,
    Does.PERSONAL: _confirms,
    Does.SERIOUS: _confirms,
    Does.DANGER: _confirms,
    Does.WARNS: _warns,
    Does.ENDS: _ends,
    Does.STOPS: _stops,
    Does.FLAG: _proposes,
    Does.ARRANGEMENT: _proposes,
    Does.BLOCK: _proposes,
    Does.HEARS: _hears,
    Does.TELLS_PRIVACY: _tells_privacy,
    Does.APPROVES: _approves,
    Does.TELLS: _tells,
    Does.APPEALS: _appeals,
    Does.SAFETY_STEP: _takes_safety_step,
    Does.REPORTS: _reports,
    Does.EFFECT: _tells_effect,
    Does.EVIDENCE: _keeps_evidence,
    Does.CARES: _cares,
    Does.CARE_STEPS: _takes_care_steps,
    Does.ASKS_HELP: _asks_help,
    Does.READS_ALONG: _reads_along,
}

GIVEN: set[Kind] = {Measure, Approval, Notice, Incident}
MAKES: dict[Does, set[Kind]] = {
    Does.PERSONAL: {Behaviour},
    Does.SERIOUS: {Behaviour},
    Does.DANGER: {Behaviour, SafetyCase},
    Does.WARNS: GIVEN,
    Does.ENDS: GIVEN,
    Does.STOPS: {EndedWithoutGround},
    # A stop keeps apart what he writes.
    Does.TELLS: {Held},
    Does.APPEALS: {Appeal},
    Does.EVIDENCE: {EvidencePack},
    Does.CARES: {CrisisCare},
    Does.ASKS_HELP: {HelpRequest},
}
"""Of what a step makes the first rows."""
