"""Appointments in a mail: what a person wants to know of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gehoord.channels.email.reading.records import Invitation

LONGEST = 200_000
_MOMENT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z?))?$")
_ESCAPED = re.compile(r"\\([nN,;\\])")


def read_invitations(calendar: str) -> tuple[Invitation, ...]:
    """The appointments of an iCalendar text, as far as they can be read."""
    method = ""
    found: list[Invitation] = []
    fields: dict[str, str] | None = None
    inside: list[str] = []
    for name, params, value in _lines(calendar[:LONGEST]):
        if name == "BEGIN":
            inside.append(value.upper())
            fields = {} if inside[-1] == "VEVENT" else fields
        elif name == "END":
            if value.upper() == "VEVENT" and fields is not None:
                found.append(_invitation(method, fields))
                fields = None
            inside = inside[:-1]
        elif name == "METHOD":
            method = value.strip().upper()
        elif fields is not None and inside[-1:] == ["VEVENT"]:
            fields.setdefault(name, _moment(value, params) if name.startswith("DT") else value)
    return tuple(found)


def _lines(calendar: str) -> Iterator[tuple[str, str, str]]:
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar)
    for line in re.split(r"[\r\n]+", unfolded):
        # A colon inside the quotes of a parameter does not end the name.
        if cut := re.match(r'([A-Za-z-]+)((?:;[^":;]*(?:"[^"]*")?)*):', line):
            yield cut[1].upper(), cut[2], line[cut.end() :]


def _moment(value: str, params: str) -> str:
    found = _MOMENT.match(value.strip())
    if found is None:
        return value.strip()
    day = f"{found[1]}-{found[2]}-{found[3]}"
    if not found[4]:
        return day
    zone = re.search(r"TZID=\"?([^\";:]+)", params)
    place = "UTC" if found[6] else zone[1] if zone else ""
    return f"{day} {found[4]}:{found[5]}" + (f" ({place})" if place else "")


def _invitation(method: str, fields: dict[str, str]) -> Invitation:
    def said(name: str) -> str:
        text = _ESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], fields.get(name, ""))
        return text.strip()

    organizer = re.sub(r"^mailto:", "", said("ORGANIZER"), flags=re.IGNORECASE)
    return Invitation(
        method, said("SUMMARY"), said("DTSTART"), said("DTEND"), said("LOCATION"), organizer,
        said("DESCRIPTION"),
    )  # fmt: skip


def invitation_text(invitation: Invitation) -> str:
    """An appointment in lines to read, without labels: they would need a language."""
    starts, ends = invitation.starts, invitation.ends
    if ends and starts[:10] == ends[:10] and starts != ends:
        zone = starts[16:]
        when = f"{starts[:16]} – {ends[11:16]}{zone}"
    else:
        when = f"{starts} – {ends}" if ends and ends != starts else starts
    lines = [invitation.summary, when, invitation.location, invitation.organizer]
    lines += [invitation.description] if invitation.description else []
    return "\n".join(line for line in lines if line)
