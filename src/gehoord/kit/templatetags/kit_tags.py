"""What every page of Gehoord may draw: icons, anger, times, initials."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from gehoord.kit import course as courses
from gehoord.kit import levels, moments
from gehoord.kit.evidence import evidence_html
from gehoord.kit.icons import channel_parts, icon_svg
from gehoord.kit.links import linked

register = template.Library()
FORMS: dict[str, Callable[[datetime], str]] = {
    "day": moments.day,
    "time": moments.clock,
    "short": moments.short,
    "near": moments.near,
    "until": moments.until,
}
register.simple_tag(levels.level_word, name="level_word")
register.filter("level_word", levels.level_word)
register.simple_tag(evidence_html, name="evidence_text")
register.filter("linked", linked)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon: `{% icon "mail" %}`; with a label when no word stands beside it."""
    return icon_svg(str(name), str(label))


@register.simple_tag
def channel_icon(channel: object) -> SafeString:
    """Draw a channel as icon and name, because an icon alone is no name."""
    name, word = channel_parts(channel)
    return format_html('<span class="channel">{}{}</span>', icon_svg(name), word)


@register.simple_tag
def level_label(level: int) -> SafeString:
    """Name a level of anger beside a sample of its line."""
    return format_html(
        '<span class="level level--{}">{}</span>', min(max(level, 0), 4), levels.level_word(level)
    )


@register.inclusion_tag("kit/spark.html")
def spark(course: str) -> dict[str, Any]:
    """Draw the anger of a case as the small line of a list row."""
    return courses.spark_drawing(course or "")


@register.inclusion_tag("kit/course.html")
def course_chart(points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw the anger of a case message by message, for the context column."""
    return courses.course_drawing(points) if points else {}


@register.simple_tag
def when(moment: datetime | None, form: str = "") -> SafeString | str:
    """Write a moment: `10.42`, `ma 2 juni 10.42`; form "clock" adds *uur*.

    Form "day" is only the day, "time" only the time, "short" what fits in a list (`za 21 nov`)
    and "near" the day as one says it (`gisteren`), "until" when something of days ends.
    """
    if moment is None:
        return ""
    words = FORMS.get(form, moments.when)(moment)
    if form == "clock":
        words = pgettext("a time of day in a sentence", "%(time)s") % {"time": words}
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)


@register.simple_tag
def waited(moment: datetime | None) -> SafeString | str:
    """Write how long somebody waits since a moment: `2 u 10 min`."""
    if moment is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), moments.waited(moment))


@register.simple_tag
def initials(name: str) -> SafeString:
    """Draw the first letters of somebody's first and last name in a circle."""
    words = [word for word in re.findall(r"\w+", name or "") if not word[0].isdigit()]
    # "van der" and "de" start small: they are not what a name begins with.
    words = [word for word in words if word[0].isupper()] or words
    letters = "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]]))
    return format_html('<span class="initials" aria-hidden="true">{}</span>', letters.upper())
