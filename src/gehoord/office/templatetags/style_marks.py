"""What the pages of the house style draw: examples with their wave, and addresses with a place."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gehoord.coaching.style.layers import Place
from gehoord.office.style_page import STYLE_OF, address_of

register = template.Library()


@register.simple_tag
def marked_example(example: str, level: str) -> SafeString:
    """Draw an example of a rule with the wave under the words between « and »."""
    before, _, rest = example.partition("«")
    words, _, after = rest.partition("»")
    return format_html(
        '{}<mark class="mark mark--{}">{}</mark>{}', before, STYLE_OF[level], words, after
    )


@register.simple_tag
def style_url(page: str, place: Place, *words: str, **more: str) -> str:
    """The address of a page of the house style, seen from a place."""
    return address_of(page, place, *words, **more)


@register.simple_tag
def in_form(field: BoundField, form_id: str) -> SafeString:
    """Draw a box that goes along with a form elsewhere on the page."""
    return field.as_widget(attrs={"form": form_id})
