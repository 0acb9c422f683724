"""Which cases stand in the list: whose, in what order, and which page of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from heapq import merge
from urllib.parse import urlencode

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent, Team
from gehoord.cases.models import Case, CaseQuerySet
from gehoord.cases.statuses import Status

PAGE = 50
MOST_ROWS = 300
MOST_COUNTED = 999
MOST_TABS = 3
LEAST_ELSEWHERE = 10
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class After:
    """The last case of the page before: its group, and what that group is sorted by."""

    group: str
    anger: int
    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.group}_{self.anger}_{self.at.isoformat()}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> After | None:
        """What `str` wrote; None if somebody changed it."""
        parts = text.split("_")
        if len(parts) != 4 or not parts[3].isdecimal() or len(parts[3]) > 18:
            return None
        if parts[1] not in tuple("01234"):
            return None
        try:
            at = parse_datetime(parts[2])
            if at is None or at.tzinfo is None:
                return None
            # At the ends of time there may be no such moment in our own zone.
            return cls(parts[0], int(parts[1]), at.astimezone(UTC), int(parts[3]))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class Choice:
    """What the agent wants to see: `mine`, `team-3`, `all` or `solved`, sorted, or searched."""

    view: str = "mine"
    sort: str = "waiting"
    words: str = ""
    rows: int = PAGE
    after: After | None = None
    home: str = "mine"
    """Where somebody starts who chose nothing."""

    @classmethod
    def read(cls, params: Mapping[str, str], agent: Agent | None = None) -> Choice:
        """The choice in an address; what it does not understand is as if it were not there.

        Who leads every team starts with all cases, anybody else with his own.
        """
        home = "all" if agent is not None and agent.sees_all_teams else "mine"
        rows = params.get("rows", "")
        wanted = int(rows) if rows.isdecimal() and len(rows) < 6 else PAGE
        view = params.get("view", "")
        return cls(
            view=view if view in ("mine", "all", "solved") or _team_number(view) else home,
            home=home,
            sort="angriest" if params.get("sort") == "angriest" else "waiting",
            words=params.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
            rows=max(PAGE, min(wanted, MOST_ROWS)),
            after=After.read(params.get("after", "")),
        )

    @property
    def query(self) -> str:
        """The same choice at the end of an address: `?view=all`, or nothing."""
        said = {
            "view": self.view if self.view != self.home else "",
            "sort": self.sort if self.sort != "waiting" else "",
            "q": self.words,
            "after": str(self.after or ""),
        }
        written = urlencode({name: value for name, value in said.items() if value})
        return f"?{written}" if written else ""

    @property
    def kept(self) -> str:
        """What stays in the address while the agent goes from case to case."""
        return replace(self, after=None).query

    def but(self, **changes: object) -> str:
        """The address of the same list with something changed."""
        return replace(self, after=None, **changes).query or "?"  # type: ignore[arg-type]

    @property
    def team_number(self) -> int | None:
        return _team_number(self.view)


def _team_number(view: str) -> int | None:
    name, _dash, number = view.partition("-")
    return int(number) if name == "team" and number.isdecimal() and len(number) < 19 else None


@dataclass(frozen=True)
class Tab:
    """A list one can choose, and how many customers wait in it."""

    label: str
    query: str
    is_current: bool
    waiting: str = ""


@dataclass
class Group:
    """Cases under one heading, and the address of those after them."""

    name: str
    title: str
    note: str = ""
    cases: list[Case] = field(default_factory=list)
    more: str = ""


def groups(choice: Choice, agent: Agent) -> list[Group]:
    """The cases of the list, in at most four queries however many there are."""
    cases = chosen(choice, agent).select_related("customer", "owner")
    if choice.words:
        return [_latest(choice, "found", _("Found"), [cases.latest_first()])]
    if choice.view == "solved":
        return [_latest(choice, "solved", _("Solved"), [cases.solved().latest_first()])]
    elsewhere = [cases.in_status(status) for status in (Status.ANSWERED, Status.ON_HOLD)]
    found = []
    if _shows(choice, "waiting"):
        found.append(_waiting(choice, cases.waiting()))
    if _shows(choice, "elsewhere"):
        title = _("Waits for something else")
        # One page holds about as many rows whatever waits where.
        taken = len(found[0].cases) if found else 0
        room = replace(choice, rows=max(choice.rows - taken, LEAST_ELSEWHERE))
        found.append(_latest(room, "elsewhere", title, [c.latest_first() for c in elsewhere]))
    return found


def chosen(choice: Choice, agent: Agent) -> CaseQuerySet:
    """The cases an agent may see, narrowed to the chosen list."""
    cases = Case.objects.listed_for(agent)
    if choice.words:
        return cases.found_by(choice.words)
    if choice.view == "mine":
        return cases.owned_by(agent)
    if choice.team_number:
        return cases.filter(team=choice.team_number)
    return cases


def tabs(choice: Choice, agent: Agent) -> list[Tab]:
    """The lists of an agent, with how many customers wait in his own and in his teams."""
    teams = list(Team.objects.filter(pk__in=agent.team_ids)[:MOST_TABS])
    visible = Case.objects.listed_for(agent).waiting()
    is_at = "" if choice.words else choice.view
    found = [_tab(choice, "mine", _("Mine"), visible.owned_by(agent), is_at)]
    found += [
        _tab(choice, f"team-{team.pk}", team.name, visible.of_team(team), is_at) for team in teams
    ]
    if agent.sees_all_teams or len(agent.team_ids) > 1:
        found.append(_tab(choice, "all", _("All"), None, is_at))
    return [*found, _tab(choice, "solved", _("Solved"), None, is_at)]


def _tab(choice: Choice, view: str, label: str, waiting: CaseQuerySet | None, is_at: str) -> Tab:
    counted = "" if waiting is None else capped_count(waiting)
    return Tab(label, choice.but(view=view, words=""), is_at == view, counted)


def capped_count(cases: CaseQuerySet) -> str:
    """How many cases, up to `999+`: counting on costs more than it tells."""
    number = cases[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def _shows(choice: Choice, group: str) -> bool:
    return choice.after is None or choice.after.group == group


def _waiting(choice: Choice, cases: CaseQuerySet) -> Group:
    is_by_anger = choice.sort == "angriest"
    if choice.after and is_by_anger:
        cases = cases.less_angry_than(choice.after.anger, choice.after.at, choice.after.pk)
    elif choice.after:
        cases = cases.waiting_shorter_than(choice.after.at, choice.after.pk)
    cases = cases.angriest_first() if is_by_anger else cases.longest_waiting_first()
    rows = list(cases[: choice.rows + 1])
    note = _("angriest first") if is_by_anger else _("longest waiting first")
    group = Group("waiting", _("Waits for us"), note, rows[: choice.rows])
    if len(rows) > choice.rows:
        last = group.cases[-1]
        at = last.waiting_since or last.last_message_at
        group.more = _more(choice, After(group.name, last.anger_now, at, last.pk))
    return group


def _latest(choice: Choice, name: str, title: str, parts: list[CaseQuerySet]) -> Group:
    """The latest first, out of parts that are each in that order."""
    if choice.after:
        parts = [part.older_than(choice.after.at, choice.after.pk) for part in parts]
    rows = list(
        merge(
            *(part[: choice.rows + 1] for part in parts),
            key=lambda case: (case.last_message_at, case.pk),
            reverse=True,
        )
    )
    group = Group(name, title, cases=rows[: choice.rows])
    if len(rows) > choice.rows:
        last = group.cases[-1]
        group.more = _more(choice, After(name, last.anger_now, last.last_message_at, last.pk))
    return group


def _more(choice: Choice, after: After) -> str:
    return replace(choice, after=after).query
