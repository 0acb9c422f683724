"""How to reach and find the customer: telephone, mail, IBAN, postcode, licence plate."""

from __future__ import annotations

import regex

from gehoord.tone.facts.sheet import Sheet

_URL = regex.compile(r"(?:https?://|www\.)\S++")
_AT = regex.compile(r"@")
_BEFORE_AT = regex.compile(r"[\w.+'-]{1,64}$")
_AFTER_AT = regex.compile(r"@(?:[\p{L}\d-]{1,63}\.){1,6}\p{L}{2,24}(?!\w)")
_IBAN = regex.compile(r"(?<!\w)[a-z]{2}\d\d(?:[ .-]?[a-z\d]){11,30}(?!\w)")
_PHONE = regex.compile(r"(?<![\w+.,/-])(?:\+|00|\(?0)\d?(?:[\s().-]{0,3}\d){8,13}(?!\w|[-/.,]\d)")
_POSTCODE = regex.compile(r"(?<![\w.,/-])([1-9]\d{3})(\s?)([a-z]{2})(?!\w|[-/]\w)")
_BELGIAN = regex.compile(r"[\s:]{1,3}(?:is )?([1-9]\d{3})(?![\w.,]\w|\w)")
_PLATE = regex.compile(r"(?<!\w)[a-z\d]{1,4}(?:[- ]?[a-z\d]{1,4}){0,3}(?!\w)")
_NO_BANK = frozenset(("sa", "sd", "ss"))
# How far from the word “kenteken” the plate may stand.
REACH = 30
# The shortest IBAN has 15 signs, and most of what looks like one has a word behind it.
SHORTEST_IBAN = 15


def addresses(sheet: Sheet) -> None:
    """Claim mail addresses, and take web addresses so that no number is found in them."""
    for match in _URL.finditer(sheet.text):
        sheet.take(*match.span())
    for at in _AT.finditer(sheet.text):
        low = max(0, at.start() - 64)
        before = _BEFORE_AT.search(sheet.text, low, at.start())
        after = _AFTER_AT.match(sheet.text, at.start())
        if before and after:
            first = before.start() + len(before[0]) - len(before[0].lstrip(".'-+"))
            if first < at.start():
                value = sheet.raw(first, after.end()).lower()
                sheet.claim("email", first, after.end(), value)


def ibans(sheet: Sheet) -> None:
    """Claim account numbers of which the check digits are right."""
    for match in _IBAN.finditer(sheet.text):
        start = match.start()
        ends = [place for place in range(match.end(), start, -1) if _may_end(sheet.text, place)]
        for end in ends[:8]:
            value = _joined(sheet.text[start:end])
            if len(value) >= SHORTEST_IBAN and _is_iban(value):
                sheet.claim("iban", start, end, value)
                break


def _may_end(text: str, place: int) -> bool:
    return text[place - 1].isalnum() and (place == len(text) or not text[place].isalnum())


def _joined(written: str) -> str:
    return "".join(sign for sign in written.upper() if sign.isalnum())


def _is_iban(value: str) -> bool:
    from stdnum import iban

    return bool(iban.is_valid(value))


def phones(sheet: Sheet) -> None:
    """Claim telephone numbers that exist in one of the countries of the language."""
    for match in _PHONE.finditer(sheet.text):
        if sheet.is_free(*match.span()) and (value := _e164(sheet, match[0])):
            sheet.claim("phone", *match.span(), value)


def _e164(sheet: Sheet, written: str) -> str:
    import phonenumbers

    for region in sheet.words.settings["contact"]["phone_regions"]:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def postcodes(sheet: Sheet) -> None:
    """Claim “1012 AB”: in capitals, written as one word, or beside the word postcode."""
    named = sheet.marks["postcodes"]
    for match in _POSTCODE.finditer(sheet.text):
        letters = match[3]
        if letters in _NO_BANK or not sheet.is_free(*match.span()):
            continue
        is_word = letters in sheet.words.settings["contact"]["not_postcode"]
        is_capital = sheet.raw(*match.span(3)).isupper()
        is_named = any(0 <= match.start() - end < REACH for _, end in named)
        if is_named or (not is_word and (is_capital or not match[2])):
            sheet.claim("postcode", *match.span(), (match[1] + letters).upper())
    for _, end in named:
        if belgian := _BELGIAN.match(sheet.text, end):
            sheet.claim("postcode", *belgian.span(1), belgian[1])


def plates(sheet: Sheet) -> None:
    """Claim a licence plate beside the word for it."""
    shape = sheet.words.pattern("contact", "plates")
    for start, end in sheet.marks["plates"]:
        low, high = max(0, start - REACH), end + REACH
        for first, last in ((end, high), (low, start)):
            if _plate(sheet, shape, first, last):
                break


def _plate(sheet: Sheet, shape: regex.Pattern[str], low: int, high: int) -> bool:
    for match in _PLATE.finditer(sheet.text, low, high, overlapped=True):
        ends = [
            place for place in range(match.end(), match.start(), -1) if _may_end(sheet.text, place)
        ]
        for end in ends:
            value = _joined(sheet.text[match.start() : end]).lower()
            if shape.fullmatch(value):
                sheet.claim("licence_plate", match.start(), end, value.upper())
                return True
    return False
