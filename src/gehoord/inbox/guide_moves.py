"""Why a conversation moved, in one sentence each: with the words that moved it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.cases.guiding import Path, Said
from gehoord.cases.models import Event, Message
from gehoord.cases.stages import Stage

LONGEST_QUOTE = 60
SENTENCE_END = re.compile(r"[.!?\n]|$")
WITH_WORDS = {
    Said.CONFIRMS: gettext_lazy("Confirmed with “{words}”."),
    Said.CORRECTS: gettext_lazy("The customer sets it right: “{words}”."),
    Said.ADDS: gettext_lazy("The customer adds something: “{words}”."),
    Said.ACCEPTS: gettext_lazy("Agreed with “{words}”."),
    Said.ACCEPTS_OUR_PLAN: gettext_lazy("Agreed with “{words}”."),
    Said.REFUSES: gettext_lazy("The customer does not agree: “{words}”."),
    Said.SAYS_SOLVED: gettext_lazy("Solved, says the customer: “{words}”."),
    Said.SAYS_NOT_SOLVED: gettext_lazy("Not solved yet: “{words}”."),
    Said.GIVES_UP: gettext_lazy("The customer gives up: “{words}”."),
    Said.VENTS_ONLY: gettext_lazy("The customer only wants to be heard: “{words}”."),
    Said.CUSTOMER_THANKS: gettext_lazy("The customer says thanks: “{words}”."),
    Said.ASKS_OPEN: gettext_lazy("Asked what is missing: “{words}”."),
    Said.RESTATES: gettext_lazy("Summed up with “{words}”."),
    Said.APOLOGISES: gettext_lazy("Apologised with “{words}”."),
    Said.SAYS_NO_FAULT: gettext_lazy("No mistake, says our reply: “{words}”."),
    Said.PLANS: gettext_lazy("Told what happens: “{words}”."),
    Said.ASKS_IF_SOLVED: gettext_lazy("Asked whether it is solved: “{words}”."),
    Said.THANKS: gettext_lazy("Thanked with “{words}”."),
    Said.SAYS_GOODBYE: gettext_lazy("Said goodbye with “{words}”."),
}
WITHOUT_WORDS = {
    Said.GIVES_UP: gettext_lazy("The customer gives up."),
    Said.VENTS_ONLY: gettext_lazy("The customer only wants to be heard."),
    Said.GOES_ON: gettext_lazy("The customer wrote again."),
    Said.BRINGS_A_PROBLEM: gettext_lazy("The customer names a problem again."),
    Said.MAY_SHOW_CRISIS: gettext_lazy("Read this once more: a life may be in danger."),
    Said.SHOWS_CRISIS: gettext_lazy("A life may be in danger. Read the card at the top."),
}
PATHS = {
    Path.ASKED_ONCE: gettext_lazy("We asked once whether to arrange it after all."),
    Path.STALEMATE: gettext_lazy("The same point for the second time: look what else is possible."),
    Path.PARTING: gettext_lazy("We do not agree on this: end it politely."),
}


def moved_by(event: Event, message: Message | None) -> str:
    """Why the stage or the path changed by itself, and what it is now."""
    to = str(event.details.get("to", ""))
    reason = _reason(event, message)
    if event.kind == Event.Kind.PATH:
        return str(PATHS.get(to) or reason or "") if to else _back_on_the_stages(reason)  # type: ignore[call-overload]
    stage = _("The stage is now {stage}.").format(stage=_label(to))
    return f"{reason} {stage}".strip()


def put_by(event: Event, by: str) -> str:
    """Who chose another card by hand."""
    to = str(event.details.get("to", ""))
    if event.details.get("was") in (Path.CRISIS, Path.CONCERN) and to != Path.CRISIS:
        return _("{by} noted that no life is in danger.").format(by=by)
    label = Path(to).label if to in Path.values else to
    return _("{by} chose the card “{card}”.").format(by=by, card=label)


def is_news(event: Event) -> bool:
    """Whether a move says something that the timeline does not show already."""
    is_first_answer = event.details.get("said") == Said.REPLIES
    return event.actor_id is not None or not is_first_answer or event.kind == Event.Kind.PATH


def _back_on_the_stages(reason: str) -> str:
    on = _("The conversation goes on along the stages.")
    return f"{reason} {on}".strip()


def _reason(event: Event, message: Message | None) -> str:
    said = str(event.details.get("said", ""))
    words = _words(event, message)
    if words and said in WITH_WORDS:
        return WITH_WORDS[Said(said)].format(words=words)
    return str(WITHOUT_WORDS.get(said, ""))  # type: ignore[call-overload]


def _words(event: Event, message: Message | None) -> str:
    """The sentence that did it; nothing if its words are folded or gone."""
    start, end = event.details.get("start", 0), event.details.get("end", 0)
    if message is None or not isinstance(end, int) or not start < end <= len(message.text):
        return ""
    if message.reading is not None and message.reading.is_shielded:
        return ""
    return _sentence(message.text, start, end)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around some words, cut where it gets long; at least from the words on."""
    begin = max(
        (sign.end() for sign in SENTENCE_END.finditer(text, 0, start) if sign[0]), default=0
    )
    stop = SENTENCE_END.search(text, end)
    first = begin if end - begin <= LONGEST_QUOTE else start
    whole = " ".join(text[first : stop.start() if stop else end].split()).strip(" ,;:")
    if len(whole) <= LONGEST_QUOTE:
        return whole
    return whole[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _label(stage: str) -> str:
    return str(Stage(stage).label) if stage in Stage.values else stage
