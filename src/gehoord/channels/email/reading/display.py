"""HTML of a mail for a page: harmless, and silent until somebody asks for its pictures."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable

import nh3

from gehoord.channels.email.reading.markup import LONGEST, TAGS, UNSEEN, guarded
from gehoord.channels.email.reading.records import Attachment, Mail

_CONTROLS = {
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "option",
    "optgroup",
    "fieldset",
    "legend",
    "label",
}
_STYLES = {
    "color", "background-color", "font-family", "font-size", "font-style", "font-weight",
    "font-variant", "text-align", "text-decoration", "text-indent", "text-transform",
    "line-height", "letter-spacing", "white-space", "vertical-align", "direction",
    "margin", "margin-top", "margin-right", "margin-bottom", "margin-left",
    "padding", "padding-top", "padding-right", "padding-bottom", "padding-left",
    "border", "border-top", "border-right", "border-bottom", "border-left", "border-color",
    "border-style", "border-width", "border-collapse", "border-spacing", "border-radius",
    "width", "height", "max-width", "max-height", "min-width", "display", "list-style-type",
    "table-layout", "word-break", "overflow-wrap",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "dir", "lang", "title", "align", "valign", "width", "height", "bgcolor"},
    "a": {"href"},
    "img": {"src", "alt"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "blockquote": {"type"},
    "col": {"span"},
    "colgroup": {"span"},
}
_PICTURE = re.compile(r"^data:image/(?:png|gif|jpe?g|webp|bmp);base64,[A-Za-z0-9+/=\s]+$")
_HREFS = {"http", "https", "mailto", "tel"}
_IMG = re.compile(r"<img((?:\s+[^\s=>\"]+=\"[^\"]*\")*)>")
_SRC = re.compile(r'\ssrc="([^"]*)"')


def safe_html(
    mail: Mail,
    *,
    picture: Callable[[Attachment], str | None] | None = None,
    shows_remote: bool = False,
) -> str:
    """The body of a mail as HTML that a page may show; empty if the mail has no HTML.

    No scripts, forms, frames or loads from outside. `picture` gives the address of a picture that
    came along, from its attachment. A picture on somebody's server keeps its address in
    `data-remote-src`, and in `src` only when `shows_remote`: that tells the sender who reads.
    """
    if not mail.html:
        return ""
    by_id = {one.content_id.lower(): one for one in mail.attachments if one.content_id}

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("img", "src"):
            return _marked_source(value, by_id, picture)
        if attribute == "style":
            return value if "url(" not in value.lower().replace("\\", "") else _without_loads(value)
        return value

    clean = nh3.clean(
        guarded(mail.html[:LONGEST]),
        tags=(TAGS - UNSEEN - _CONTROLS) | {"col", "colgroup"},
        clean_content_tags=UNSEEN | {"select", "object"},
        attributes=_ATTRIBUTES,
        attribute_filter=filtered,
        filter_style_properties=_STYLES,
        url_schemes=_HREFS | {"cid", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_relative="deny",
    )
    return _IMG.sub(
        lambda found: _image(found[1], shows_remote=shows_remote), _without_data_links(clean)
    )


def _marked_source(
    value: str,
    by_id: dict[str, Attachment],
    picture: Callable[[Attachment], str | None] | None,
) -> str | None:
    """What `src` of a picture becomes; the mark at the beginning is read by `_image`."""
    address = value.strip()
    lower = address.lower()
    if lower.startswith("cid:"):
        attachment = by_id.get(lower[4:].strip("<>")) or by_id.get(_unquoted(lower[4:]))
        found = picture(attachment) if attachment and picture else None
        return f"own:{found}" if found else None
    if lower.startswith("data:"):
        return f"own:{address}" if _PICTURE.match(address) else None
    if lower.startswith("//"):
        address = f"https:{address}"
    return f"far:{address}" if address.lower().startswith(("http://", "https://")) else None


def _unquoted(text: str) -> str:
    return re.sub(r"%([0-9a-f]{2})", lambda one: chr(int(one[1], 16)), text)


def _image(attributes: str, *, shows_remote: bool) -> str:
    source = _SRC.search(attributes)
    rest = _SRC.sub("", attributes)
    if source is None:
        return f"<img{rest}>"
    kind, address = source[1][:4], source[1][4:]
    if kind == "own:":
        return f'<img src="{address}"{rest}>'
    shown = f' src="{address}"' if shows_remote else ""
    return f'<img{shown} data-remote-src="{address}" referrerpolicy="no-referrer" loading="lazy"{rest}>'


def _without_loads(style: str) -> str:
    return ";".join(one for one in style.split(";") if "(" not in one)


def _without_data_links(clean: str) -> str:
    """Links may not lead to `data:` and `cid:`; those schemes are let through for pictures only."""
    return re.sub(r' href="(?:data|cid):[^"]*"', "", clean, flags=re.IGNORECASE)


def remote_pictures(markup: str) -> int:
    """How many pictures of a page made by `safe_html` wait on somebody's server."""
    return len(re.findall(r'<img[^>]* data-remote-src="', markup))


def text_as_html(text: str) -> str:
    """Plain text for the same frame."""
    return f'<div style="white-space:pre-wrap">{entities.escape(text)}</div>'
