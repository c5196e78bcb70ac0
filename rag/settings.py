"""What a user can set, read once at the edge and passed inwards as plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from os import environ as process_environment
from pathlib import Path

from rag.errors import UsageError

MOST_THREADS = 1024
GUIDES = ("on", "off", "vllm", "llama.cpp")


@dataclass(frozen=True, slots=True)
class Generation:
    """Which language model writes, and within what bounds.

    ``source`` is a folder, a hub name or a server's http(s) URL. ``model`` and ``key`` are the
    server's. ``tokens`` may be written in ``timeout`` seconds, in a context of ``window`` tokens
    (None: what the model says of itself; 4096 for a server), its weights in ``bits``.
    ``guide`` says who keeps the markers: this program in its own models ("on"), or a server by its
    own grammar ("vllm", "llama.cpp"). ``extra`` goes into a server's request as it is.
    """

    source: str
    model: str | None = None
    key: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    tokens: int = 400
    window: int | None = None
    seed: int = 0
    temperature: float = 0.0
    bits: int = 16
    guide: str = "on"
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_server(self) -> bool:
        """Return whether the source is a server's address."""
        return re.match(r"https?://", self.source) is not None

    @classmethod
    def from_environment(cls, source: str, environ: Mapping[str, str]) -> Generation:
        """Return what ``QUANWEN_GENERATOR_*`` variables say of a source.

        Raises:
            UsageError: a variable holds what it can't mean.
        """
        window = _number(environ, "WINDOW", 0.0, (256, 2_000_000))
        guide = environ.get("QUANWEN_GENERATOR_GUIDE") or "on"
        if guide not in GUIDES:
            raise UsageError(
                f"QUANWEN_GENERATOR_GUIDE is {guide[:20]!r}: give one of {', '.join(GUIDES)}."
            )
        return cls(
            source,
            model=environ.get("QUANWEN_GENERATOR_MODEL") or None,
            key=environ.get("QUANWEN_GENERATOR_KEY") or None,
            timeout=_number(environ, "TIMEOUT", 60.0, (0.1, 3600)),
            tokens=int(_number(environ, "TOKENS", 400, (1, 100_000))),
            window=int(window) or None,
            seed=int(_number(environ, "SEED", 0, (0, 2**31 - 1))),
            temperature=_number(environ, "TEMPERATURE", 0.0, (0, 2)),
            bits=_bits(environ),
            guide=guide,
            extra=_extra(environ),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things live and which models speak; None means the embedded one."""

    home: Path = Path(".quanwen")
    encoder: str | None = None
    reader: str | None = None
    threads: int | None = None
    api_keys: tuple[str, ...] = ()
    generation: Generation | None = None

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
        ).writing_with(environ.get("QUANWEN_GENERATOR") or None, environ)

    def at(self, home: Path | str | None) -> Settings:
        """Return the same settings with another home folder, if one is given."""
        return self if home is None else replace(self, home=Path(home))

    def writing_with(
        self, source: str | None, environ: Mapping[str, str] = process_environment
    ) -> Settings:
        """Return the same settings with a generator, if one is named.

        Raises:
            UsageError: a variable holds what it can't mean.
        """
        if not source:
            return self
        return replace(self, generation=Generation.from_environment(source, environ))


def _number(
    environ: Mapping[str, str], name: str, default: float, bounds: tuple[float, float]
) -> float:
    value = environ.get(f"QUANWEN_GENERATOR_{name}")
    if not value:
        return default
    low, high = bounds
    if re.fullmatch(r"\d{1,10}(\.\d{1,6})?", value, re.ASCII) and low <= float(value) <= high:
        return float(value)
    raise UsageError(
        f"QUANWEN_GENERATOR_{name} is {value[:20]!r}: give a number from {low:g} to {high:g} "
        "or leave it out."
    )


def _bits(environ: Mapping[str, str]) -> int:
    value = environ.get("QUANWEN_GENERATOR_BITS") or "16"
    if value in ("4", "16"):
        return int(value)
    raise UsageError(f"QUANWEN_GENERATOR_BITS is {value[:20]!r}: give 4 or 16 or leave it out.")


def _extra(environ: Mapping[str, str]) -> dict[str, object]:
    value = environ.get("QUANWEN_GENERATOR_EXTRA")
    try:
        extra = json.loads(value or "{}")
    except (ValueError, RecursionError):
        extra = None
    if isinstance(extra, dict):
        return extra
    raise UsageError(
        f"QUANWEN_GENERATOR_EXTRA is {str(value)[:20]!r}: give one JSON object or leave it out."
    )


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
