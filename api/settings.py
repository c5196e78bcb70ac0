"""What the HTTP face can be told: limits, keys and rates, passed in as values.

Does not read the environment: ``rag.settings`` does, and the command line hands the values on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """Limits and permissions of one server; the defaults suit one person on one machine.

    ``workers`` questions are answered at a time and ``waiting`` more may wait; the next is refused.
    ``rate_per_minute`` counts requests below ``/v1/`` per key, or per address where no keys are
    set; None means no limit, and addresses of this very machine are never limited.
    """

    home: Path = Path(".quanwen")
    api_keys: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    rate_per_minute: int | None = 120
    workers: int = 2
    waiting: int = 16
    body_bytes: int = 1 * MEGABYTE
    documents_bytes: int = 4 * MEGABYTE
    feedback_bytes: int = 10 * MEGABYTE
    patience_seconds: float = 10.0
    """How long a silent stream waits before it sends a comment to keep the connection open."""
