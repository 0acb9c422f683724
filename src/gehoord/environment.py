"""Read settings from the environment, each also from a file (`NAME_FILE`), as secrets are kept."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

MANY = 20
READ: set[str] = set()
"""Every name asked for, so that a test can hold the documentation to the code."""


class SettingIsWrong(ValueError):
    """A setting that is missing or cannot be used; the message says which and what to do."""


def text(name: str, default: str | None = None) -> str:
    """The setting as text.

    Raises SettingIsWrong if it is set nowhere and has no default.
    """
    READ.add(name)
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise SettingIsWrong(f"{name}_FILE: {error.strerror}: {path}") from error
        except UnicodeDecodeError as error:
            raise SettingIsWrong(f"{name}_FILE: there is no text in {path}") from error
    value = os.environ.get(name, default)
    if value is None or (not value and default is None):
        raise SettingIsWrong(f"Set {name} (or {name}_FILE); see docs/guides/settings.md.")
    return value


def choice(name: str, default: str, among: Collection[str]) -> str:
    """The setting as one of a few words.

    Raises SettingIsWrong if it is something else.
    """
    value = text(name, default)
    if value not in among:
        few = f"one of {', '.join(sorted(among))}" if len(among) < MANY else "one that exists"
        raise SettingIsWrong(f"{name} must be {few}, not {value!r}.")
    return value


def address(
    name: str, default: str, *, schemes: Collection[str], may_be_empty: bool = False
) -> str:
    """The setting as an address that begins with one of `schemes`, such as `https`.

    Raises SettingIsWrong if it is something else.
    """
    value = text(name, default)
    if not (may_be_empty and not value) and value.partition(":")[0] not in schemes:
        begin = " or ".join(f"{scheme}:" for scheme in schemes)
        # Not the value: a password may stand in it.
        raise SettingIsWrong(f"{name} must be an address that begins with {begin}")
    return value


def number(name: str, default: int, *, least: int = 0) -> int:
    """The setting as a whole number.

    Raises SettingIsWrong if it is something else, or smaller than `least`.
    """
    value = text(name, str(default))
    try:
        wanted = int(value)
    except ValueError as error:
        raise SettingIsWrong(f"{name} must be a whole number, not {value!r}.") from error
    if wanted < least:
        raise SettingIsWrong(f"{name} must be {least} or more, not {wanted}.")
    return wanted


def switch(name: str, *, default: bool = False) -> bool:
    """The setting as yes or no.

    Raises SettingIsWrong if it is something else.
    """
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise SettingIsWrong(f"{name} must be yes or no, not {value!r}.")
    return value == "yes"


def words(name: str, default: str = "") -> list[str]:
    """The setting as a list, written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """The setting as names with values, written as `a=1,b=2`.

    Raises SettingIsWrong if a part has no `=`.
    """
    parts = [part.partition("=") for part in words(name)]
    if any(not sign for _, sign, _ in parts):
        raise SettingIsWrong(f"{name} must be written as name=value,name=value.")
    return {key.strip(): value.strip() for key, _, value in parts}
