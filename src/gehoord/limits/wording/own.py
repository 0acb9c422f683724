"""Texts for customers in the house's own words: which ones, and what each has to keep."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gehoord.limits.wording.telling import texts_in

GROUPS = (
    (
        pgettext_lazy("texts of the house", "Warning"),
        ("warning_help", "warning_behaviour", "warning_behaviour_spoken", "warning_consequence"),
    ),
    (
        pgettext_lazy("texts of the house", "Ending a conversation"),
        ("ending", "ending_spoken", "ending_without_ground", "ending_without_ground_later", "foot"),
    ),
    (
        pgettext_lazy("texts of the house", "Notice"),
        (
            "notice_help",
            "notice_rule",
            "notice_flag",
            "notice_arrangement",
            "notice_block",
            "notice_ends",
        ),
    ),
)
# The words, the reason, how to appeal and the right to see one's data are in every notice as they are.
CHANGEABLE = {name for _label, names in GROUPS for name in names}
NAMES = {
    "warning_help": _("How we want to help"),
    "warning_behaviour": _("What was written"),
    "warning_behaviour_spoken": _("What was said aloud"),
    "warning_consequence": _("What follows"),
    "ending": _("In a chat or a message"),
    "ending_spoken": _("On the telephone"),
    "ending_without_ground": _("Without a cooling-off period"),
    "ending_without_ground_later": _("Without a cooling-off period, while nobody is there"),
    "foot": _("Below a warning and an ending"),
    "notice_help": _("The beginning"),
    "notice_rule": _("The rule"),
    "notice_flag": _("What an attention mark means"),
    "notice_arrangement": _("What an arrangement means"),
    "notice_block": _("What a contact stop means"),
    "notice_ends": _("The end"),
}
LONGEST = 1000


class TextIsWrong(ValueError):
    """A text of the house does not have what it has to keep; the sentence says what."""


def blanks_in(text: str) -> list[str]:
    """What is filled in into a text, in order and each once: `{quotes}`, `{until}`.

    Raises ValueError if a brace stands alone.
    """
    found = []
    for _before, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        blank = "{" + name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        found.append(blank + "}")
    return list(dict.fromkeys(found))


def check_text(name: str, text: str) -> None:
    """Raises TextIsWrong if a text misses what has to be filled in, or has something else."""
    if len(text) > LONGEST:
        raise TextIsWrong(_("At most %(most)s signs.") % {"most": LONGEST})
    wanted = blanks_in(delivered(name)["u"])
    try:
        found = blanks_in(text)
    except ValueError:
        raise TextIsWrong(_("Write braces only around what is filled in.")) from None
    if missing := [each for each in wanted if each not in found]:
        raise TextIsWrong(_("Keep this in the text: %(blanks)s") % {"blanks": ", ".join(missing)})
    if other := [each for each in found if each not in wanted]:
        raise TextIsWrong(_("Nothing is filled in here: %(blanks)s") % {"blanks": ", ".join(other)})


def delivered(name: str, language: str = "nl") -> Mapping[str, str]:
    """A text as it is delivered, with `u` and with `je`."""
    forms = texts_in(language)[name]
    return {form: (forms.get("any") or forms[form]).strip("\n") for form in ("u", "je")}
