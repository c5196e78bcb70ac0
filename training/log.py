"""What a training run tells as it goes: printed, and kept in ``OUT/log.txt`` for its curve."""

from __future__ import annotations

from pathlib import Path

FILE = "log.txt"


def tell(line: str, out: Path) -> None:
    """Print a line and add it to the run's log, which a resumed run continues."""
    print(line, flush=True)
    with (out / FILE).open("a", encoding="utf-8") as log:
        log.write(line + "\n")
