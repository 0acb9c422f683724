"""What processes take from the machine, as Linux counts it."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from statistics import quantiles

TICKS_S = os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    """Memory of a process that is really in use: what it shares with others is shared out."""
    return _kilobytes(process, "Pss") / 1024


def resident_mb(process: int) -> float:
    """Memory of a process with everything it shares, as `ps` shows it."""
    return _kilobytes(process, "Rss") / 1024


def _kilobytes(process: int, name: str) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise LookupError(name)


def cpu_s(process: int) -> float:
    """Seconds of one core that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_S


def busy_s() -> float:
    """Seconds of one core that all processes of the machine together have used."""
    fields = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle, waiting_for_disk = fields[3], fields[4]
    return (sum(fields) - idle - waiting_for_disk) / TICKS_S


def threads(process: int) -> int:
    """How many threads a process has."""
    return len(list(Path(f"/proc/{process}/task").iterdir()))


def this_machine() -> dict[str, object]:
    """What stands beside every figure."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "date": date.today().isoformat(),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def in_ms(seconds: list[float]) -> dict[str, float]:
    """The middle, the slow end and the slowest, in milliseconds."""
    if len(seconds) < 2:
        return {"p50": 0.0, "p95": 0.0, "max": 0.0}
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {
        "p50": round(cuts[49] * 1000, 1),
        "p95": round(cuts[94] * 1000, 1),
        "max": round(max(seconds) * 1000, 1),
    }
