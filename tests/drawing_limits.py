"""Draw the ladder of house rules for the docs: `python -m tests.drawing` writes it too."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

GUIDE = Path(__file__).parent.parent / "docs" / "how-it-works" / "limits.md"


def _levels() -> str:
    from gehoord.limits.ladder.levels import COUNTS, SCOPES

    return "\n".join(
        f"| {each.level.code} {each.level.label} | {each.what} | {each.right} | "
        f"{'yes' if each.level >= COUNTS else 'never'} |"
        for each in SCOPES
    )


def _rungs() -> str:
    from gehoord.limits.ladder.rungs import LADDER
    from gehoord.limits.wording.lengths import length_words, seat_words

    return "\n".join(
        f"| {rung.code} {rung.kind.label} | {' **and** '.join(seat_words(rung, chosen={}))} | "
        f"{length_words(rung.longest)} | "
        f"{length_words(rung.review_every) if rung.review_every else '–'} |"
        for rung in LADDER.values()
    )


def _conditions() -> str:
    from gehoord.limits.ladder.rungs import LADDER

    return "\n".join(
        f"| {rung.code} | {', '.join(each.name for each in rung.begin)} | "
        f"{', '.join(each.name for each in rung.decide) or '–'} |"
        for rung in LADDER.values()
    )


def _course(kinds: tuple[str, ...]) -> str:
    """The states of some kinds of measure; what leads the same way is one arrow."""
    from gehoord.limits.ladder.course import COURSE

    arrows: dict[tuple[str, str], list[str]] = {}
    for (kind, was, move), becomes in COURSE.items():
        if kind in kinds and str(move) not in arrows.setdefault((was or "[*]", becomes), []):
            arrows[was or "[*]", becomes].append(str(move))
    return "\n".join(
        f"    {was} --> {becomes}: {', '.join(moves)}" for (was, becomes), moves in arrows.items()
    )


def page() -> str:
    """The page, from the tables the product runs on."""
    from gehoord.limits.ladder.appealing import DECIDE_WITHIN, TERM
    from gehoord.limits.ladder.course import AT_ONCE, DECIDED
    from gehoord.limits.ladder.deciding import HEAR_WITHIN
    from gehoord.limits.retention import MONTHS_NAMED, MONTHS_OF_MEASURES

    with translation.override("en"):
        levels, rungs, conditions = _levels(), _rungs(), _conditions()
        at_once, decided = _course(AT_ONCE), _course(DECIDED)
    return f"""# House rules against abuse

Drawn from `gehoord.limits.ladder` by `python -m tests.drawing`; a test holds this page to the code.

## What happened

Software shows the words and proposes a level; a person confirms it. Nothing below *Personal* is ever
kept or counted, and a threat against oneself is no threat: the crisis route comes first and suspends
everything below.

| level | what | the agent may | counts |
|---|---|---|---|
{levels}

## What may be done, and who decides

One person per seat. Never the one it happened to, in these words or in others that make the measure
possible, and never one person alone: who proposed a mark does not decide about it, and who proposed
something that two decide may be one of the two. The house may choose shorter, never longer, and
of the roles in a seat fewer, never others and never a seat less (office, House rules). `seats_of` in
`rungs.py` keeps that whatever stands in the database. What an agent does himself cannot be taken
away.

| measure | who decides | at most | looked at again every |
|---|---|---|---|
{rungs}

| | to begin or propose it | for each yes |
|---|---|---|
{conditions}

Every one of these conditions is a guard with a sentence for the person who tries: see `guards.py`.

### Given in the conversation

```mermaid
stateDiagram-v2
{at_once}
```

### Decided by others

```mermaid
stateDiagram-v2
{decided}
```

That a measure is over is no state: the clock says so. A measure begins when the customer is told,
never before. A proposal that nobody decided and told in 30 days is off. One that
could not wait runs at most {HEAR_WITHIN} working days without hearing him, and
then has no effect: hearing him later does not bring it back. After those days it cannot be approved
or told unheard either, only once he was heard. Hours pass by themselves, days and months end at the
same time on the clock, also when summer time begins or ends.

## At a closed door

A person decided; the doorkeeper (`doors.py`) only repeats it, at every channel, for all addresses of
one customer and for nobody with a name like his. `closing.py` says what is closed until when: a
cooling-off period closes live channels, an arrangement what was not agreed, a contact stop all of
them. Nothing is closed while a life may be in danger.

- what he writes is stored and read, in a case apart that stands in no list of the team; leads and
  managers see it under *Kept apart* and let it through or put it away with a reason
- is there a threat in it, then leads and managers of the team see that at once on every page, with the
  sound of a call if they want it; places outside hear it once (`GEHOORD_HELP_ALERTS`), and it stands on top
- he is told once per measure why, until when, and how to reach us. The explanation goes to himself, at
  the address he wrote from: to nobody else in that talk, and not to a program that answers by itself.
  Only one that did not arrive is given again. In the chat the same stands above the closed box
- who takes part in the talk of somebody else and is stopped himself is kept apart there, and is told
  nothing: she would read what was decided about him
- when the measure is over, lifted or withdrawn, what still waits is a case like any other in the list
  of its team, also what was put away; another measure that closes the same door keeps it. What was
  extended waits longer; for one that could not wait no longer than the days in which he is heard

Somebody who writes from another address or in a fresh browser is a stranger. A person says that he is
not: *Same customer as …* in the case merges two customers (`contacts/actions/merging.py`). Software
only shows who looks alike. From then on a measure holds at all his addresses, and he is told again
there, because it may be the first time he hears it. Where a mark, an arrangement or a contact stop
is at stake (`ladder/merging.py`), a lead, manager or complaints officer who was not insulted does it;
two customers about whom something was decided are not merged until one of these is over. A mistake is
undone at any time: each gets back what was his and what he wrote since, and what waited because of
the other's measure waits no longer. A measure that rests on words of both is lifted first. Whoever
looks in a chat sees what was written in that chat, never the rest (`portal/tests/test_merged.py`).

