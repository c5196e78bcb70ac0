"""What in a Chinese news sentence can be asked for: figures, dates, people, places, lists."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

UNITS = (
    "个百分点|平方公里|平方米|立方米|人次|公里|千米|公斤|美元|欧元|日元|港元|小时|分钟|千瓦时|千瓦|"
    "元|人|名|户|家|个|项|吨|亩|台|辆|套|所|场|次|岁|倍|天|年|件|位|座|条|只|款|米|秒|处|间|册|部|"
    "支|艘|架|株|棵|期|届|批|种|类|篇|张|份|对|度|层|折|颗|枚|℃|g|kg|mm|GB|mAh|英寸|毫米|厘米"
)
NUMBER = re.compile(
    r"(?:(?:约|近|超过|超|逾|至少|不少于|不低于)\s?)?(?<![\d.])\d[\d,]*(?:\.\d+)?\s?"
    r"(?:%|％|‰|(?:多|余)?(?:万亿|千亿|百亿|亿|千万|百万|万|千)?(?:多|余)?\s?"
    rf"(?P<unit>{UNITS})(?:多|余)?)"
)
COUNT = re.compile(
    r"[一二两三四五六七八九十百千]{1,4}(?P<unit>大|个|项|家|名|位|次|种|条|类|座|批|部)"
)
DATE = re.compile(
    r"(?:(?:19|20)\d\d\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日(?:上午|下午|晚上?|凌晨)?(?:\d{1,2}[时点])?"
    r"|(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月|底|初|上半年|下半年)?"
)
SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范石廖贾韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔汤]"
)
PERSON = re.compile(
    rf"(?:(?<=书记)|(?<=长)|(?<=主任)|(?<=经理)|(?<=教授)|(?<=主席)|(?<=负责人)|(?<=总裁)|(?<=[，。、：]))"
    rf"(?P<who>{SURNAME}[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=表示|介绍|说[，：:“]|告诉|认为|指出|透露|坦言|强调|称[，：]|出席|主持|担任|当选|带领|[，、]|在|对|与)"
)
PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,3}(?:省|自治区|市|区|县|镇|乡|村|街道|州|岛|国)"
    r"(?![\u4e00-\u9fff]?(?:民|域|长|里|际|家))"
)
ORG = re.compile(
    r"(?<![\u4e00-\u9fff])[在由向到与和据]?[\u4e00-\u9fffA-Za-z]{3,10}(?:公司|集团|大学|学院|医院|银行|"
    r"委员会|研究院|研究所|协会|法院|检察院|公安局|证券|基金|交易所|俱乐部|博物馆|总局)"
)
TITLE = re.compile(r"《[^《》]{2,30}》")
QUOTED = re.compile(r"(?<=“)[^“”，。]{2,20}(?=”)")
ITEM = r"[^，。；：、！？（）“”\s等]{2,10}"
LIST = re.compile(
    rf"{ITEM}(?:、{ITEM}){{1,7}}(?:(?:以及|和|及|与)[^，。；：、！？\s的等]{{2,10}})?"
)
LEAD = re.compile(
    r"^.*(?:包括|涵盖|包含|涉及|分别[是为]|聚焦|围绕|推[动进]|打[好造]|实施|强化|加强|提供|获得|来自|"
    r"建成|设立|开展|覆盖|参加|具有|配备|采用|指|为|是|有|在|对|将|了|的|把|由|让|向|从|到|于)(?=.{2})"
)
REASON = re.compile(r"(?:因为|由于|原因是|缘于)(?P<body>[^，。；！？]{6,30})")
PURPOSE = re.compile(r"(?:为了|旨在|目的是|以便)(?P<body>[^，。；！？]{6,30})")
CLAUSE = re.compile(
    r"(?:认为|指出|决定|主要是|就是|是一(?=[种个家部]))(?P<body>[^，。；！？“”]{6,30})"
)
FUNCTION = re.compile(r"(?:并|被|据|在|由|向|到|和|与|经|对|依托|叮嘱|带动|了|的)+")
NAMED = (("place", PLACE), ("org", ORG), ("title", TITLE), ("quoted", QUOTED))
BODIES = (("reason", REASON), ("purpose", PURPOSE), ("clause", CLAUSE))

ASKED = {
    "person": ("谁", "谁", "哪位", "什么人", "何人", "哪个人"),
    "place": ("哪里", "什么地方", "哪个地方", "哪儿", "何地", "哪个地区"),
    "org": ("哪家单位", "哪个单位", "什么机构", "哪个机构", "谁", "哪家"),
    "title": ("什么", "哪个", "哪部", "什么名字的"),
    "quoted": ("什么", "哪个", "什么", "怎样的"),
    "list": ("哪些", "哪几个", "什么", "哪些方面", "哪些内容"),
    "reason": ("为什么", "什么原因", "因为什么", "由于什么"),
    "purpose": ("为了什么", "目的是什么", "是为了什么"),
    "clause": ("什么", "怎么样", "如何", "什么样的"),
    "date": ("什么时候", "何时", "哪天", "哪一天", "什么时间", "几月几日"),
    "year": ("哪一年", "哪年", "什么时候", "何时"),
}
TAILS = {
    "figure": ("是多少", "有多少", "达到多少", "为多少", "多少"),
    "person": ("是谁", "由谁负责", "是哪位"),
    "place": ("在哪里", "是哪里", "在什么地方"),
    "org": ("是哪家", "是哪个单位", "是谁"),
    "title": ("是什么", "叫什么"),
    "quoted": ("是什么", "叫什么", "是哪个"),
    "list": ("有哪些", "包括哪些", "是哪些", "分别是什么", "包括什么", "都有哪些", "是哪几个"),
    "reason": ("的原因是什么", "是为什么"),
    "purpose": ("的目的是什么",),
    "clause": ("是什么", "怎么样", "如何"),
    "date": ("是什么时候", "是哪天", "的时间是什么"),
    "year": ("是哪一年", "是哪年"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a sentence that can be asked for; ``unit`` is 人, 家, % … of a figure."""

    start: int
    end: int
    kind: str
    unit: str = ""


