"""What the customer says was promised, and whether it was kept."""

from __future__ import annotations

from gehoord.tone.facts.clauses import clauses
from gehoord.tone.facts.sheet import Sheet
from gehoord.tone.facts.words import Place

# How far on a customer says that it did not come: “… Nog steeds niets.”
AFTERWARDS = 200


def promises(sheet: Sheet) -> None:
    """Write down each clause that says that somebody promised something."""
    done = -1
    for start, _ in sheet.marks["promises"]:
        if start < done:
            continue
        sentence = sheet.page.sentence_at(start)
        done = sentence[1]
        for clause in clauses(sheet.text, sheet.words, sentence):
            if _is_promise(sheet, *clause):
                sheet.add("promise", *clause, _outcome(sheet, sentence, clause))


def _is_promise(sheet: Sheet, start: int, end: int) -> bool:
    words = sheet.words
    if not words.phrases("promises", "says").search(sheet.text, start, end):
        return False
    if words.phrases("promises", "unless").search(sheet.text, start, end):
        return False
    return "?" not in sheet.text[end : end + 2]


def _outcome(sheet: Sheet, sentence: Place, clause: Place) -> str:
    """“kept”, “not_kept” or “open”."""
    pattern = sheet.words.pattern
    said = sheet.text[slice(*clause)]
    after = sheet.text[clause[1] : clause[1] + AFTERWARDS]
    before = sheet.text[max(0, sentence[0] - AFTERWARDS // 2) : clause[0]]
    if pattern("promises", "not_as").search(said):
        return "not_kept"
    is_broken = pattern("promises", "broken")
    if pattern("promises", "kept_as").search(said) and not is_broken.search(said):
        return "kept"
    kept, broken = pattern("promises", "kept").search(after), is_broken.search(after)
    if kept and (not broken or kept.start() < broken.start()):
        return "kept"
    late = pattern("promises", "overdue").search(said)
    return "not_kept" if broken or late or is_broken.search(said + " " + before) else "open"
