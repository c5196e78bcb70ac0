"""What a user can set, read once at the edge and passed inwards as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from os import environ as process_environment
from pathlib import Path

from rag.errors import UsageError

MOST_THREADS = 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things live and which models speak; None means the embedded one."""

    home: Path = Path(".quanwen")
    encoder: str | None = None
    reader: str | None = None
    threads: int | None = None
    api_keys: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = process_environment) -> Settings:
        """Return the settings that ``QUANWEN_*`` variables give.

        Raises:
            UsageError: a variable holds what it can't mean.
        """
        keys = tuple(key.strip() for key in environ.get("QUANWEN_API_KEYS", "").split(","))
        return cls(
            home=Path(environ.get("QUANWEN_HOME") or ".quanwen"),
            encoder=environ.get("QUANWEN_ENCODER") or None,
            reader=environ.get("QUANWEN_READER") or None,
            threads=_threads(environ),
            api_keys=tuple(key for key in keys if key),
        )

    def at(self, home: Path | str | None) -> Settings:
        """Return the same settings with another home folder, if one is given."""
        return self if home is None else replace(self, home=Path(home))


def _threads(environ: Mapping[str, str]) -> int | None:
    value = environ.get("QUANWEN_THREADS")
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) <= 4 and 0 < int(value) <= MOST_THREADS:
        return int(value)
    raise UsageError(
        f"QUANWEN_THREADS is {value[:20]!r}: give a whole number from 1 to {MOST_THREADS} "
        "or leave it out."
    )