While an arrangement names a contact person, what comes in by the ways agreed on is his case.

## Appeal

Until the end of day {TERM.days} after the notice, by the link in it, without an account. Decided within
{DECIDE_WITHIN} working days by somebody who had no part in it: who proposed, approved, confirmed the
words, told the customer or heard the insult is not in the list. Upheld takes the measure away:
nothing stays on any screen, the words are no ground for anything any more, and only the list of
changes says that it was unjustified. The customer reads the decision with its reason.

## Terms that reach people

A review a week before its day and on the day, a hearing after an urgent decision two days before it
stops, an appeal three days before its term: they stand first in the list of deciders, count in the
menu, and once for each step the places in `GEHOORD_HELP_ALERTS` hear “A decision has to be looked
at”, without any name. The job runs at eight; what it said and the alert are kept in one transaction,
so a run that dies is done again. Nothing is decided by it.

A contact stop is told to the privacy officer before anybody approves it. He finds it under Privacy,
with a count until somebody opened it: the words it rests on, the reasons, who decided, and what the
register says, not the conversation. Each look stands in the list of changes.

## The house's own words

An administrator may say the warning, the ending and the notice in other words. What is filled in
(the quotes, the end, the link) has to stay; the page shows what a customer would read and what the
coach would stop. The notice is checked once more when it is sent, apart from the customer's own words
in it. The words, the reason, how to appeal and the right to see one's data are in every notice as
they are delivered.

## No measure without a person

- every step takes an agent who signed in; `tests/test_only_people.py` walks all modules: only pages of
  people call the steps, only the actions keep what the ladder says, one place makes a measure
- the database refuses a measure without a person, and one in force without begin, end, notice or, for
  what others decide, a reason
- two who click at once stand in line for the customer: one decides, the other hears it
  (`tests/test_two_at_once.py`, on SQLite and PostgreSQL)
- 10,000 random histories hold the invariants, and 200 of them in rows give the same history back

## Where each promise is kept

The invariants of domain model 3.4, what keeps each of them, and the test that would fail.

| never, or always | kept by | shown by |
|---|---|---|
| no measure without a person | `Now.actor` in `ladder/steps.py`, `Measure.proposed_by` | `test_only_people.py`, `test_past_the_actions.py` |
| no ending (M2) without a warning, unless serious | `repeated_or_serious` | `test_ladder_histories.py` |
| no M3 or more without quoted words, reason, begin, end, notice | `facts_quoted`, `reason_given`, `tell`; the constraints of `Measure` | `test_ladder_histories.py`, `test_past_the_actions.py` |
| how to appeal is in every notice | `letter_about` in `wording/notices.py`; not among `CHANGEABLE` | `test_wording.py` |
| no M4 or more by one person, or by whom it happened to | `two_pairs_of_eyes`, `nobody_decides_for_himself`, the seats in `rungs.py` | `test_ladder_histories.py`, `test_addressed.py`, `test_deciders.py` |
| a measure holds at all his addresses, and at no stranger's | `closing`, `may_merge` and `may_split` in `ladder/merging.py` | `portal/tests/test_any_order.py`, `test_merging.py`, `test_crossing.py` |
| every measure ends, in time | `end_of` in `ladder/steps.py`, `HouseRules.length_of` | `test_ladder_histories.py`, `test_summer_time.py` |
| what is over has no effect and is not shown | `Measure.is_in_force` in `ladder/records.py`, the same in SQL in `MeasureQuerySet.in_force` | `test_keeping.py` holds them to each other |
| anger and coarse words never count | `COUNTS` in `ladder/levels.py`, a constraint of `Behaviour` | `test_conversing.py`, `test_ladder_histories.py` |
| complaint, privacy, warranty, safety and debt help stay in reach | `less_severe_weighed`, `notice_open` in every contact stop, messages that are never dropped | `test_wording.py`, `portal/tests/test_doors.py` |
| a crisis suspends the ladder | `crisis_comes_first`, `care_until`, `closing` | `test_crisis.py`, `portal/tests/test_doors.py` |
| a threat against oneself is never danger (B4) | `proposed_level` in `ladder/levels.py` | `test_levels.py` |
| an agent may always end a conversation | `end_conversation`; without a ground `EndedWithoutGround` | `test_conversing.py` |

## The register of incidents

The employer keeps what customers did to people at work. A warning, an ending or a heavier measure
enters it by itself; anybody who answers customers can write one down by hand. Two views, never one:
the safety officer sees names, everybody else who leads sees counts of ten or more. What it did to an
agent is written by himself or by nobody. A copy for evidence holds the facts, the messages, the
originals, the letters and a list of SHA-256 sums; it is kept once, checked before it is handed out,
and each time is in the list of changes.

## Is it fair?

Measures per 1,000 conversations, by channel and by the language customers write in, with Wilson's
margin of 95 %; under ten conversations nothing is shown; never per agent. The language is what the
reader found and goes with the readings, so old conversations stand under *not known any more*.
Dutch of Flanders and Dutch as a second language are not told apart: the reader does not know them.

## How long it is kept

Measures and warnings {MONTHS_OF_MEASURES} months after their end, confirmed words as long as a measure
rests on them, incidents with names {MONTHS_NAMED} months; then only kind, channel and month. See
[privacy](privacy.md), also for what an erasure leaves and why.
"""
