"""What was measured with mail, as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

Line = dict[str, object]


def lines(result: dict[str, Any]) -> Iterator[Line]:
    """A line per figure: ours, theirs, and ours divided by theirs where that means something."""
    if result["helpdesk"] is None:
        yield _line(f"NOT MEASURED: django-helpdesk, {result['why']}", "-")
    else:
        yield _line("versions", "this one", result["helpdesk"])
    if found := result.get("import"):
        yield from _of_import(found)
    if found := result.get("large"):
        yield from _of_large(found)
    if found := result.get("old"):
        yield from _of_old(found)


def _of_import(found: dict[str, Any]) -> Iterator[Line]:
    portions, tone_s = found["portions"], found["ms"]["reading tone"] / 1000
    empty = found["empty"]
    by_clock = [_rates(each, empty, "wall_s") for each in portions]
    by_core = [_rates(each, empty, "cpu_s") for each in portions]
    yield _of_rates("mails a second", by_clock)
    yield _of_rates("mails a second of the core", by_core)
    without = [(1 / (1 / ours - tone_s), theirs) for ours, theirs in by_core]
    yield _of_rates("the same, less reading tone", without)
    yield _of_rates(f"the first {portions[0]['mails']} mails, a second of the core", by_core[:1])
    yield _of_rates(f"the last {portions[-1]['mails']} of {found['mails']}", by_core[-1:])
    peaks = [max(each[who]["peak_mb"] for each in portions) for who in _who(found)]
    yield _line("most memory, MB", *(round(peak) for peak in peaks))
    idle = (found["idle_mb"], *([empty["peak_mb"]] if empty else []))
    above = [round(peak - before) for peak, before in zip(peaks, idle, strict=True)]
    yield _line("of that above the process without mail, MB", *above)
    right = (found["threads"], found["mails"])
    said = [f"{each[0]} with {each[1]}" for each in (found["ours"], found["theirs"]) if each]
    yield _line(f"cases with mails (right: {right[0]} with {right[1]})", *said)
    for name, taken in found["ms"].items():
        yield _line(f"ms of the core: {name}", f"{taken:.1f}")


def _who(found: dict[str, Any]) -> list[str]:
    return ["ours", "theirs"] if found["empty"] else ["ours"]


def _rates(
    portion: dict[str, Any], empty: dict[str, float] | None, what: str
) -> tuple[float, float | None]:
    """Mails a second of both; theirs begins anew each time, so its start is taken off."""
    ours = portion["mails"] / portion["ours"][what]
    if empty is None:
        return ours, None
    return ours, portion["mails"] / (portion["theirs"][what] - empty[what])


def _of_rates(what: str, pairs: list[tuple[float, float | None]]) -> Line:
    ours = median(pair[0] for pair in pairs)
    both = [(one, other) for one, other in pairs if other is not None]
    if not both:
        return _line(what, f"{ours:.1f}")
    ratio = median(one / other for one, other in both)
    theirs = median(other for _, other in both)
    return _line(what, f"{ours:.1f}", f"{theirs:.1f}", f"{ratio:.2f}")


def _of_large(found: dict[str, Any]) -> Iterator[Line]:
    what = f"a mail of {found['size_mb']:.0f} MB: memory above the process without it, MB"
    ours = found["ours"]["peak_mb"] - found["idle_mb"]
    seconds = [f"{found['ours']['wall_s']:.1f}"]
    if "theirs" in found:
        theirs = found["theirs"]["peak_mb"] - found["their_idle_mb"]
        yield _line(what, round(ours), round(theirs), f"{ours / theirs:.2f}")
        seconds.append(f"{found['theirs']['wall_s']:.1f}")
    else:
        yield _line(what, round(ours))
    yield _line("the same mail, s", *seconds)
    yield _line("memory still held after it, MB", round(found["after_mb"] - found["idle_mb"]))


def _of_old(found: dict[str, Any]) -> Iterator[Line]:
    first, again = found["first"], found["again"]
    yield _line(f"first look at {found['mails']} old mails, ms", round(1000 * first["wall_s"]))
    yield _line("mails that came in from it", found["came_in"])
    yield _line("memory for it, MB", round(first["peak_mb"] - found["idle_mb"]))
    yield _line("the next look, ms", round(1000 * again["wall_s"]))


def _line(what: str, ours: object, theirs: object = "-", ratio: object = "-") -> Line:
    return {"what": what, "gehoord": ours, "django-helpdesk": theirs, "ratio": ratio}
