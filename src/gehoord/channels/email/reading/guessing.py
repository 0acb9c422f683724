"""The charset of bytes that nobody labelled, from the letters a language uses most."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

# Accents of Western words stand alone; letters of other scripts stand side by side.
SIDE_BY_SIDE = 0.5
_RUN = re.compile(rb"(?:[\x80-\xff][@-~]?){2,}")
SAMPLE = 16_384
LIKELY = ["utf_8", "cp1251", "koi8_r", "gb18030", "cp932", "euc_jp", "big5", "cp949", "cp1250",
          "cp1253", "cp1254", "cp1255", "cp1256", "cp874", "cp1252"]  # fmt: skip
# The most frequent letters of each language; a wrong charset hits them by accident only.
_RUSSIAN = frozenset("оеаинтсрвлкмдпуяыьгзб")
_CHINESE = frozenset("的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学"
                     "对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同"
                     "三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定"
                     "女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由"
                     "世界您请谢感收件订单")  # fmt: skip
_TAIWANESE = frozenset("的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學"
                       "對可裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同"
                       "您請謝感收件訂單")  # fmt: skip
_KOREAN = frozenset(
    "이다는에의가고을하지한로기어리사도은인서시를그자아니나해있들으일대수과정보안녕요세주습합"
)
_KANA = frozenset(map(chr, range(0x3041, 0x3094))) | frozenset(map(chr, range(0x30A1, 0x30FD)))
_GREEK = frozenset("αοιετσνηυρπκμλωςίόάέ")
_FREQUENT = {
    "koi8-r": _RUSSIAN, "cp1251": _RUSSIAN, "gb18030": _CHINESE, "big5hkscs": _TAIWANESE,
    "cp949": _KOREAN, "cp932": _KANA, "euc-jp": _KANA, "cp1253": _GREEK,
}  # fmt: skip
# Dutch has words like één, so two letters in a row are no other alphabet yet.
_ALPHABETS = {"koi8-r", "cp1251", "cp1253"}
_WORD = re.compile(rb"[\x80-\xff]{3,}")
CLEAR = 0.3


def guessed_codec(raw: bytes) -> str:
    """The likely codec of 8-bit bytes that are not UTF-8; Western when in doubt."""
    sample = raw[:SAMPLE]
    high = sum(1 for byte in sample if byte > 127)
    if high <= 3 or sum(len(run[0]) for run in _RUN.finditer(sample)) < SIDE_BY_SIDE * high:
        return "cp1252"
    is_alphabet = sum(len(run[0]) for run in _WORD.finditer(sample)) >= SIDE_BY_SIDE * high
    shares = {
        codec: _share(sample, codec, often)
        for codec, often in _FREQUENT.items()
        if is_alphabet or codec not in _ALPHABETS
    }
    best = max(shares, key=lambda codec: shares[codec])
    if shares[best] >= CLEAR:
        return best
    found = (
        from_bytes(sample, cp_isolation=LIKELY, steps=3).best()
        if high > 20 and is_alphabet
        else None
    )
    return found.encoding.replace("_", "-") if found else "cp1252"


def _share(sample: bytes, codec: str, often: frozenset[str]) -> float:
    """How much of the text beyond ASCII is letters its language uses most."""
    text = sample.decode(codec, "replace")
    beyond = [letter for letter in text if letter > "\x7f"]
    bad = beyond.count("\ufffd")
    if not beyond or bad > 1 + len(beyond) // 50:
        return 0.0
    return sum(1 for letter in beyond if letter in often) / len(beyond)
