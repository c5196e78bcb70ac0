"""The news that questions are made of: its sentences, who they speak of, what they count."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from rag.askable import DATE, NUMBER, TITLE

SUBJECT = re.compile(
    r"[\u4e00-\u9fff]{2,3}(?:省|市|区|县|镇|街道|村)"
    r"|[\u4e00-\u9fffA-Za-z]{2,8}(?:公司|集团|大学|医院|银行|股份)"
)
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")
BOILERPLATE = re.compile(
    r"证券之星|搜狐|广告声明|版权|微信公众号|责任编辑|原标题|图源|来源：|融资融券|广告|直播|下载|点击|足彩"
)


@dataclass(slots=True)
class News:
    """The documents' sentences and what negatives and retellings draw from.

    ``subjects`` by their last character, ``counted`` sentences by what they count (学位个),
    and where each figure or title is ``told``: document and sentence.
    """

    documents: list[list[str]]
    common: set[str]
    subjects: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counted: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    told: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, texts: list[str]) -> News:
        """Return the news with its tables; sentences that stand in many documents are common."""
        documents = [SENTENCE.findall(text) for text in texts]
        often = Counter(part for parts in documents for part in set(parts))
        news = cls(documents, {part for part, n in often.items() if n > 3})
        for number, parts in enumerate(documents):
            news._add(number, parts)
        return news

    def _add(self, number: int, parts: list[str]) -> None:
        for m in SUBJECT.finditer("".join(parts)[:300]):
            self.subjects[m[0][-1]].append(m[0])
        for at, part in enumerate(parts):
            if not self.usable(part):
                continue
            for m in NUMBER.finditer(part):
                if DATE.fullmatch(m[0]):
                    continue
                self.counted[counted(part, m)].append(part)
                if len(m[0]) > 4 and m["unit"] not in ("年", "岁", "天", "分钟", "小时"):
                    self.told[m[0]].append((number, at))
            for m in TITLE.finditer(part):
                self.told[m[0]].append((number, at))

    def usable(self, part: str) -> bool:
        """Tell whether a sentence is news and not a site's boilerplate."""
        return 15 < len(part) < 200 and part not in self.common and not BOILERPLATE.search(part)


def counted(sentence: str, m: re.Match[str]) -> str:
    """Return what a figure counts: the two characters before it and its unit."""
    return sentence[max(0, m.start() - 2) : m.start()] + (m["unit"] or "%")


def documents(data: Path) -> list[str]:
    """Return the texts of the news."""
    with lzma.open(data / "news" / "crud_news.jsonl.xz", "rt") as lines:
        return [json.loads(line)["text"] for line in lines]
