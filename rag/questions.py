"""A question as asked → the parts that can each be answered and cited alone.

Rules only, all of them about how Chinese asks: question words, coordination, pronouns. Does not
look at the index, so a district or year that no article covers is kept and leads to a refusal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rag.asked import Asked, asked_unit
from rag.errors import UsageError
from rag.followups import complete
from rag.gazetteer import is_local, is_wide, parents
from rag.keywords import ASKING, MEASURE, Term, content_terms, is_known, without
from rag.parts import of_one, otherwise, split
from rag.periods import find_periods
from rag.regions import RegionMention, find_regions, innermost, is_spoken_of, leads
from rag.types import Turn

Kind = Literal["figure", "date", "person", "place", "list", "reason", "manner", "polar", "open"]

LONGEST = 2000  # characters; a question, not an article

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "person",
        re.compile(
            r"谁|哪位|何人|哪个人|什么人|哪一位|姓甚名|姓什么"
            r"|(?:书记|主任|主席|主委|经理|总裁|总指挥|[人员师长手者生]|女[士孩子]|先生|男[孩子]|姑娘|司机)(?:姓|叫)(?:什么|啥)"
        ),
    ),
    (
        "list",
        re.compile(
            r"[“「『](?:[两二三四五六七八九十]|\d{1,2})(?:大|个|项|条|类|种|张|支|点|场|座|批)[^”」』]*[”」』](?:[是指]|指的是)(?:什么|啥)"
            r"|哪些|哪几|哪[两二三四五六七八九十]|分别是(?!多少|几)|包括什么|有什么"
        ),
    ),
    (
        "date",
        re.compile(
            r"什么时候|何时|什么时间|哪[一]?[年月天日]|几月几?[日号]?|几[号日](?!线)|啥时[候间]|几时"
        ),
    ),
    (
        "figure",
        re.compile(r"多少|几[^乎]|多[大长高久快远重宽深]|百分之几|占比|比例|比重|增速|增幅|第几"),
    ),
    (
        "place",
        re.compile(
            r"(?<!在)哪[里儿]|何处|什么地方"
            r"|(?<![卡难差好强弱新妙贵])在哪(?![一几]?[种项类款次年天月日届批份部本张方支])"
        ),
    ),
    ("reason", re.compile(r"(?<![定称名评视列选成])为什么|为何|为啥|原因|凭什么")),
    ("manner", re.compile(r"如何|怎么|怎样")),
    ("polar", re.compile(r"吗[？?]?$|是否|是不是|有没有|能不能|有无|能否")),
)
_TO = re.compile(r"[至到—–\-~～·⇌]+")
_SENT_TO = re.compile(  # it is not said of where they go
    "(?:[送运援赴]|[送运派飞发寄]往|[捐派发寄送]给|[派送][^，。？]{1,10}去)$"
)
_BODY = re.compile(  # a body with a name of its own, not 教育局 or 各医院
    r"(?![各有的全多几])(?:(?![的在和与、是]|多少|哪)[\u4e00-\u9fff]){2,8}?"
    r"(?:医院|中学|小学|学校|大学(?!生)|学院|公司|集团|银行|公安局.{2,3}分局|研究[院所]|[博图美].馆|酒店|事务所)"
)
_LINE = re.compile(
    "(?:特大|高速|城际|快速|跨[江海]|特高压|天然气|输[电油气])*"
    "(?:高速|铁路|高铁|公路|班列|航线|专线|快线|轻轨|客专|动车|大桥|通道|国道|省道|工程|管[线道]|段|线)"
)
_INSTRUCTION = re.compile(
    r"(忽略|无视|忘记|忘掉|不要管|别管|不用管|抛开|绕过)[^，。？！]{0,12}"
    r"(规则|指令|指示|要求|限制|设定|提示|约束|身份|原文|文章|校验|核对)"
    r"|(写|作|编|创作|来|讲)(一|几|两|个|段|首|篇|则)+[^，。？！]{0,16}"
    r"(诗|词|歌|故事|笑话|文章|作文|小说|口号|标语|稿|评论|代码|程序|对联|段子)"
    r"|(?:^请|请[你您]|[帮替给]我(?![国省市区县院校厂们])|麻烦你?|劳驾)[^，。？！谁哪的]{0,16}(?:写|拟|起草)(?![了的])[^，。？！谁哪]{0,10}"
    r"(?:信|函|稿|通知|报告|申请书?|方案|总结|材料|邮件|短信|文案)"
    r"|(翻译|译)(成|为)|扮演|假装|假设你|你现在是|从现在(开始|起)[，,]?你"
    r"|系统提示|system prompt|ignore (all|previous|the)"
    r"|(所有|全部|每个|上述|这些|把|将)[^，。？！]{0,12}(数字|数据|数值|金额|结果)[^，。？！]{0,8}"
    r"(乘以|除以|加上|减去|翻倍|换成|替换|改成|改为|删)"
    r"|好不好(?=[？?。]?$)|值不值|你(觉得|认为|怎么看)|(?:^|[,，。你您])怎么评价|(应不应|该不该)"
    r"|^[你您](是谁|是什么|叫什么|能做|会做|能干)"
    r"|(输出|打印|显示|泄露|说出)[^，。？！]{0,10}(密码|口令|密钥|提示词|指令|api)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another part of a question, of the same region and year: what each asks for alone."""

    label: str
    own: tuple[Term, ...]
    other: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked: of one region, about one attribute.

    ``regions`` holds the innermost regions named (槐荫区, not 济南市槐荫区), cities and provinces
    only where something is said of them; ``places`` the others (济南 in 济南国际中心); ``years``
    the years. ``focus`` holds the
    content words next to the question word, ``quoted`` what stands in quotation marks;
    ``siblings`` the other parts that it is told apart from.
    """

    text: str
    label: str
    regions: tuple[str, ...]
    places: tuple[str, ...]
    years: tuple[int, ...]
    kind: Kind
    asked: Asked | None
    terms: tuple[Term, ...]
    focus: tuple[Term, ...]
    quoted: tuple[str, ...]
    siblings: tuple[Sibling, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, completed from the conversation, and its parts; none for an instruction.

    ``instead`` are the parts to try where not all of ``parts`` are answered: the two that a share
    is worked out of, or a change as the article itself may state it.
    """

    asked: str
    text: str
    parts: tuple[Part, ...]
    instead: tuple[Part, ...] = ()


