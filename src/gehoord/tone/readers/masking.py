"""Take out of a message what says who somebody is, before it leaves the machine."""

from __future__ import annotations

import regex

from gehoord.tone.text.normal import Edit, Normal, edited

_NAME = r"(?:\p{Lu}[\p{L}'’-]+|\p{Lu}\.)"
_PARTICLE = r"(?:van|de|der|den|het|ten|ter|te|in|op|aan|bij|la|le|el|al|von|zu|da|do|di|du|'t)"
_NAMES = rf"{_NAME}(?:[ \t]+(?:{_PARTICLE}[ \t]+){{0,2}}{_NAME}){{0,3}}"
_SIGNED = rf"(?:(?-i:{_NAMES})|\p{{L}}[\p{{L}}.'’-]*(?:[ \t]+\p{{L}}[\p{{L}}'’-]*)?)"
_GREETING = r"(?:beste|geachte|hallo|hoi|hey|hi|dag|dear|hello|goede(?:morgen|middag|navond))"
_CLOSING = (
    r"(?:(?:met[ \t]+)?(?:vriendelijke|hartelijke|beste)[ \t]+groet(?:en|jes)?|groet(?:en|jes)?"
    r"|gr|mvg|hoogachtend|(?:kind[ \t]+|best[ \t]+)?regards|sincerely|cheers)"
)
_TITLE = r"(?:de[ \t]+heer|meneer|mijnheer|mevrouw|mevr\.?|mw\.?|dhr\.?|mr\.?|mrs\.?|ms\.?)"
_PRESENTED = (
    r"(?:mijn[ \t]+naam[ \t]+is|my[ \t]+name[ \t]+is|(?:ik|zij|hij)[ \t]+heet"
    r"|(?:u|je)[ \t]+spreekt[ \t]+met|ik[ \t]+ben)"
)

_ENDS = r"(?=[ \t.,]*(?:$|\n))"

PATTERNS = (
    ("[e-mail]", r"(?<![\w.+-])[^\s@<>()\[\],;:\"]{1,64}+@[\w-]+(?:\.[\w-]+)+"),
    ("[link]", r"(?i:https?://|www\.)\S+"),
    # As people write it: NL91 ABNA 0417 1643 00, with or without spaces or dots.
    ("[rekening]", r"(?i)\b[A-Z]{2}\d{2}[ .-]?(?:[A-Z]{4}[ .-]?)?\d(?:[ .-]?\d){7,27}"),
    ("[postcode]", r"\b[1-9]\d{3} ?[A-Z]{2}(?: ?\d+[a-z]?)?\b"),
    # Letters and digits in one word with four digits or more: an order, a meter, a policy.
    ("[nummer]", r"\b(?=[\p{L}\d-]{0,12}\d{4})(?=[\d-]{0,12}\p{L})[\p{L}\d]+(?:-[\p{L}\d]+)*\b"),
    # A telephone, citizen, customer or order number: five digits or more, however grouped.
    ("[nummer]", r"(?<![\w+])(?:\+|\(?0)?\(?\d(?:[ ()./-]{0,3}\d){4,}(?!\w)"),
    ("[naam]", rf"(?im)^[ \t]*{_GREETING}[ \t]+(?:{_TITLE}[ \t]+)?\K(?-i:{_NAMES})"),
    (
        "[naam]",
        rf"(?im)(?:^|[.!?,][ \t]+){_CLOSING}\b[,.!]*[ \t]*(?:\n[ \t]*){{0,3}}\K{_SIGNED}{_ENDS}",
    ),
    ("[naam]", rf"(?i)\b{_TITLE}[ \t]+\K(?-i:(?:{_PARTICLE}[ \t]+){{0,2}}{_NAMES})"),
    ("[naam]", rf"(?i)\b{_PRESENTED}[ \t]+\K(?-i:{_NAMES})"),
)  # fmt: skip
_FOUND = tuple((instead, regex.compile(pattern)) for instead, pattern in PATTERNS)


def masked(text: str) -> Normal:
    """The text with addresses, links, numbers and recognisable names replaced, as `[naam]`.

    `raw_span` of the answer leads back to the places in `text`. A name in the middle of a
    sentence is not recognised.
    """
    normal = Normal(text)
    for instead, pattern in _FOUND:
        edits: list[Edit] = [(*found.span(), instead) for found in pattern.finditer(normal.text)]
        normal = edited(normal, edits)
    return normal
