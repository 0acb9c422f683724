"""The five levels of anger in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

WORDS: tuple[str | Promise, ...] = (
    pgettext_lazy("level of anger", "calm"),
    pgettext_lazy("level of anger", "slightly irritated"),
    pgettext_lazy("level of anger", "angry"),
    pgettext_lazy("level of anger", "very angry"),
    pgettext_lazy("level of anger", "furious"),
)


def level_word(level: int) -> str:
    """Name a level from 0 (calm) to 4 (furious); what lies outside counts as the nearest."""
    return str(WORDS[min(max(level, 0), len(WORDS) - 1)])