def understand(text: str, history: Sequence[Turn] = ()) -> Question:
    """Return the question and its parts.

    Raises:
        UsageError: the question is empty, has no letter or digit, or is longer than ``LONGEST``.
    """
    asked = checked(text)
    alone = unicodedata.normalize("NFKC", asked)
    full = complete(alone, history)
    if full != alone:
        full = of_one(full)
    if _INSTRUCTION.search(full):
        return Question(asked, full, ())
    parts = _told_apart([part_of(piece, label) for piece, label in split(full)])
    others = tuple(part_of(piece, label) for piece, label in otherwise(full))
    return Question(asked, full, parts, others)


def _told_apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts of a question, each with those of its region and year beside it."""

    def beside(part: Part, other: Part) -> Sibling:
        own = tuple(term for term in part.terms if term not in other.terms)
        return Sibling(other.label, own, tuple(t for t in other.terms if t not in part.terms))

    return tuple(
        replace(
            part,
            siblings=tuple(
                beside(part, other)
                for other in parts
                if other is not part and (other.regions, other.years) == (part.regions, part.years)
            ),
        )
        for part in parts
    )


def checked(text: str) -> str:
    """Return the question stripped, or raise a UsageError that says what is wrong with it."""
    asked = text.strip()
    if not asked:
        raise UsageError("The question is empty: ask something about the articles.")
    if len(asked) > LONGEST:
        raise UsageError(
            f"The question has {len(asked)} characters: ask in at most {LONGEST} characters."
        )
    if not any(character.isalnum() for character in asked):
        raise UsageError(f"The question {asked[:20]!r} has no word in it: ask in words.")
    return asked


def part_of(text: str, label: str) -> Part:
    """Return a plain question of one region and one attribute as a part."""
    mentions = find_regions(text)
    cities = [m for m in mentions if m.name.endswith("市")]
    if cities and not any(is_local(m.name) for m in mentions if m not in cities):
        text = _of_all(text, cities)
        mentions = find_regions(text)
    ends = _ends_of_ways(mentions, text)
    firm = [m for m in mentions if not is_wide(m.name) or is_spoken_of(m, text)]
    firm = [m for m in firm if m not in ends and not _is_sent_to(m, text)]
    firm = [m for m in firm if not _is_in_name(m, text)]
    bare = without(text, firm, " ")
    return Part(
        text=text,
        label=label,
        regions=innermost(firm),
        places=tuple(m.name for m in mentions if m not in firm or _holds_town(m, firm)),
        years=tuple(sorted({p.year for p in find_periods(text) if p.year is not None})),
        kind=_kind(text),
        asked=asked_unit(text),
        terms=content_terms(without(bare, find_periods(bare), " ")),
        focus=_focus(bare),
        quoted=tuple(re.findall(r"[“「《『]([^”」》』]+)[”」》』]", text)),
    )


def _of_all(text: str, cities: Sequence[RegionMention]) -> str:
    """Return a question with 全市 told by the name of the city before it: 无锡全市 is 无锡市."""
    for city in reversed(cities):
        if text.startswith("全市", city.end):
            text = f"{text[: city.start]}{city.name}{text[city.end + 2 :]}"
    return re.sub("全市的?", "", text)


def _is_in_name(mention: RegionMention, text: str) -> bool:
    """Return whether a city only begins the name of a body: 长沙市恒定中学."""
    after = text[mention.end :]
    return is_wide(mention.name) and _BODY.match(after) is not None


def _is_sent_to(mention: RegionMention, text: str) -> bool:
    """Return whether something is sent to a place: 送涿州的物资, 给涿州送了多少床被子."""
    before, after = text[: mention.start], text[mention.end :]
    given = before.endswith("给") and re.match("[送捐拨寄运发派]", after)
    return bool(given or _SENT_TO.search(before))


def _ends_of_ways(mentions: Sequence[RegionMention], text: str) -> list[RegionMention]:
    """Return the mentions that name a road or a line by its ends: 甲市至乙县高速."""
    return [
        end
        for one, two in pairwise(mentions)
        if _TO.fullmatch(text, one.end, two.start) and _LINE.match(text, two.end)
        for end in (one, two)
    ]


def _holds_town(mention: RegionMention, others: Sequence[RegionMention]) -> bool:
    """Return whether a district only leads to one of its towns: 余杭区 in 余杭区良渚街道."""
    return is_local(mention.name) and any(leads(mention, other) for other in others)


def in_city(part: Part, regions: Sequence[str]) -> Part:
    """Return a part about 全市 as one about the city that an article's regions lie in."""
    if part.regions or "全市" not in part.text or not regions:
        return part
    cities = [name for name in (*regions, *parents(regions[0])) if name.endswith("市")]
    return part_of(part.text.replace("全市", cities[0]), part.label) if cities else part


def _focus(text: str) -> tuple[Term, ...]:
    """Return the content words next to the question word: what is asked for.

    >>> [term.word for term in _focus("新建的公厕每座造价多少？")]
    ['造价']
    """
    text = MEASURE.sub(r"\1 ", text)
    found = ASKING.search(text)
    if found is None:
        return content_terms(text)[-1:]
    before = content_terms(re.split(r"[，,；;。]", text[: found.start()])[-1])
    after = content_terms(re.split(r"[，,；;。？?]", text[found.end() :])[0])
    return tuple(
        [t for t in before if is_known(t.word)][-1:] + [t for t in after if is_known(t.word)][:1]
    )


def _kind(text: str) -> Kind:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "open")
