"""A quoted piece of an article as a sentence that says whom it speaks of.

The source's own words, without what belongs to the report and not to what it tells (dateline,
「记者从…获悉」, a speaker's label), and with the region in front where they leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.excerpt import Excerpt
from rag.gazetteer import is_local
from rag.lines import dateline_end
from rag.locality import mentions_of, names_office
from rag.questions import Part
from rag.regions import RegionMention
from rag.when import whens

_WHOLE = re.compile(r"^(全区|全市|全县|该区|该市|该县|我区|我市|我县)")
_WHOLE_DISTRICT = re.compile(r"((?:[^，,。；;]{1,12}[，,])?)(?:全|该|我)([区县])")
_MARKS = re.compile(r"^[-–▲△▼■□●○★◆·•#\s]*[①-⑳]?\s*")  # before a caption or an item of a list
_MARKER = re.compile(r"[\[［【]\d{1,3}[\]］】]")  # of the page's own: it would be taken for ours
_LABEL = re.compile(r"[\u4e00-\u9fffA-Za-z·. ]{1,12}[：:]")
_LEADING = re.compile(r"^(其中|同时|此外|另外|目前|据悉|据了解|据介绍|而|并|且|还|也|以及)[，,]?")
_HEARD = re.compile(
    r"^(?:[^，,。；;]{1,12}[，,])?(?:[本该]报)?记者[^，,。；;]{0,24}?(?:获悉|了解到|看到)[，,：:]"
)
_SUBJECTLESS = re.compile(
    r"^(力争|计划|预计|拟|将|已|共|全面|今年|去年|上半年|年内|新增|新建|完成|实现|建成|启动|打造|推进|坚持|"
    r"投入|引进|实施|加快|开展|聚焦|获得|拥有|成功|推动|举办|改造|确保|争取|争创|累计|近|约|在|对|为|以)"
)
_SPEAKER = re.compile(r"我们|我(?![国省市区县校院])|^这")
_ENDED = re.compile(r"[。！？!?…](?:[”」』])?$")  # “……改善。” ends a sentence, “三山” none
_JOINED = re.compile(r"(?:年内?|\d[日月]前|底前)$")  # 2021年新建; but 截至目前，新建
_HAN = re.compile("[\u4e00-\u9fff]")
FEW = 5  # letters up to which words are told apart from when: 2021年，转增1.62亿股
_TITLE = re.compile(r"《[^》]*》|[“「『][^”」』，,。；;]*[”」』]")  # a name; not what somebody says
_NAMED_AFTER = re.compile(  # 天桥东大街 is no 天桥区, nor is 槐荫区儿童医院
    r"(?:[东西南北中]|第?[一二三四五六七八九十\d]+|人民|中心|儿童|妇幼(?:保健)?|中医|实验|外国语|职业|师范)?"
    r"(?:大街|路|街(?!道)|巷|桥|站|医院|保健院|学校|[大中小]学|学院|幼儿园)"
)


def phrase(part: Part, excerpt: Excerpt, short: str = "") -> str:
    """Return an excerpt as a sentence; what it strips never takes the bare answer with it."""
    text = re.sub(r"\s*\n\s*", "", _own_words(excerpt, short)).strip()
    text = _MARKS.sub("", _MARKER.sub("", text))
    text = _LEADING.sub("", text).rstrip("，,；;、：:…—")
    if not part.regions:
        text = _of_district(text, excerpt)
    if lead := excerpt.opening:
        joined = _JOINED.search(lead) and not text[:1].isdigit() and len(_HAN.findall(text)) > FEW
        text = f"{lead}{'' if joined else '，'}{text}"
    return about(part, _paired(text))


def _paired(text: str) -> str:
    """Return a text without the quotation mark whose other half was left out."""
    opened: list[int] = []
    lone: list[int] = []
    for mark in re.finditer("[“”]", text):
        if mark[0] == "“":
            opened.append(mark.start())
        elif opened:
            opened.pop()
        else:
            lone.append(mark.start())
    return "".join(one for at, one in enumerate(text) if at not in (*opened, *lone))


def _of_district(text: str, excerpt: Excerpt) -> str:
    """Return a sentence about 全区 with the name of the district that its article is about."""
    main = "".join(excerpt.article.regions[:1])
    whole = _WHOLE_DISTRICT.match(text)
    if whole is None or not is_local(main) or main[-1] != whole[2] or mentions_of(text):
        return text
    return f"{whole[1]}{main}{text[whole.end() :]}"


def _own_words(excerpt: Excerpt, short: str) -> str:
    """Return the core of an excerpt without what only says who reported or who speaks."""
    text = excerpt.text.lstrip()
    for end in (_label_end(excerpt), dateline_end(text)):
        if short in text[end:]:
            text = text[end:].lstrip(" \t\u3000，,：:")
    heard = _HEARD.match(text)
    return text[heard.end() :] if heard and short in text[heard.end() :] else text


def _label_end(excerpt: Excerpt) -> int:
    """Return where the label of a speaker ends: one that begins several lines of its article."""
    label = _LABEL.match(excerpt.text.lstrip())
    if label is None:
        return 0
    if _needs_speaker(excerpt.text.lstrip()[label.end() :]):
        return 0
    lines = excerpt.article.text.split("\n")
    return label.end() if sum(line.startswith(label[0]) for line in lines) > 1 else 0


def _needs_speaker(text: str) -> bool:
    """Return whether nobody would know of whom a text speaks but for the label before it."""
    opening = next((when.end for when in whens(text, None) if when.start == 0), 0)
    return bool(_SPEAKER.search(text) or _SUBJECTLESS.match(text[opening:].lstrip("，,")))


def about(part: Part, text: str) -> str:
    """Return a sentence with its mark at the end, and the region in front where it names none."""
    if part.regions and not _names(text, part.regions):
        region = part.regions[0]
        if _WHOLE.match(text):
            text = _WHOLE.sub(region, text, count=1)
        else:
            text = f"{region}{'' if _goes_on(text) else '：'}{text}"
    return text if _ENDED.search(text) else f"{text}。"


def _goes_on(text: str) -> bool:
    """Return whether a text reads on from its subject: it begins with a verb or a period.

    Not with 目前，6个项目正在建设, nor with 12月17日，省文旅厅印发名单.
    """
    if re.match("(?:截至)?目前[，,]", text) or names_office(text):
        return False
    return bool(_SUBJECTLESS.match(text)) or any(w.start == 0 for w in whens(text, None))


def _names(text: str, regions: Sequence[str]) -> bool:
    """Return whether a text names one of the regions itself, not a street, a book or a school."""
    titles = [match.span() for match in _TITLE.finditer(text)]
    return any(
        mention.name in regions
        and not any(start <= mention.start < end for start, end in titles)
        and (_is_opening(mention, text) or not _NAMED_AFTER.match(text, mention.end))
        for mention in (*mentions_of(text), *_stems(text, regions))
    )


def _is_opening(mention: RegionMention, text: str) -> bool:
    """Return whether a clause begins with a region's full name: 越城区小学招生11200人."""
    return mention.name == text[mention.start : mention.end] and (
        not mention.start or text[mention.start - 1] in "，,。；;：:"
    )


def _stems(text: str, regions: Sequence[str]) -> list[RegionMention]:
    """Return where a clause begins with a region's short form, which may be an ordinary word."""
    return [
        RegionMention(region, match.start(), match.end())
        for region in regions
        for match in re.finditer(
            rf"(?:(?<=[，,。；;：:、“])|^){region.rstrip('区县市')}(?![区县市])", text
        )
    ]
