"""Draws a training run: its loss and its held-out scores over its minutes, as one SVG file.

python -m training.curve LOG --out FILE.svg

LOG is what ``training.reader`` or ``training.encoder`` printed, or the ``log.txt`` beside its
checkpoints. Where a run was killed and resumed, the lines after its last checkpoint do not count.
A log that tells no minutes is drawn over its steps.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape

STEP = re.compile(r"step \d+ (?P<minutes>[\d.]+) min loss (?P<loss>[\d.]+)")
SCORE = re.compile(r"held-out F1 (?P<F1>[\d.]+) EM (?P<EM>[\d.]+)")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, GAP = 760, 200, 60, 170, 30, 60  # pixels; a panel's, and around it
COLOURS = ("#1f5fa8", "#b5541c", "#3b7d3b")
DOTS = 40  # points of a line that are few enough to be marked one by one

Points: TypeAlias = list[tuple[float, float]]  # minutes or steps, value


@dataclass(frozen=True, slots=True)
class Curve:
    """A run over ``unit``, minutes or steps: the training loss, each held-out score by name."""

    unit: str
    loss: Points
    held_out: dict[str, Points]


@dataclass(frozen=True, slots=True)
class Scale:
    """Leads from values to pixels; ``ticks`` are round values, the first and last its ends."""

    ticks: list[float]
    pixels: tuple[float, float]

    @classmethod
    def over(cls, values: Sequence[float], pixels: tuple[float, float]) -> Scale:
        """Return the scale that holds all values, with ticks at up to ten round ones."""
        low, high = min(values), max(values)
        wide = high - low or abs(high) or 1.0
        power = 10.0 ** math.floor(math.log10(wide / 8))
        apart = next(power * n for n in (1, 2, 5, 10) if wide / 8 <= power * n)
        first, last = math.floor(low / apart), math.ceil(high / apart)
        ticks = range(first, max(last, first + 1) + 1)
        return cls([round(n * apart, 10) for n in ticks], pixels)

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.pixels[0] + share * (self.pixels[1] - self.pixels[0])


def parse(log: str) -> Curve:
    """Return the run that a log tells of; a held-out score counts at the step told before it.

    Raises:
        ValueError: the log holds no line of a run.
    """
    told: dict[str, Points] = {"loss": []}
    unit, now = "minutes", 0.0
    for line in log.splitlines():
        for name, value in _values(line):
            if name in ("minutes", "steps"):
                unit, now = name, value
                told = {each: [p for p in points if p[0] < now] for each, points in told.items()}
            else:
                earlier = [p for p in told.get(name, []) if p[0] < now]
                told[name] = [*earlier, (now, value)]
    loss = told.pop("loss")
    if not loss and not told:
        raise ValueError("no loss and no held-out score stands in it: name what a run printed.")
    return Curve(unit, loss, told)


def _values(line: str) -> Iterator[tuple[str, float]]:
    """Yield the names and values of a log line, its time first; nothing of any other line."""
    if line.startswith('{"step"'):
        facts = json.loads(line)
        step = facts.pop("step")
        yield ("minutes", facts.pop("minutes")) if "minutes" in facts else ("steps", step)
        yield from facts.items()
    for found in (STEP.search(line), SCORE.search(line)):
        yield from ((n, float(v)) for n, v in (found.groupdict() if found else {}).items())


def svg(curve: Curve) -> str:
    """Return the drawing: a panel for the loss, below it one for the held-out scores."""
    panels = [("training loss", {"loss": curve.loss}), ("held-out score", curve.held_out)]
    panels = [(title, lines) for title, lines in panels if any(lines.values())]
    ends = [at for _, lines in panels for points in lines.values() for at, _ in points]
    x = Scale.over([0, *ends], (LEFT, WIDTH - RIGHT))
    tall = len(panels) * (HEIGHT + GAP) + TOP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH}" '
        f'font-family="sans-serif" font-size="12" fill="#333">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for number, (title, lines) in enumerate(panels):
        top = TOP + number * (HEIGHT + GAP)
        parts += _panel(title, lines, x, top)
        parts.append(f'<text x="{WIDTH - RIGHT + 20}" y="{top + HEIGHT + 18}">{curve.unit}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _panel(title: str, lines: dict[str, Points], x: Scale, top: int) -> Iterator[str]:
    y = Scale.over([v for points in lines.values() for _, v in points], (top + HEIGHT, top))
    yield f'<g aria-label="{title}">'
    yield f'<text x="{LEFT}" y="{top - 10}" font-weight="bold">{title}</text>'
    for tick in y.ticks:
        at = y.at(tick)
        yield f'<path d="M{LEFT} {at:.2f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield (
            f'<text class="y" x="{LEFT - 8}" y="{at:.2f}" dy="4" text-anchor="end">{tick:g}</text>'
        )
    for tick in x.ticks:
        yield (
            f'<text class="x" x="{x.at(tick):.2f}" y="{top + HEIGHT + 18}" '
            f'text-anchor="middle">{tick:g}</text>'
        )
    labels = _apart([y.at(points[-1][1]) for points in lines.values()])
    for (name, points), colour, label in zip(lines.items(), COLOURS, labels, strict=False):
        yield from _line(name, [(x.at(a), y.at(b)) for a, b in points], colour)
        yield (
            f'<text x="{x.at(points[-1][0]) + 8:.2f}" y="{label + 4:.2f}" fill="{colour}">'
            f"{escape(name)} {points[-1][1]:g}</text>"
        )
    yield "</g>"


def _line(name: str, pixels: Points, colour: str) -> Iterator[str]:
    joined = " ".join(f"{a:.2f},{b:.2f}" for a, b in pixels)
    yield (
        f'<polyline aria-label="{escape(name)}" points="{joined}" fill="none" '
        f'stroke="{colour}" stroke-width="1.8"/>'
    )
    for a, b in pixels if len(pixels) < DOTS else []:
        yield f'<circle cx="{a:.2f}" cy="{b:.2f}" r="3" fill="{colour}"/>'


def _apart(heights: list[float], least: float = 14) -> list[float]:
    """Return where labels go so that none covers another, each as near its line as it can be."""
    placed = list(heights)
    for above, below in pairwise(sorted(range(len(placed)), key=heights.__getitem__)):
        placed[below] = max(placed[below], placed[above] + least)
    return placed


def draw(log: Path, file: Path) -> None:
    """Write the drawing of a log.

    Raises:
        ValueError: the log holds no line of a run.
    """
    file.write_text(svg(parse(log.read_text("utf-8"))), encoding="utf-8")


def main(arguments: Iterable[str] | None = None) -> None:
    """Draw the log that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(None if arguments is None else list(arguments))
    try:
        draw(args.log, args.out)
    except (OSError, ValueError) as error:
        parser.error(f"{args.log}: {error}")


if __name__ == "__main__":
    main()
