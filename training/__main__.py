"""Make the models of a language: `python -m training nl --rtp FILE --xed FILE`.

The open half of the corpus and our own practice lines are always learned from; RTP-LX (MIT) and XED
(CC-BY-4.0) only when their files are given, as the shipped models were (see NOTICE). The same lines
give the same file, byte for byte. The locked half is never opened here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gehoord.tone import ENGINE_VERSION
from gehoord.tone.learned import model
from training import examples, fit

HERE = Path(__file__).parent
CORPUS = HERE.parent / "tests" / "corpus"
PACKS = HERE.parent / "src" / "gehoord" / "tone" / "languages"


def main(arguments: Sequence[str]) -> int:
    """Learn from every permitted line and write the model beside the rules of its language."""
    asked = options()
    asked.add_argument("-o", "--out", type=Path)
    chosen = asked.parse_args(arguments)
    lines = gathered(chosen.language, chosen.rtp, chosen.xed)
    out = chosen.out or PACKS / chosen.language / "learned.npz"
    out.write_bytes(made(lines))
    print(f"{len(lines)} lines, {out.stat().st_size / 1e6:.2f} MB in {out}")
    return 0


def options() -> argparse.ArgumentParser:
    """The language and the files that are not part of this repository."""
    known = sorted(path.name for path in CORPUS.iterdir() if (path / "open").is_dir())
    asked = argparse.ArgumentParser(prog="python -m training")
    asked.add_argument("language", choices=known)
    asked.add_argument("--rtp", type=Path, help="RTP-LX lines with harms")
    asked.add_argument("--xed", type=Path, help="XED lines with emotions")
    return asked


def gathered(language: str, rtp: Path | None, xed: Path | None) -> list[examples.Example]:
    """All lines to learn from, in a fixed order."""
    ours = (CORPUS / language / "basics", CORPUS / language / "open", HERE / "lines" / language)
    found = [line for folder in ours for line in examples.folder(folder, language)]
    for path, name in ((rtp, "rtp"), (xed, "xed")):
        if path:
            found += examples.read(path, name, language)
    return found


def made(lines: list[examples.Example]) -> bytes:
    """The file of the models that learn these lines."""
    known = fit.table(lines, fit.vocabulary(lines))
    heads = fit.heads(lines)
    columns, bias = zip(*(fit.fit(lines, known, head) for head in heads), strict=True)
    weights = np.stack(columns, axis=1).astype(np.float32)
    kept = np.abs(weights).max(axis=1) > fit.LEAST_WEIGHT
    names = [name for name, is_kept in zip(known.names, kept, strict=True) if is_kept]
    return model.packed(
        heads, names, weights[kept], np.asarray(bias, np.float32), version=ENGINE_VERSION
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
