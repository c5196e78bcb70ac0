"""The figures of a sentence, each with what it is about: words, region, period, plan or result.

A pure reading of how Chinese news strings figures together: what a clause leaves out it takes from
the clause before (其中东城区38家、西城区29家), 「分别」 deals figures out in order, and the year or
day that opens a paragraph holds until another one is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.dealing import JOINS, Deal, deals, dealt_in_order, in_full, with_units
from rag.figures import Figure, comparable
from rag.gazetteer import is_local
from rag.locality import are_passed, is_ranking, mentions_of, opens_clause
from rag.naming import names_something
from rag.periods import Modality, modality
from rag.regions import RegionMention, is_spoken_of, leads
from rag.revisions import Stage, stages
from rag.types import Article, Span
from rag.verify import figures_of
from rag.when import When, leads_all, whens

_STOP = re.compile(r"[，,。；;、：:（）()…\n]|——")
_COMMA = re.compile("[，,；;]")
_SEGMENT = re.compile(r"[；;]")
_WHOLE = re.compile(r"[全我该](?P<level>[省市区县])|(?<![次届批])全国")
_AGAINST = re.compile(r"(?:[比较占向赴往]|高于|低于|来自|对口|帮扶|对接)$")
_MEASURED_AGAINST = re.compile(r"(?:[比较]|[高低快慢优好多少]于|[高超多]出|占)$")
_PLANNED = re.compile(r"目标(?!区间|价|人群|客户|市场|群体)|计划|原定|预计|预期|力争|有望|拟|规划")
_OF_PLAN = re.compile(r"(?:计划|目标|任务|预期)的$")  # 完成年度计划的60% is a result
_PART = re.compile(r"其中|另有|包括")
_SUMMED = re.compile(r"累计|历年|总共|(?<!今年)以来|至今")
_RELATIVE = ("percent", "percentage-point", "multiple")
_CHANGES = re.compile(
    r"^(?:其中)?(?:[同环]比|[两三四五]?年?[平年]均|增长|下降|提高|上升|减少|回落|增幅|增速|降幅|增|降"
    r"|[高低快慢优好多少]于|[高多]出|[比较])"
)
_LEAD_IN = re.compile(r"[讯电看]$|获悉$|显示$|统计$|其中$|据悉$|截至$|目前$|[（(].*[)）]$")
_OF_BEFORE = re.compile(".*(?:[、与及]|(?<!共)和)$")  # 12万册图书和42TB版本
_BEHIND = 12  # letters behind a figure that may name what it counts: 2086人参加


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, in article offsets, and what it is about.

    ``own`` holds the words of its own clause, without regions and periods; ``about`` those it is
    about, taken from before where its own name nothing. ``regions`` are those that its sentence
    names, () where none; ``whole`` is the level that 全市 or 全省 lifts it to. ``when`` is None
    where neither sentence nor paragraph tells; ``told`` says that the sentence does. ``topic`` is
    the thing named last before, ``counted`` what was counted right before, ``as_of`` 截至 when.
    ``stage`` is which value of a revision it is, 从80元降至60元.
    """

    start: int
    end: int
    figure: Figure
    own: str
    after: str
    about: str
    regions: tuple[str, ...]
    whole: str | None
    when: When | None
    told: bool
    modality: Modality | None
    part: bool
    summed: bool
    topic: str = ""
    counted: str = ""
    as_of: date | None = None
    stage: Stage | None = None


