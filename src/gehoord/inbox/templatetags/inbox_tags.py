"""What only the pages of the inbox draw: who handles a case, how long it waits, delivery."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent, FormOfAddress, House
from gehoord.cases.models import Case, Delivery, Message
from gehoord.cases.statuses import Status
from gehoord.kit import moments
from gehoord.kit.course import spark_drawing
from gehoord.kit.icons import icon_svg

register = template.Library()
MENTION = re.compile(r"(?<!\w)@\w[\w-]{0,40}")
ICONS = {
    Delivery.DUE: "clock",
    Delivery.SENT: "check",
    Delivery.DELIVERED: "check-check",
    Delivery.READ: "check-check",
    Delivery.FAILED: "x",
}


@register.filter
def clock(moment: datetime) -> str:
    """The time of day: `10.42`."""
    return moments.clock(moment)


@register.simple_tag
def row_spark(course: str) -> SafeString:
    """The line of the kit for a list row, drawn once per course: lists repeat them."""
    return _spark(course, get_language() or "")


@lru_cache(maxsize=4096)
def _spark(course: str, language: str) -> SafeString:
    return mark_safe(render_to_string("kit/spark.html", spark_drawing(course)))  # noqa: S308


@register.simple_tag
def case_wait(case: Case) -> SafeString | str:
    """How long the customer waits, or what the case waits for: `2 u 10 min`."""
    if case.status == Status.WAITING and case.waiting_since:
        return moments.waited(case.waiting_since)
    if case.status == Status.ON_HOLD:
        return _("put aside")
    if case.status == Status.SOLVED:
        return _brief(case.solved_at, "{time}") if case.solved_at else _("closed")
    return _brief(case.last_message_at, _("answered {time}"))


def _brief(moment: datetime, sentence: str) -> SafeString:
    """A moment as short as a row needs it; who points at it sees all of it."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        moments.when(moment),
        sentence.format(time=moments.short(moment)),
    )


@register.simple_tag
def case_owner(case: Case, agent: Agent) -> str:
    """Who handles a case, as this agent says it: `jij`, `Daan` or `nog van niemand`."""
    if case.owner is None:
        return _("nobody yet")
    return pgettext("agent", "you") if case.owner == agent else case.owner.called


@register.simple_tag
def delivery_state(message: Message) -> SafeString:
    """How far a reply got, as an icon with a word and a time."""
    state = Delivery(message.delivery)
    words = {
        Delivery.DUE: _("on its way"),
        Delivery.SENT: _("sent"),
        Delivery.DELIVERED: _("arrived"),
        Delivery.READ: _("read"),
        Delivery.FAILED: _("not arrived"),
    }
    moment = message.read_at if state == Delivery.READ else message.delivered_at
    time = _after(message.written_at, moment) if moment and state != Delivery.FAILED else ""
    icon = icon_svg(ICONS.get(state, "check"))
    said = f"{words.get(state, '')} {time}".strip()
    return format_html('<span class="channel">{}{}</span>', icon, said)


def _after(written: datetime, moment: datetime) -> str:
    """The time alone when it was the day of the reply itself, else with its day."""
    is_same_day = timezone.localtime(written).date() == timezone.localtime(moment).date()
    return moments.clock(moment) if is_same_day else moments.when(moment)


@register.filter
def date_key(moment: datetime) -> str:
    """The day as a word that sorts, to see where one day ends: `2026-06-02`."""
    return timezone.localtime(moment).date().isoformat()


@register.simple_tag
def note_text(text: str) -> SafeString:
    """A note, with the colleagues it calls made bold."""
    parts = MENTION.split(text)
    calls = [*MENTION.findall(text), ""]
    marked = "".join(
        escape(part) + (format_html('<span class="at">{}</span>', call) if call else "")
        for part, call in zip(parts, calls, strict=True)
    )
    return mark_safe(marked)  # noqa: S308 - every piece of text is escaped right here


@register.simple_tag
def form_of_address(house: House) -> str:
    """What we call a customer, as a reminder beside the box: `· we zeggen u`."""
    if house.form_of_address == FormOfAddress.U:
        return _("· we say u")
    if house.form_of_address == FormOfAddress.JE:
        return _("· we say je")
    return ""
