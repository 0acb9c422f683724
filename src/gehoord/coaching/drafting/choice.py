"""The model that this installation has chosen for drafting: none, unless somebody sets one."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

from django.conf import settings


class Chosen(NamedTuple):
    """The settings of drafting; without an address there is none."""

    url: str
    model: str
    key: str
    seconds: int


def chosen() -> Chosen:
    """What the settings say now."""
    return Chosen(
        settings.GEHOORD_DRAFTING_URL,
        settings.GEHOORD_DRAFTING_MODEL,
        settings.GEHOORD_DRAFTING_KEY,
        settings.GEHOORD_DRAFTING_SECONDS,
    )


def is_on() -> bool:
    """Whether agents can ask for a proposal: a model is set, and set right."""
    choice = chosen()
    return bool(choice.url) and not what_is_wrong(choice)


def what_is_wrong(choice: Chosen) -> str:
    """Why drafting cannot work as it is set, for the installer; "" if it can or is off."""
    if not choice.url:
        return _set_without_address(choice)
    if not find_spec("httpx"):
        return "httpx is not installed: pip install 'gehoord[endpoint]'."
    if not choice.model:
        return "Set GEHOORD_DRAFTING_MODEL to the name of the model."
    from gehoord.tone.readers.chat import AddressIsNotSafe, require_safe

    try:
        require_safe(choice.url)
    except AddressIsNotSafe as error:
        return f"GEHOORD_DRAFTING_URL: {error}."
    return ""


def _set_without_address(choice: Chosen) -> str:
    # Somebody meant to switch it on: say so, and stay off.
    return "Set GEHOORD_DRAFTING_URL too, or nothing is drafted." if choice.model else ""