class Reading:
    """One sentence: its figures, regions and periods, and how they belong together."""

    def __init__(self, text: str, scene: When | None, near: bool, article: Article) -> None:
        self.text = text
        self.article = article
        self.scene = scene
        self.near = near
        figures = [f for f in figures_of(text) if not _counts_nothing(f, text)]
        self.dealt = deals(text, figures)
        self.figures = with_units(figures, self.dealt)
        self.stages = stages(text, self.figures)
        self.whens = whens(text, article.year, scene if near else None)
        mentions = mentions_of(text)
        self.mentions = [
            m
            for m in mentions
            if is_spoken_of(m, text)
            and (is_local(m.name) or self._is_subject(m))
            and not any(leads(m, other) for other in mentions)
            and not _AGAINST.search(text[max(0, m.start - 2) : m.start])
        ]
        self.wholes = [
            m
            for m in _WHOLE.finditer(text)
            if not is_ranking(text, m[0])
            and not _MEASURED_AGAINST.search(text[max(0, m.start() - 2) : m.start()])
            and not any(
                deal and deal.against and m.start() == deal.item.start for deal in self.dealt
            )
        ]

    def _is_subject(self, mention: RegionMention) -> bool:
        """Return whether a clause begins with a city: 2024年，临江市…, not …、济南超算中心等."""
        comma = max((m.end() for m in _COMMA.finditer(self.text, 0, mention.start)), default=0)
        told = [w.text for w in self.whens if comma <= w.start < mention.start]
        lead = self.text[comma : mention.start]
        for text in told:
            lead = lead.replace(text, "")
        return not lead.strip() or bool(_LEAD_IN.search(lead.strip()))

    def fact(self, number: int, figure: Figure, before: Sequence[Fact], shift: int) -> Fact:
        """Return what a figure is about, given the facts before it."""
        begin = self._clause(number)
        own = _OF_BEFORE.sub("", self._bare(begin, figure.start))
        if before and before[-1].end == shift + figure.start:
            own = before[-1].own  # 个性问题10类175条
        stop = min(self._stop(number), figure.end + _BEHIND)
        after = JOINS.sub("", self._bare(figure.end, stop), count=1)
        segment = max((m.end() for m in _SEGMENT.finditer(self.text, 0, figure.start)), default=0)
        dealt = self.dealt[number]
        regions, whole = self._region(figure)
        when, told = self._when(figure, segment)
        if dealt is not None:
            regions, whole = self._dealt_region(dealt) or (regions, whole)
            when = self._dealt_when(dealt) or when
            own = self._dealt_words(dealt, own)
        elif when is not None and when.is_years:
            when = self._year_of(number, when)
        lead = self.text[begin : figure.start]
        stage = self.stages[number]
        return Fact(
            start=shift + figure.start,
            end=shift + figure.end,
            figure=figure,
            own=own,
            after=after,
            about=self._about(figure, own, after, before, segment),
            regions=regions,
            whole=whole,
            when=when or self.scene,
            told=told or (self.scene is not None and self.near),
            modality=None if stage == "standing" else self._modality(figure, lead),
            part=self._marked(_PART, figure, own, before),
            summed=self._marked(_SUMMED, figure, own, before),
            stage=stage,
        )

    def _marked(
        self, mark: re.Pattern[str], figure: Figure, own: str, before: Sequence[Fact]
    ) -> bool:
        """Return whether 其中 or 累计 stands before a figure or before the one it follows."""
        comma = max((m.end() for m in _COMMA.finditer(self.text, 0, figure.start)), default=0)
        if mark.search(self.text, comma, figure.start):
            return True
        if names_something(own) or not before:
            return False
        return before[-1].part if mark is _PART else before[-1].summed

    def _clause(self, number: int) -> int:
        """Return where the words of a figure's own clause begin."""
        begin = self.figures[number - 1].end if number else 0
        for match in _STOP.finditer(self.text, begin, self.figures[number].start):
            begin = match.end()
        return begin

    def _stop(self, number: int) -> int:
        """Return where the words behind a figure end."""
        figure = self.figures[number]
        later = self.figures[number + 1].start if number + 1 < len(self.figures) else None
        match = _STOP.search(self.text, figure.end)
        ends = [len(self.text), *([match.start()] if match else []), *([later] if later else [])]
        return min(ends)

    def _bare(self, start: int, end: int) -> str:
        """Return a stretch without its regions and periods."""
        letters = list(self.text[start:end])
        spans = [(m.start, m.end) for m in mentions_of(self.text)]
        spans += [(w.start, w.end) for w in self.whens] + [m.span() for m in self.wholes]
        for low, high in spans:
            for at in range(max(low, start), min(high, end)):
                letters[at - start] = " "
        return re.sub(r"\s+", " ", "".join(letters)).strip()

    def _region(self, figure: Figure) -> tuple[tuple[str, ...], str | None]:
        """Return the regions that govern a figure, or the level that it is lifted to."""
        named = [m for m in self.mentions if m.end <= figure.start]
        lifts = [m for m in self.wholes if self._lifts(m, figure)]
        if lifts and (not named or lifts[-1].start() > named[-1].start):
            return self._lifted(lifts[-1], named)
        if not named:
            later = [m.name for m in self.mentions if m.start >= figure.end]
            return tuple(later[:1]), None
        run = [named[-1]]
        for mention in reversed(named[:-1]):
            if not JOINS.fullmatch(self.text[mention.end : run[0].start].strip()):
                break
            run.insert(0, mention)
        passed = are_passed(run, self.text[: figure.start])
        return () if passed else tuple(m.name for m in run), None

    def _lifts(self, whole: re.Match[str], figure: Figure) -> bool:
        """Return whether 全市 before a figure begins a clause or stands in the figure's own."""
        between = self.text[whole.end() : figure.start]
        opens = opens_clause(self.text, whole.start())
        return whole.end() <= figure.start and (opens or not _COMMA.search(between))

    def _lifted(
        self, lift: re.Match[str], named: Sequence[RegionMention]
    ) -> tuple[tuple[str, ...], str | None]:
        """Return the region that 全市, 全区 mean: one named before, or one of the article's."""
        level = lift["level"] or "国"
        known = [m.name for m in reversed(named)] + list(self.article.regions)
        if level in "区县":
            local = [name for name in known if is_local(name)]
            own = [name for name in local if name.endswith(level)]
            own = own or [name for name in known if name.endswith(f"自治{level}")]  # 全区 of 新疆
            names = (own or local)[:1]
        else:  # 全市 is of the larger city, where there is one
            own = [name for name in known if name.endswith(level)]
            main = self.article.regions[:1]  # 全市 of a story of 章丘市
            names = sorted(own, key=lambda one: (one not in main, is_local(one)))[:1]
        narrow = level in "区县" or any(map(is_local, names))
        return tuple(names), (None if narrow else level)

    def _when(self, figure: Figure, segment: int) -> tuple[When | None, bool]:
        """Return the period that governs a figure, and whether its sentence tells it."""
        before = [w for w in self.whens if w.end <= figure.start]
        on = "单季" in self.text[segment : figure.start]  # of the quarter named before
        own = [w for w in before if on or w.start >= segment]
        if own:
            return own[-1], True  # of a year and a holiday in it, the holiday
        own = [w for w in before if w.end <= self.figures[0].start or leads_all(self.text, w)]
        return (own[-1], True) if own else (None, False)

    def _dealt_region(self, deal: Deal) -> tuple[tuple[str, ...], str | None] | None:
        own = [[m.name for m in self.mentions if i.start <= m.start < i.end] for i in deal.items]
        return (tuple(own[deal.place][-1:]), None) if all(own) else None

    def _dealt_when(self, deal: Deal) -> When | None:
        own = [[w for w in self.whens if i.start <= w.start < i.end] for i in deal.items]
        return own[deal.place][-1] if all(own) else None

    def _year_of(self, number: int, years: When) -> When:
        """Return the year that a figure is dealt: 2020—2022年分别为2.9亿元、3.1亿元和3.4亿元."""
        place = dealt_in_order(self.text, self.figures, number)
        return (place and years.of_years(*place)) or years

    def _dealt_words(self, deal: Deal, own: str) -> str:
        """Return the words of the item that a figure is dealt to, with what all items share."""
        if deal.against:
            return f"{deal.how}{self.text[deal.item.start : deal.item.end]}"
        bare = [self._uncounted(item) for item in deal.items]
        words = in_full(bare, deal) if all(bare) else bare[-1] or own
        return f"{words} {deal.how}".strip()

    def _uncounted(self, item: Span) -> str:
        """Return the words of an item without its own figure: 省级 of 省级12个."""
        first = next((f for f in self.figures if item.start < f.start < item.end), None)
        return self._bare(item.start, first.start if first else item.end)

    def _modality(self, figure: Figure, lead: str) -> Modality | None:
        if _OF_PLAN.search(lead.strip()) and figure.family in ("percent", "ratio"):
            return "result"
        return "plan" if _PLANNED.search(lead) else modality(self.text, figure.start)

    def _about(
        self, figure: Figure, own: str, after: str, before: Sequence[Fact], segment: int
    ) -> str:
        """Return what a figure is about: its own words, or those of the figure it follows."""
        if before and figure.family in _RELATIVE and _CHANGES.search(own):
            return f"{_whose(before).about} {own} {after}".strip()
        if before and self.stages[len(before)] in ("present", "coming"):
            return before[-1].about  # the other value of one thing
        if names_something(own) or names_something(after):
            return f"{own} {after}".strip()
        for fact in reversed(before):
            if comparable(fact.figure, figure):
                return f"{fact.about} {own}".strip()
        lead = self._bare(0, figure.start)
        return f"{lead} {after}".strip()


def _whose(before: Sequence[Fact]) -> Fact:
    """Return the fact that a rate is told of: the last that is no rate itself."""
    return next((f for f in reversed(before) if f.figure.family not in _RELATIVE), before[-1])


def _counts_nothing(figure: Figure, text: str) -> bool:
    """Return whether a figure measures nothing: 1364, 第三, 一期, 两年平均."""
    if figure.family in ("label", "ordinal") or text.startswith("平均", figure.end):
        return True
    return figure.unit in ("期", "批", "级") and figure.value < 10 and not figure.text[0].isascii()
