"""Form fields that only these pages need."""

from __future__ import annotations

import re
from datetime import time
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
PORTS = {"http": 80, "https": 443}


def clean_origin(words: str) -> str:
    """An origin as browsers send it: `https://www.example.nl`, small letters, no usual port.

    Raises ValidationError if it is something else, e.g. has a path or a star.
    """
    words = words.removesuffix("/")
    wrong = ValidationError(
        _("“%(words)s” is not the address of a website. Write it like https://www.example.nl"),
        params={"words": words[:80]},
    )
    try:
        parts = urlsplit(words.lower())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    is_address = parts.scheme in PORTS and all(map(LABEL.fullmatch, host.split(".")))
    shown_port = f":{port}" if port not in (None, PORTS.get(parts.scheme)) else ""
    full = f"{parts.scheme}://{host}"
    if not is_address or words.lower() not in (f"{full}{tail}" for tail in ("", f":{port}")):
        raise wrong
    return full + shown_port


class OriginsField(forms.CharField):
    """Origins, one on each line; the value is a list without doubles."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed("\n".join(initial or []), data)

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (value or "").splitlines()]
        return list(dict.fromkeys(clean_origin(line) for line in lines if line))


class LinesField(forms.CharField):
    """Names, one on each line; the value is a list without doubles."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "off"})
    longest = 200

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed("\n".join(initial or []), self._lines_as_text(data))

    def to_python(self, value: Any) -> Any:
        return list(dict.fromkeys(self._lines_as_text(value).splitlines()))

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if any(len(name) > self.longest for name in value):
            raise ValidationError(
                _("A name has at most %(most)s signs."), params={"most": self.longest}
            )

    def _lines_as_text(self, value: Any) -> str:
        lines = (line.strip() for line in str(value or "").splitlines())
        return "\n".join(line for line in lines if line)


class ServerField(forms.CharField):
    """The name of a server, as `mail.example.nl`, or its number."""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=200, required=False, **named)
        self.widget.attrs |= {"spellcheck": "false", "autocapitalize": "off", "inputmode": "url"}

    def to_python(self, value: Any) -> str:
        words = str(super().to_python(value) or "").strip().lower().removesuffix(".")
        if words and not (all(map(LABEL.fullmatch, words.split("."))) or _is_ip(words)):
            raise ValidationError(
                _("“%(words)s” is not the name of a server. Write it like mail.example.nl"),
                params={"words": words[:80]},
            )
        return words


def _is_ip(words: str) -> bool:
    try:
        ip_address(words)
    except ValueError:
        return False
    return True


class HoursField(forms.MultiValueField):
    """From when until when on one day; both empty is closed. The value is two times as text."""

    def __init__(self, **named: Any) -> None:
        super().__init__(
            fields=(forms.TimeField(required=False), forms.TimeField(required=False)),
            widget=HoursWidget,
            required=False,
            require_all_fields=False,
            **named,
        )

    def compress(self, data_list: list[time | None]) -> list[str] | None:
        start, end = data_list or (None, None)
        if start is None and end is None:
            return None
        if start is None or end is None:
            raise ValidationError(_("Fill in both times, or neither."))
        if start >= end:
            raise ValidationError(_("The second time must be later than the first."))
        return [f"{start:%H:%M}", f"{end:%H:%M}"]


class HoursWidget(forms.MultiWidget):
    """Two boxes for times beside each other."""

    template_name = "office/hours_widget.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"type": "time"}
        super().__init__(
            {"from": forms.TimeInput(box, "%H:%M"), "until": forms.TimeInput(box, "%H:%M")}, attrs
        )

    def decompress(self, value: list[str] | None) -> list[str | None]:
        return list(value) if value else [None, None]
