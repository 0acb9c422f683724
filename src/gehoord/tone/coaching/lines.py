"""One line of `python -m gehoord.tone coach`: a request as JSON has it, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from gehoord.tone.coaching.advice import coach
from gehoord.tone.coaching.finding import Customer, Finding, Turn
from gehoord.tone.coaching.rule import TEXT_KINDS
from gehoord.tone.coaching.situation import TextKind


class BadRequest(ValueError):
    """A request the coach cannot read; the message says what is wrong with it."""


def answer_line(request: Mapping[str, Any]) -> dict[str, Any]:
    """The findings for one request, in the shape ARCHITECTURE.md promises.

    Raises BadRequest if the request has no draft or a part of it has the wrong shape.
    """
    if not isinstance(request, Mapping):
        raise BadRequest("a request is an object with a draft")
    findings = coach(
        _text(request, "draft", required=True),
        channel=_text(request, "channel"),
        customer=_customer(request.get("customer") or {}),
        stage=_text(request, "stage"),
        thread=[_turn(turn) for turn in _list(request, "thread")],
        facts=_facts(request.get("facts") or {}),
        lang=_text(request, "lang"),
        text_kind=_text_kind(request),
    )
    answer: dict[str, Any] = {"id": request["id"]} if "id" in request else {}
    return {**answer, "findings": [_finding(finding) for finding in findings]}


def _text(request: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    value = request.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise BadRequest(f"{name} must be text")
    return value


def _text_kind(request: Mapping[str, Any]) -> TextKind:
    kind = _text(request, "text_kind") or "reply"
    if kind not in TEXT_KINDS:
        raise BadRequest("text_kind must be reply, note or saved")
    return cast(TextKind, kind)


def _list(request: Mapping[str, Any], name: str) -> list[Any]:
    value = request.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadRequest(f"{name} must be a list")
    return value


def _customer(value: Any) -> Customer:
    if not isinstance(value, Mapping):
        raise BadRequest("customer must be an object")
    anger = value.get("anger") or 0
    if isinstance(anger, bool) or not isinstance(anger, int):
        raise BadRequest("customer.anger must be a whole number from 0 to 4")
    return Customer(_text(value, "name"), anger, _text(value, "emotion") or "neutral")


def _turn(value: Any) -> Turn:
    if not isinstance(value, Mapping) or value.get("from") not in ("customer", "agent"):
        raise BadRequest("each turn of thread needs from (customer or agent) and text")
    return Turn(value["from"], _text(value, "text", required=True))


def _facts(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadRequest("facts must be an object")
    return {str(name): str(fact) for name, fact in value.items() if fact is not None}


def _finding(finding: Finding) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "rule": finding.rule,
        "level": finding.level,
        "start": finding.start,
        "end": finding.end,
        "advice": finding.advice,
    }
    return answer if finding.rewrite is None else {**answer, "rewrite": finding.rewrite}
