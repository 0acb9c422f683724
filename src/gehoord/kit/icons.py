"""Icons from Lucide, and one per channel."""

from __future__ import annotations

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from lucide.templatetags.lucide import lucide

CHANNELS: dict[str, tuple[str, str | Promise]] = {
    "email": ("mail", _("E-mail")),
    "webchat": ("message-square-text", _("Web chat")),
    "whatsapp": ("message-circle", "WhatsApp"),
    "messenger": ("message-circle", "Messenger"),
    "sms": ("smartphone", _("Text message")),
    "phone": ("phone", _("Telephone")),
}

RENAMED = {"text": "text-align-start"}
"""What the design calls by an older name of Lucide."""


@lru_cache(maxsize=256)
def icon_svg(name: str, label: str = "") -> SafeString:
    """Draw a Lucide icon at 16 px: silent beside words, or with a label when it stands alone.

    Raises IconDoesNotExist if Lucide has none of that name.
    """
    spoken = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    drawing: str = lucide(
        RENAMED.get(name, name), size=16, stroke_width=2, **{"class": "icon"}, **spoken
    )
    return mark_safe(drawing)  # noqa: S308 - made by ElementTree, which escapes


def channel_parts(channel: object) -> tuple[str, str]:
    """Give the icon's name and the word for a channel, given by name or as a choice."""
    value = str(getattr(channel, "value", channel))
    icon, word = CHANNELS.get(value, ("message-circle", value))
    return icon, str(word)
