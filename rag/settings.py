"""What a user can set, read once at the edge and passed inwards as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from os import environ as process_environment
from pathlib import Path

from rag.errors import UsageError


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
            threads=_positive(environ, "QUANWEN_THREADS"),
            api_keys=tuple(key for key in keys if key),
        )

    def at(self, home: Path | str | None) -> Settings:
        """Return the same settings with another home folder, if one is given."""
        return self if home is None else replace(self, home=Path(home))


def _positive(environ: Mapping[str, str], name: str) -> int | None:
    value = environ.get(name)
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise UsageError(f"{name} is {value!r}: give a whole number above zero or leave it out.")
    return int(value)
