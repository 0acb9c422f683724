"""The only door to the tone engine: stores readings, checks drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from django.utils.translation import gettext as _

from gehoord import tone
from gehoord.coaching import reader
from gehoord.coaching.drafting import choice as drafting
from gehoord.coaching.models import Reading
from gehoord.coaching.rule_use import count_use as count_use  # noqa: PLC0414 - said again here
from gehoord.coaching.style.current import style_for as style_for  # noqa: PLC0414
from gehoord.environment import SettingIsWrong
from gehoord.tone.readers.contract import OTHER_READER

EVIDENCE_SHOWN = 4
"""More lines under the words of one message hide what it says."""
Thread = Sequence[tuple[Literal["customer", "agent"], str]]
"""The messages of a conversation, oldest first, as (`customer` or `agent`, text)."""
Course = tone.Course
"""How the anger of a customer went; pages know it from here."""


def read_message(*, text: str, previous: str = "", channel: str = "") -> Reading:
    """Read how a customer's message sounds, and keep what was seen."""
    seen = reader.read(text, previous=previous, channel=channel)
    return Reading.objects.create(
        language=seen.lang,
        anger=seen.anger,
        anger_score=seen.anger_score,
        emotion=seen.emotion,
        abuse=seen.abuse,
        abuse_categories=list(seen.abuse_categories),
        target=seen.target,
        intent=seen.intent,
        is_crisis=seen.crisis,
        next_step=seen.next_step,
        parts=[{"start": part.start, "end": part.end} for part in seen.parts],
        evidence=[
            {"start": item.start, "end": item.end, "label": item.label, "rule": item.rule}
            for item in seen.evidence
        ],
        engine_version=reader.version_of(seen),
        is_read=seen.is_read,
    )


def course_of(readings: Sequence[Reading]) -> Course:
    """How the anger of one customer went, from the readings of his messages, oldest first.

    The numbers in its reasons are places in `readings`.
    """
    return tone.course(readings)


def check_draft(
    *,
    draft: str,
    channel: str = "",
    customer_name: str = "",
    anger: int = 0,
    emotion: str = "neutral",
    stage: str = "",
    thread: Thread = (),
    facts: Mapping[str, str] | None = None,
    text_kind: Literal["reply", "note", "saved"] = "reply",
    style: tone.Style | None = None,
) -> list[tone.Finding]:
    """Advice on what an agent has typed so far: the best three. Nothing of it is stored.

    `thread` holds the messages before it, oldest first; `facts` what is known of the customer,
    by name; `style` the house style that holds here (`style_for`).
    """
    return tone.coach(
        draft,
        channel=channel,
        customer=tone.Customer(name=customer_name, anger=anger, emotion=emotion),
        stage=stage,
        thread=_turns(thread),
        facts=facts,
        text_kind=text_kind,
        style=style or tone.Style(),
    )


def unanswered_parts(*, draft: str, thread: Thread) -> tuple[tone.Part, ...]:
    """What the customer brought up and a draft says nothing about; in doubt it is answered.

    The `turn` of each part is the place of its message in `thread`.
    """
    return tone.unanswered(draft, _turns(thread))


def skeleton_for(*, draft: str, thread: Thread) -> str:
    """Numbered lines with blanks for what a draft says nothing about yet; "" if there is none."""
    return tone.skeleton(draft, _turns(thread))


def _turns(thread: Thread) -> list[tone.Turn]:
    return [tone.Turn(by=by, text=text) for by, text in thread]


def needs_of(
    *,
    draft: str,
    customer_name: str = "",
    anger: int = 0,
    emotion: str = "neutral",
    stage: str = "",
    thread: Thread = (),
    facts: Mapping[str, str] | None = None,
) -> tuple[tone.Need, ...]:
    """Which needs of the customer a draft would hurt, leave or meet if it were sent now."""
    return tone.needs(
        draft,
        customer=tone.Customer(name=customer_name, anger=anger, emotion=emotion),
        thread=_turns(thread),
        stage=stage,
        facts=facts,
    )


def acts_of(
    *, text: str, by: tone.By, previous: str = "", language: str = ""
) -> tuple[tone.Act, ...]:
    """What a message does in a conversation, e.g. that a customer confirms, with the words.

    `previous` is the message before it, to which a bare yes or no answers.
    """
    return tone.acts(text, by=by, prev=previous, lang=language)


def facts_of(text: str) -> tuple[tone.Fact, ...]:
    """What a message says that can be looked up or counted; nothing of it is stored."""
    return tone.facts_in(text)


def get_ready() -> None:
    """Load the rules before the first customer or agent has to wait for them.

    Raises SettingIsWrong if a model is chosen, to read or to draft, that cannot work as it is set.
    """
    wrong = reader.what_is_wrong(reader.chosen()) or drafting.what_is_wrong(drafting.chosen())
    if wrong:
        raise SettingIsWrong(wrong)
    reader.get_ready()
    tone.read("Voor de vierde keer: waar blijft mijn bestelling?")
    tone.coach("Zoals ik al zei, excuses voor het ongemak.")
    # Telling back what happened needs most to be read: more than half a second the first time.
    heard = tone.Turn(by="customer", text="Ik wacht al drie weken op mijn kast.")
    tone.coach("Zo erg is het niet.", thread=[heard], customer=tone.Customer(anger=3))


def why(rule: str) -> str:
    """The sentence that explains a line under a customer's words."""
    if rule.startswith(OTHER_READER):
        name = rule.removeprefix(OTHER_READER)
        return _("Seen by %(reader)s, not by one of our rules.") % {"reader": name}
    return tone.explain(rule)
