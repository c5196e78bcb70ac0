"""How long each stage of an answer took."""

from __future__ import annotations

import time

from rag.types import Timings


class Clock:
    """Milliseconds since the last stop, summed by stage: retrieve, read, verify, write."""

    def __init__(self) -> None:
        self._begun = self._last = time.perf_counter()
        self._spent = {"retrieve": 0.0, "read": 0.0, "verify": 0.0, "write": 0.0}

    def stop(self, stage: str) -> None:
        """Count the time since the last stop to a stage."""
        now = time.perf_counter()
        self._spent[stage] += (now - self._last) * 1000
        self._last = now

    def timings(self) -> Timings:
        """Return what was counted, and the whole since the clock was made."""
        total = (time.perf_counter() - self._begun) * 1000
        return Timings(**{k: round(v, 3) for k, v in self._spent.items()}, total=round(total, 3))