def askable(sentence: str) -> list[Found]:
    """Return every piece of the sentence that can be asked for.

    >>> [sentence[f.start:f.end] for sentence in ["新增就业3.9万人"] for f in askable(sentence)]
    ['3.9万人']
    """
    figures = [m for p in (NUMBER, COUNT) for m in p.finditer(sentence)]
    found = [_figure(m) for m in figures if not DATE.fullmatch(m[0])]
    for m in DATE.finditer(sentence):
        found.append(Found(m.start(), m.end(), "date" if "日" in m[0] else "year"))
    for kind, pattern in NAMED:
        found += [_named(m, kind) for m in pattern.finditer(sentence)]
    found += [Found(m.start("who"), m.end("who"), "person") for m in PERSON.finditer(sentence)]
    found += [_list(m) for m in LIST.finditer(sentence)]
    for kind, pattern in BODIES:
        found += [Found(m.start("body"), m.end("body"), kind) for m in pattern.finditer(sentence)]
    return [f for f in found if f.end - f.start >= 2]


def _figure(m: re.Match[str]) -> Found:
    return Found(m.start(), m.end(), "figure", m["unit"] or "%")


def _named(m: re.Match[str], kind: str) -> Found:
    """Return a name without the preposition before it: 据新华社 gives 新华社."""
    lead = FUNCTION.match(m[0])
    return Found(m.start() + (lead.end() if lead else 0), m.end(), kind)


def _list(m: re.Match[str]) -> Found:
    """Return the enumeration without the verb before its first item: 包括A、B和C gives A、B和C."""
    lead = LEAD.match(m[0].split("、")[0])
    start = m.start() + (lead.end() if lead else 0)
    return Found(start, m.end() if m.end() - start >= 8 else start, "list")


def asked_for(found: Found, rng: random.Random) -> str:
    """Return a question word for a piece: 多少人, 谁, 哪一天."""
    if found.kind != "figure":
        return rng.choice(ASKED[found.kind])
    if found.unit == "%":
        return rng.choice(("多少", "百分之多少", "百分之几", "多少", "几成"))
    counted = f"多少{found.unit}"
    return rng.choice(("多少", counted, counted, f"几{found.unit}", counted))


def tail_for(found: Found, rng: random.Random) -> str:
    """Return a question's ending for a piece: 是多少, 有哪些, 在哪里."""
    if found.kind == "figure" and found.unit != "%" and rng.random() < 0.4:
        return f"多少{found.unit}"
    return rng.choice(TAILS[found.kind])
