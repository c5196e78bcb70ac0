"""Places that no table holds, known by how their names are made: zones, towns, a 柳溪区.

And what is only named after a place: 济南市场, 泰山大学.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile
from typing import TypeAlias

from jieba import posseg

from rag.dictionary import words

Found: TypeAlias = tuple[str, int, int]  # a name, its start and its end

_HAN = "[\u4e00-\u9fff]"
_ZONE = re.compile(r"高新技术(?:产业)?开发区|高新区|经济技术开发区|经开区|起步区|自贸区")
_ZONE_NAMES = {
    "高新技术开发区": "高新区",
    "高新技术产业开发区": "高新区",
    "经济技术开发区": "经开区",
}
_TOWN_WORD = rf"(?:(?![的了与及在是各全每多条个等这那该本市区县省]|和(?![平谐睦顺兴])){_HAN})"
_TOWN = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]{{2}}[区县旗])){_TOWN_WORD}{{2,4}}?{{end}}".replace(
        "{end}",
        r"(?:(?<![叫让请])街道(?![两沿上边景]|改(?!造老))|(?<![城乡村小古重下叫让请])(?:镇(?![街痛静压定守域]|村[干工的两级联])|乡(?![村镇亲贤土音愁情间下])))",
    )
)
_APART = re.compile(  # before a name
    r"[在由去跟]|[到抵]达|到|来自|位于|走进|前往|开展|推进|(?<=\d)[年月日]|派驻|走访|调研|考察|参观|深入|会同|组织"
    r"|邀请|帮扶|途经|结合|走入|地处|坐落|隶属|毗邻|紧邻|家住|今后|人大|政协|出席|(?<![\u4e00-\u9fff])住(?=[\u4e00-\u9fff]{2,4}[镇乡])|造成|导致|包括|涉及|行至|驶[入向]"
    r"|(?<=[\u4e00-\u9fff])[园新]区|(?<= )[和与及](?![平谐睦顺])"
)
_BEFORE_TOWN = re.compile(
    "(?:[更也还并已均]?[作成]?[为对将把向给]|来?听|[据被请]|让(?!胡路)|年(?!陡)|依次|用于|今年|去年|不断|完善|推动|强化|健全|打造)*"
)
_LEADING = ("p", "c", "d", "r", "zg", "t")  # 据, 因为, 依次, 我, 此, 今年
_HOMES = ("家乡", "故乡", "老乡", "异乡", "回乡", "返乡", "还乡", "下乡", "城乡", "坐镇")
_VIRTUES = re.compile(  # verbs that towns are named after
    "解放|联合|前进|跃进|团结|奋斗|胜利|振兴|开发|光复|为民|富民"
)
_NO_TOWN = re.compile(
    "[由对关至鉴]于|以及|型街道|目前|当前|坚持|担任|特色|美丽|文明|示范|活力|景观|商业|城市|主要|无违建|无杆线|所有|周边|[当本各外异属]地|中心|重点|协同|链接|百强|试点|部分|个别|有关|相关|所属|[下所]辖|沿线"
)
# What stands before and after a name must be no part of it, and neither may its two halves be
# words: 开发区, 该地区, 港股市.
_UNLISTED = re.compile(
    rf"(?:(?<!{_HAN})|(?<=[由在和与及比对从据为是向把将使那年月日期底末度初内时进到于往赴])|(?<=其中)|(?<=[目日此]前))"
    rf"(?P<name>{_HAN}{{2}}(?:区(?![域间块位别隔级]|议会)|县(?![城域级])|市(?![场民值价中外监集])))"
)
_NO_NAME = frozenset(
    "谁哪何评打跑该某各本全个座家级等的了着不未已每这那我你他为对在于由占进把市区县省州村镇拟任并副曾月日可或离距毁过"
)
_NO_REGION = re.compile(
    "大湾区|中国区|亚太区|[欧美]元区|自治[区县]|(?:广西|宁夏|新疆|西藏)区|[东西][北南]区|华[东南北]区|北极区|东部县"
)
_WORDS_IN = {  # 地区, 社区 …: letters that make a word with 区, 县 or 市, not the end of a name
    "区": frozenset(
        "地社山市林辖景军省校战选特专产禁灾郊边全小园矿误政牧陵区分老本赛灌新营各防大该前后圈一二四五六七八九十教街农油展库管震垦雷藏镇厂病疫时三浪涛雨雪"
        "盲水县中渔工墓学场坝片院跨戍备卖展"
    ),
    "县": frozenset("和全市五各本区该郡知府郊外邻县"),
    "市": frozenset(
        "城全上县本股该各入都超省后我集牛罢街闹沪州楼收互汇黑夜早门大熊退花灯深地面球鱼行菜某弃新马开书做亚"
    ),
}
_CITY_PART = frozenset("主老中各大小外内古环沿")  # 主城区, 环湖区
_TOPOGRAPHIC = frozenset(
    "江河湖海山岭溪泉石云青白龙沙港滨柳松阳川州原桥林岗关门口台峰岸湾谷东南西北"
)
_AFTER = {
    "区": "域间块位别隔", "市": "场民值价监", "县": "域级", "市中": "心小间", "大城": "管市",
    "公安": "分局机部厅干民警人系派交", "河口": "口",
    "新建": "的成设了校",
}  # fmt: skip
_BEFORE = {
    "天桥": "街行座立步着过上", "市中": "城全都超", "中山": "孙", "朝阳": "向", "范县": "模示师典",
    "天水": "哪", "名山": "座条大的各", "花山": "莲兰梅桂", "桃园": "的蟠个片座家那处",
    "长寿": "最更很健较", "上城区": "补接连跟加带",
}  # fmt: skip
_PLACE_NAMED_AFTER = re.compile(  # among them companies
    "[东南西北中]?[路街巷]|[一二三四五六七八九]路(?=\\d|$|口|[与和、，。])|[村庄屯镇乡山河湖江岭桥站寺塔园苑]|[嘉家花佳雅][园苑]|公[寓馆]|名[城苑邸都]|中心站|[市大]集|[快专支环干]?线(?![上下条])|大[道街桥学]|[片社小]区|公园|广场|学院|[中小]学|(?:实验)?学校|医院|机场|银山|港(?![口澳资股元币])"
    "|集团(?!军)|居民区|股份(?!制|合作)|科技(?=$|[的（(，。])|银行(?!业|机构|系统)|药业"
)


def zones(text: str) -> Iterator[Found]:
    """Yield the development zones of a text by their short names."""
    for zone in _ZONE.finditer(text):
        yield _ZONE_NAMES.get(zone[0], zone[0]), zone.start(), zone.end()


def towns(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """Yield the towns and subdistricts; one begins behind what is taken: 历下区 趵突泉街道."""
    for town in _TOWN.finditer(_APART.sub(lambda m: " " * len(m[0]), _blanked(text, taken))):
        begin = _begin_of_town(town[0])
        if begin is not None and not _NO_TOWN.search(town[0], begin):
            yield town[0][begin:], town.start() + begin, town.end()


@cache
def _begin_of_town(name: str) -> int | None:
    """Return where the name begins behind what leads to it (为张湾街道); None where there is none.

    One letter is no name: 将军镇 and 向阳镇 begin with theirs.
    """
    size = len(name.removesuffix("街道").rstrip("镇乡"))
    words()
    told = posseg.lcut(name)
    if name[-2:] in _HOMES and (told[0].flag, len(told[0].word)) != ("nr", 1):
        return None  # 看家乡, but 李家乡
    if told[0].flag == "v" and len(told[0].word) == size and not _VIRTUES.fullmatch(told[0].word):
        return None  # 覆盖街道, but 团结街道
    led = sum(len(one.word) for one in takewhile(lambda one: one.flag in _LEADING, told))
    particles = _BEFORE_TOWN.match(name)
    begin = max(led, particles.end() if particles else 0)
    leading = len(told) > 2 and told[-2].flag in "pcr"  # 建立以街道
    if begin >= size or (led > 1 and size - begin < 2) or leading:
        return None
    return begin if size - begin > 1 else 0


def unlisted_names(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """Yield the districts, counties and cities outside what is taken."""
    rest, place = _blanked(text, taken), 0
    while match := _UNLISTED.search(rest, place):
        place = match.start() + 1
        if _is_a_name(match["name"]):
            yield match["name"], match.start(), match.end()
            rest = _blanked(rest, [match.span()])  # 城南区 may begin behind 松岭市
            place = match.end()


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    rest = list(text)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    return "".join(rest)


@cache
def _is_a_name(name: str) -> bool:
    """Return whether two letters and 区, 县 or 市 are a name and not words: 示范区, 为辖区."""
    if _NO_REGION.match(name) or not _NO_NAME.isdisjoint(name[:2]):
        return False
    if name[1:] in ("城区", "湖区", "港区", "海区"):
        return name[0] not in _CITY_PART and (name[1] != "城" or name[0] != "新")
    if name[1] in _WORDS_IN[name[2]]:
        return False
    known = words().FREQ.get(name[:2], 0)
    return known < 100 or not _TOPOGRAPHIC.isdisjoint(name[:2])


def in_longer_word(form: str, text: str, start: int) -> bool:
    """Return whether letters beside a place's name make it another word: 市中心, 一座天桥."""
    before, after = text[max(0, start - 1) : start], text[start + len(form) : start + len(form) + 1]
    if before and before in _BEFORE.get(form, ""):
        return True
    return bool(after) and any(form.endswith(last) and after in of for last, of in _AFTER.items())


def is_said_of(last: str, after: str) -> bool:
    """Return whether a 区, 县 or 市 with a letter behind it is no end of a name: 区域, 市场."""
    return after in (*_AFTER[last], *"区县市委")


def is_named_after(text: str, end: int) -> bool:
    """Return whether what follows the name of a place is named after it: 山大学, 路, 银行."""
    return _PLACE_NAMED_AFTER.match(text, end) is not None
