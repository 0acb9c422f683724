"""Play one planned case through the real actions, then set its clock back.

The actions write the present moment, as they should. A demonstration of the past month needs the
past, so here, and only here, moments are changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent, Team
from gehoord.cases import actions
from gehoord.cases.models import Case, Draft, Event, Message, Note
from gehoord.cases.stages import Stage, is_done
from gehoord.cases.statuses import Status
from gehoord.channels.webchat.models import Site, Visitor
from gehoord.coaching.models import Reading
from gehoord.contacts.actions import find_or_add_address
from gehoord.contacts.models import Address, Channel, Customer
from gehoord.demo.actions.remembering import remember
from gehoord.demo.cast import Person
from gehoord.demo.files import store_file
from gehoord.demo.plan import CasePlan, Ending, Line
from gehoord.demo.stories import Who

WHY_ON_HOLD = {
    "lindehout": ("wacht op de fabriek", "wacht op de vervoerder", "wacht op foto's van de klant"),
    "noorderstroom": ("wacht op de netbeheerder", "wacht op de meterstand", "wacht op de monteur"),
}
READ_SOON = timedelta(minutes=2)


@dataclass
class Scenery:
    """What every case is played in. `people` fills while playing."""

    teams: dict[str, Team]
    sites: dict[str, Site]
    agents: dict[str, list[Agent]]
    people: dict[str, Customer] = field(default_factory=dict)


@dataclass
class Scene:
    """One case while it is played."""

    address: Address
    team: Team
    agent: Agent
    scenery: Scenery
    rng: Random
    number: int
    began: datetime
    case: Case | None = None
    now: datetime = field(default_factory=timezone.now)

    @property
    def open_case(self) -> Case:
        """The case; every story begins with a customer, so there is one."""
        assert self.case is not None
        return self.case

    def uuid(self) -> UUID:
        """A random id that is the same with the same seed."""
        return UUID(int=self.rng.getrandbits(128), version=4)


@transaction.atomic
def play_case(*, plan: CasePlan, scenery: Scenery, number: int) -> Case:
    """Write one case of the demonstration, line by line."""
    rng = Random(number)  # noqa: S311 - a play, not a secret
    team = scenery.teams[plan.company.team]
    scene = Scene(
        address=_address(plan, scenery, rng),
        team=team,
        agent=rng.choice(scenery.agents[plan.company.team]),
        scenery=scenery,
        rng=rng,
        number=number,
        began=timezone.now(),
    )
    for line in plan.lines:
        scene.now = line.at
        PLAYED[line.turn.who](scene, line)
        _set_back_events(scene)
    _end(scene, plan)
    return scene.open_case


def _address(plan: CasePlan, scenery: Scenery, rng: Random) -> Address:
    return open_window(
        person=plan.person,
        site=scenery.sites[plan.company.key],
        people=scenery.people,
        rng=rng,
        at=plan.lines[0].at,
    )


def open_window(
    *, person: Person, site: Site, people: dict[str, Customer], rng: Random, at: datetime
) -> Address:
    """A new window for each case: somebody who comes back is known by his name, as in the shop."""
    visitor = Visitor.objects.create(
        key=UUID(int=rng.getrandbits(128), version=4),
        site=site,
        name=person.name,
        email=person.email,
    )
    Visitor.objects.filter(pk=visitor.pk).update(created_at=at)
    known = people.get(person.name)
    if known is not None:
        return Address.objects.create(
            customer=known, channel=Channel.WEBCHAT, external_id=visitor.external_id
        )
    address = find_or_add_address(
        channel=Channel.WEBCHAT,
        external_id=visitor.external_id,
        name=person.name,
        email=person.email,
    )
    Customer.objects.filter(pk=address.customer_id).update(created_at=at)
    people[person.name] = remember(address.customer)
    return address


def _customer_writes(scene: Scene, line: Line) -> None:
    files = [store_file(line.turn.file, number=scene.number)] if line.turn.file else []
    message = actions.take_in_message(
        address=scene.address,
        team=scene.team,
        text=line.words,
        written_at=line.at,
        external_id=str(scene.uuid()),
        files=files,
    )
    scene.case = message.case
    Reading.objects.filter(pk=message.reading_id or 0).update(read_at=line.at)


def _agent_replies(scene: Scene, line: Line) -> None:
    case = scene.open_case
    reply = actions.send_reply(
        case=case, author=scene.agent, text=line.words, submission=scene.uuid()
    )
    actions.mark_sent(reply=reply, external_id=f"webchat-{reply.pk}")
    actions.mark_read(replies=[reply], at=line.at + READ_SOON * scene.rng.random())
    Message.objects.filter(pk=reply.pk).update(written_at=line.at, delivered_at=line.at)
    case.refresh_from_db(fields=["stage"])
    # By hand only where the words alone did not get so far.
    if line.turn.stage and not is_done(line.turn.stage, now=case.stage):
        actions.set_stage(case=case, stage=line.turn.stage, by=scene.agent)
        Case.objects.filter(pk=case.pk, guided_from__isnull=False).update(guided_from=line.at)


def _agent_notes(scene: Scene, line: Line) -> None:
    note = actions.write_note(
        case=scene.open_case, author=scene.agent, text=line.words, submission=scene.uuid()
    )
    Note.objects.filter(pk=note.pk).update(written_at=line.at)


def _agent_drafts(scene: Scene, line: Line) -> None:
    case = scene.open_case
    actions.save_draft(case=case, author=scene.agent, mode=Draft.Mode.REPLY, text=line.words)
    if case.owner_id is None:
        actions.assign_case(case=case, owner=scene.agent, by=scene.agent)


def _agent_names_problem(scene: Scene, line: Line) -> None:
    actions.add_part(case=scene.open_case, text=line.words, by=scene.agent)


def _agent_hands_over(scene: Scene, line: Line) -> None:
    team = scene.scenery.teams[line.words]
    scene.case = actions.move_case(
        case=scene.open_case, team=team, by=scene.agent, why="officiële klacht"
    )
    scene.team, scene.agent = team, scene.rng.choice(scene.scenery.agents[line.words])


PLAYED = {
    Who.CUSTOMER: _customer_writes,
    Who.AGENT: _agent_replies,
    Who.NOTE: _agent_notes,
    Who.DRAFT: _agent_drafts,
    Who.PART: _agent_names_problem,
    Who.TEAM: _agent_hands_over,
}


def _end(scene: Scene, plan: CasePlan) -> None:
    case = Case.objects.get(pk=scene.open_case.pk)
    has_answer = case.messages.to_customers().exists()
    scene.now = plan.lines[-1].at + timedelta(minutes=scene.rng.uniform(0.2, 0.8))
    if plan.ending is Ending.SOLVED:
        _solve(scene, case)
    elif plan.ending is Ending.ON_HOLD:
        why = scene.rng.choice(WHY_ON_HOLD[plan.company.key])
        actions.hold_case(case=case, by=scene.agent, why=why)
    elif not has_answer and case.owner_id is None and scene.rng.random() < 0.3:
        actions.assign_case(case=case, owner=scene.agent, by=scene.agent)
    if has_answer:
        actions.rename_case(case=case, title=plan.title, by=scene.agent)
    _set_back_events(scene)
    _set_back_case(scene, plan, is_seen=has_answer)


def _solve(scene: Scene, case: Case) -> None:
    for part in case.parts.all():
        actions.change_part(part=part, is_confirmed=True, is_solved=True, by=scene.agent)
    done = scene.rng.choice((Stage.DONE, Stage.DONE, Stage.FOLLOW_UP, Stage.CLOSE))
    actions.set_stage(case=case, stage=done, by=scene.agent)
    actions.solve_case(case=case, by=scene.agent)


def _set_back_events(scene: Scene) -> None:
    fresh = Event.objects.filter(case=scene.open_case, at__gte=scene.began)
    fresh.update(at=scene.now)


def _set_back_case(scene: Scene, plan: CasePlan, *, is_seen: bool) -> None:
    """The moments the list shows, as they would be if the case had been played slowly."""
    case = Case.objects.get(pk=scene.open_case.pk)
    said = [line.at for line in plan.lines if line.turn.who in (Who.CUSTOMER, Who.AGENT)]
    case.last_message_at = said[-1]
    case.solved_at = scene.now if case.status == Status.SOLVED else None
    if is_seen or scene.rng.random() < 0.35:
        # Of who waits again after our answer, half was seen; the others are news.
        is_news = case.status == Status.WAITING and scene.rng.random() < 0.5
        case.looked_at = said[-2] if is_news and len(said) > 1 else scene.now
    case.save(update_fields=["last_message_at", "solved_at", "looked_at"])
