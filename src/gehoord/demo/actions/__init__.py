"""Load the demonstration, and take it away again."""

from gehoord.demo.actions.loading import (
    DemonstrationIsThere,
    RealDataIsThere,
    load_demonstration,
    set_password,
)
from gehoord.demo.actions.removing import remove_demonstration

__all__ = [
    "DemonstrationIsThere",
    "RealDataIsThere",
    "load_demonstration",
    "remove_demonstration",
    "set_password",
]
