"""The people, teams and chats of the demonstration, read from cast.toml."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "cast.toml"


@dataclass(frozen=True)
class Company:
    """One of the two companies, its chat and the team that answers there."""

    key: str
    brand: str
    team: str
    welcome: str
    things: tuple[str, ...]


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here. `teams` holds keys of teams, `roles` values of Role."""

    name: str
    email: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """A customer: `Marieke Verhoeven`, spoken to as `mevrouw`."""

    name: str
    spoken_to: str
    company: str

    @property
    def addressed(self) -> str:
        """How an agent writes to this customer: `mevrouw Van der Schoot`."""
        _, _, last = self.name.partition(" ")
        return f"{self.spoken_to} {last[:1].upper()}{last[1:]}"

    @property
    def email(self) -> str:
        """An address that can never belong to anybody."""
        letters = unicodedata.normalize("NFKD", self.name.lower().replace("ı", "i"))
        plain = "".join(letter for letter in letters if letter.isascii())
        return plain.replace("'", "").replace(" ", ".") + "@post.example"


@dataclass(frozen=True)
class Saved:
    """A saved reply: the e-mail address of who keeps it, the key of its team (or nothing)."""

    by: str
    team: str
    title: str
    text: str


@dataclass(frozen=True)
class Cast:
    """Everybody and everything in the demonstration."""

    house: str
    teams: dict[str, str]
    companies: tuple[Company, ...]
    colleagues: tuple[Colleague, ...]
    people: tuple[Person, ...]
    saved: tuple[Saved, ...]


@lru_cache(maxsize=1)
def the_cast() -> Cast:
    """Who plays in the demonstration."""
    content = tomllib.loads(FILE.read_text("utf-8"))
    return Cast(
        house=content["house"],
        teams=content["teams"],
        companies=tuple(
            Company(
                key=key,
                brand=table["brand"],
                team=table["team"],
                welcome=table["welcome"],
                things=tuple(table["things"]),
            )
            for key, table in content["companies"].items()
        ),
        colleagues=tuple(
            Colleague(name, email, tuple(roles), tuple(teams))
            for name, email, roles, teams in content["colleagues"]
        ),
        people=tuple(
            Person(name, spoken_to, company)
            for company, rows in content["people"].items()
            for spoken_to, names in rows.items()
            for name in names
        ),
        saved=tuple(Saved(**table) for table in content["saved"]),
    )
