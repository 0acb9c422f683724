"""Until colleagues land these in gehoord.coaching.actions."""

from __future__ import annotations

from typing import Any

from gehoord.coaching import actions


def needs_of(**about: Any) -> Any:
    real = getattr(actions, "needs_of", None)
    return real(**about) if real else ()
