"""When a case is quiet: no tips, no proposals of software, no surveys, no clocks.

Packages above this one register their reasons, such as a safety route; pages and actions ask here.
"""

from __future__ import annotations

from collections.abc import Callable

from gehoord.cases.models import Case

Reason = Callable[[Case], bool]
_reasons: list[Reason] = []


def quiet_when(reason: Reason) -> Reason:
    """Let a case be quiet when `reason` says so; called when an app is ready."""
    _reasons.append(reason)
    return reason


def is_quiet(case: Case) -> bool:
    """Whether software keeps quiet in this case, because somebody's safety comes first."""
    return case.is_in_crisis or any(reason(case) for reason in _reasons)
