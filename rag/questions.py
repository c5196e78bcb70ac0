"""A question as asked → the parts that can each be answered and cited alone.

Rules only, all of them about how Chinese asks: question words, coordination, pronouns. Does not
look at the index, so a district or year that no article covers is kept and leads to a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Literal

import jieba

from rag.asked import Asked, asked_unit
from rag.errors import UsageError
from rag.numerals import fold
from rag.periods import Period, find_periods
from rag.regions import RegionMention, find_regions, is_wide, parents, within
from rag.synonyms import joined
from rag.types import Turn

Kind = Literal["figure", "date", "person", "place", "list", "reason", "manner", "polar", "open"]

LONGEST = 2000  # characters; a question, not an article

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("person", re.compile(r"谁|哪位|何人|哪个人|什么人|哪一位")),
    ("list", re.compile(r"哪些|哪几|哪[两二三四五六七八九十]|分别是(?!多少|几)|包括什么|有什么")),
    (
        "date",
        re.compile(
            r"什么时候|何时|什么时间|哪[一]?[年月天日]|几月几?[日号]?|几[号日](?!线)|啥时候"
        ),
    ),
    (
        "figure",
        re.compile(r"多少|几[^乎]|多[大长高久快远重宽深]|百分之几|占比|比例|比重|增速|增幅|第几"),
    ),
    ("place", re.compile(r"哪里|哪儿|何处|什么地方|在哪")),
    ("reason", re.compile(r"为什么|为何|为啥|原因|凭什么")),
    ("manner", re.compile(r"如何|怎么|怎样")),
    ("polar", re.compile(r"吗[？?]?$|是否|是不是|有没有|能不能|有无|能否")),
)
_ASKING = re.compile(
    r"多少|几[个家所座条项名位处类次件户人天年月亿万]|什么|哪|谁|何时|何处|为何|如何|怎么|怎样|"
    r"多[大长高久快远重宽深]|第几|百分之几|是否|是不是|有没有|吗|呢|啥"
)
_FUNCTION_WORDS = frozenset(  # carry no content in a question
    ["请问", "请", "问", "告诉", "我", "我们", "你", "你们", "您", "他", "她", "它", "咱", "咱们", "知道", "知不知道", "想", "想要", "了解", "一下", "关于", "的", "了", "是", "在", "有", "和", "与", "及", "以及", "还有", "还", "多少", "几", "几个", "几家", "几所", "几项", "什么", "哪些", "哪", "哪个", "哪家", "哪里", "哪儿", "哪位", "哪年", "哪天", "哪几", "谁", "何时", "何", "何处", "为什么", "为何", "如何", "怎么", "怎样", "怎么样", "呢", "吗", "呀", "吧", "啊", "么", "个", "家", "所", "项", "名", "位", "处", "类", "次", "件", "户", "人", "天", "年", "月", "日", "号", "到", "达", "达到", "达成", "为", "将", "会", "要", "能", "能够", "可以", "可", "共", "总共", "一共", "分别", "各", "各自", "各是", "具体", "情况", "介绍", "报道", "文章", "文中", "提到", "里", "里面", "中", "上", "下", "说", "说是", "叫", "叫做", "称为", "是否", "是不是", "有没有", "这", "那", "那么", "这个", "那个", "其", "该", "此", "之", "被", "把", "由", "从", "对", "向", "给", "让", "就", "都", "也", "又", "并", "而", "或", "等", "多", "大", "长", "高", "久", "快", "大概", "大约", "左右", "时候", "时间", "时", "啥", "咋", "否", "有无", "没有", "今年", "目前", "现在", "当前", "数字", "数量", "数", "多大", "多长", "多高", "多久", "多快", "第几", "得", "着", "过", "地", "呗", "嘛", "于", "以", "帮", "帮我", "查", "查查", "查询", "看看", "看", "想问", "麻烦", "谢谢", "你好", "您好", "这次", "那次", "一些", "某", "每", "只", "才", "仅", "曾", "曾经", "座", "张", "块", "辆", "条", "串", "栋", "种", "批", "只", "部", "层", "套", "篇", "份", "支", "枚", "点", "元", "亿元", "万元", "平方米", "公里", "亩", "前", "后", "用", "占", "收", "定", "相比", "相较", "对比", "比较", "比", "更", "最", "包括", "包含", "含", "担任", "职务", "职位", "身份", "些", "样", "样子", "指", "讲", "称", "名字", "名称", "名", "属于", "主要", "差不多", "看到", "遵循", "做", "作", "这些", "那些", "它们", "他们", "她们", "咱们", "地方", "方面", "事", "事情", "东西", "内容", "问题是", "之间", "其中", "当中", "一起", "开始", "需要", "已", "已经", "是多少", "计划", "准备", "打算", "打算在", "预计", "目标", "总", "总量"]
)  # fmt: skip
_COUNTED = re.compile(  # 两家, 几条, 哪座, 三大: how many are asked for, not of what
    r"[哪几每那这第一二三四五六七八九十两百千万亿]+[个家所座条项名位处类次件户人天年月日样种大批只部层句点度者方面篇串块张辆栋]*"
)
_INSTRUCTION = re.compile(
    r"(忽略|无视|忘记|忘掉|不要管|别管|不用管|抛开|绕过)[^，。？！]{0,12}(规则|指令|指示|要求|限制|设定|提示|约束|身份|原文|文章|校验|核对)"
    r"|(写|作|编|创作|来|讲)(一|几|两|个|段|首|篇|则)+[^，。？！]{0,16}(诗|词|歌|故事|笑话|文章|作文|小说|口号|标语|稿|评论|代码|程序|对联|段子)"
    r"|(翻译|译)(成|为)|扮演|假装|假设你|你现在是|从现在(开始|起)[，,]?你|系统提示|system prompt|ignore (all|previous|the)"
    r"|(所有|全部|每个|上述|这些|把|将)[^，。？！]{0,12}(数字|数据|数值|金额|结果)[^，。？！]{0,8}(乘以|除以|加上|减去|翻倍|翻一番后|换成|替换|改成|改为|删)"
    r"|(输出|打印|显示|泄露|说出)[^，。？！]{0,10}(密码|口令|密钥|提示词|指令|api)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"^(那么|那|这|它们|它|他们|他|她们|她|其|该)|它们?的|他们?的|她们?的|其中|这个|那个|该项目|该区|该市|前者|后者|上述"
)
_BOTH = re.compile(
    r"(?P<of>.*的)?(?P<one>[^，、和与及是]{2,14})(?:和|与|及|以及|、)(?P<other>[^的，、和与及是]{2,14})"
    r"(?P<head>的[^的，]{1,6})?(?:分别|各自|各)(?:是|为|有|达到?)?(?P<asks>.*)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question; ``weight`` is its rarity in Chinese, 0 to 1."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked: of one region, about one attribute.

    ``regions`` holds the innermost regions named (槐荫区, not 济南市槐荫区), cities and provinces
    only by their full names (济南 may be part of a name); ``years`` the years. ``focus`` holds the
    content words next to the question word, ``quoted`` what stands in quotation marks.
    """

    text: str
    label: str
    regions: tuple[str, ...]
    years: tuple[int, ...]
    kind: Kind
    asked: Asked | None
    terms: tuple[Term, ...]
    focus: tuple[Term, ...]
    quoted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, completed from the conversation, and its parts; none for an instruction."""

    asked: str
    text: str
    parts: tuple[Part, ...]


def understand(text: str, history: Sequence[Turn] = ()) -> Question:
    """Return the question and its parts.

    Raises:
        UsageError: the question is empty, has no letter or digit, or is longer than ``LONGEST``.
    """
    asked = checked(text)
    full = complete(asked, history)
    if _INSTRUCTION.search(full):
        return Question(asked, full, ())
    return Question(asked, full, tuple(_part(piece, label) for piece, label in _split(full)))


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


def complete(text: str, history: Sequence[Turn]) -> str:
    """Return a follow-up with what it leaves out, taken from the last question asked.

    >>> complete("那天桥区呢？", [Turn("user", "历下区新增学位多少个？")])
    '天桥区新增学位多少个？'
    """
    earlier = [turn.content.strip() for turn in history if turn.role == "user" and turn.content]
    if not earlier or not _is_elliptic(text):
        return text
    before = complete(earlier[-1], [Turn("user", content) for content in earlier[:-1]])
    rest = re.sub(r"^(那么|那|这|再问一下|请问|还有|另外)", "", text.strip())
    rest = re.sub(r"(呢|怎么样|如何)?[？?。]*$", "", rest)
    if re.fullmatch(r"(全市|全省|全国|整个市)(的|呢|是多少|多少)*", rest):
        return _swap_region(before, find_regions(before), rest[:2])
    new, old = find_regions(rest), find_regions(before)
    remaining = content_terms(_without(rest, new))
    if new and not remaining:
        return _swap_region(before, old, new[0].name)
    when = find_periods(rest)
    if when and not _remaining(rest, when):
        return _swap_period(before, find_periods(before), when[-1].text)
    attribute = _REFERS.sub("", rest)
    old_names = _innermost(old)
    alone = bool(new) or len(content_terms(attribute)) > 1
    topic = "".join(() if new else old_names[-1:]) if alone else _topic(before)
    if _ASKING.search(attribute):
        return f"{topic}{attribute}？"
    return f"{topic}{attribute}{'是多少' if _MEASURED.search(attribute) else '是什么'}？"


_REFERS = re.compile(r"^(它们?|他们?|她们?|其中?|这个|那个|该项目|该区|该市|上述|前者|后者)的?")
_MEASURED = re.compile(r"(投资|金额|面积|长度|收入|利润|增速|增幅|总额|总量|规模|[数率比价量额])$")


def _remaining(text: str, periods: Sequence[Period]) -> tuple[Term, ...]:
    return content_terms(_cut(text, periods))


def _swap_period(before: str, old: Sequence[Period], when: str) -> str:
    if old:
        return before[: old[0].start] + when + before[old[0].end :]
    named = max((m.end for m in find_regions(before)), default=0)
    return before[:named] + when + before[named:]


def _is_elliptic(text: str) -> bool:
    """Return whether a question leaves out what it is about."""
    mentions = find_regions(text)
    terms = content_terms(_without(text, mentions))
    if _PRONOUN.search(text) or re.search(r"呢([？?。，, ]|$)", text):
        return bool(terms or mentions or find_periods(text))
    return len(terms) == 1 and not mentions and not re.search("[“「《]", text)


def _swap_region(before: str, old: Sequence[RegionMention], name: str) -> str:
    if not old:
        return f"{name}{before}"
    inner = _innermost(old)
    first = next(mention for mention in old if mention.name == inner[0])
    return (
        _without(before[: first.start], [m for m in old if m.end <= first.start])
        + name
        + (before[first.end :])
    )


def _topic(before: str) -> str:
    """Return what the earlier question was about, without the attribute it asked for."""
    found = _ASKING.search(before)
    head = re.sub(r"(是|为|有|达到?|共|将)+$", "", before[: found.start()] if found else before)
    head = re.sub(r"^(请问|那么|那)", "", head).rstrip("，,？?。 的")
    named = re.search(r"[“「《『][^”」》』]+[”」》』]", head)
    if named:
        regions = [mention.name for mention in find_regions(head[: named.start()])]
        return "".join(regions[-1:]) + named.group()
    if found and found.group().startswith("多") and found.group() != "多少":
        return head  # 多长 names its attribute itself
    if "的" in head:
        return head.rsplit("的", 1)[0]
    words = jieba.lcut(head)
    return "".join(words[:-1]) if len(words) > 1 else head


def _split(text: str) -> list[tuple[str, str]]:
    """Return (text, label) of each part; a label names the part when it is missing."""
    by_region = _split_regions(text)
    if len(by_region) > 1:
        return by_region
    return [(piece, piece.rstrip("？?。")) for piece in _split_attributes(text)]


def _split_regions(text: str) -> list[tuple[str, str]]:
    mentions = find_regions(text)
    names = _side_by_side(mentions)
    whole = re.search(r"全市", text)
    if len(names) == 1 and not is_wide(names[0]) and whole and parents(names[0]):
        city = [m for m in mentions if m.name == parents(names[0])[0] and m.end == whole.start()]
        begin = city[0].start if city else whole.start()
        mentions = [m for m in mentions if m not in city]
        mentions.append(RegionMention(parents(names[0])[0], begin, whole.end()))
        names = (*names, parents(names[0])[0])
    if len(names) < 2:
        return []
    first = {name: next(m for m in mentions if m.name == name) for name in reversed(names)}
    chosen = sorted(first.values(), key=lambda m: m.start)
    lead = _without(text[: chosen[0].start], [m for m in mentions if m.end <= chosen[0].start])
    ends = [m.start for m in chosen[1:]] + [len(text)]
    own = [
        re.sub(r"^的|(和|与|跟|同|及|以及|、|，|,|相比|对比|比较|比)+$", "", text[m.end : end])
        for m, end in zip(chosen, ends, strict=True)
    ]
    shared = own[-1] if content_terms(own[-1]) else max(own, key=len)
    return [
        (_asks_how_much(lead + m.name + _own(piece, shared)), m.name)
        for m, piece in zip(chosen, own, strict=True)
    ]


def _side_by_side(mentions: Sequence[RegionMention]) -> tuple[str, ...]:
    """Return the regions named, without those that only lead to the next (济南市 in 济南市历下区)."""
    leading = {
        outer.name
        for outer in mentions
        for inner in mentions
        if 0 <= inner.start - outer.end <= 1 and within(inner.name, outer.name)
    }
    return tuple(dict.fromkeys(m.name for m in mentions if m.name not in leading))


def _own(piece: str, last: str) -> str:
    """Return what is asked of one region: its own words, or those after the last region.

    「历下区和槐荫区新增学位各多少」 shares them, 「甲区1-10月和乙区上半年，投资增速…」 all but the period.
    """
    if piece == last:
        return piece
    periods = find_periods(piece)
    if content_terms(_cut(piece, periods)):
        return piece
    shared = _cut(last, [p for p in find_periods(last) if p.start == 0]) if periods else last
    return piece + shared.lstrip("，,")


def _cut(text: str, spans: Sequence[Period], gap: str = "") -> str:
    for span in sorted(spans, key=lambda s: -s.start):
        text = text[: span.start] + gap + text[span.end :]
    return text


def _asks_how_much(text: str) -> str:
    """Return a comparing question (谁更多) as the plain one that each side answers (多少)."""
    plain = re.sub(r"(各|分别|各自)(是|为|有)?(?=多少|几)", "", text)
    plain = re.sub(r"(相差|差距|差)(是)?(多少|几).*$", "", plain)
    compares = r"(哪一个|哪个[区县市]?|哪[区县市]|谁)?的?(更|最|比较)?((?<!不)多|高|大|快|(?<!多)少|低|小|慢)(一些|些)?"
    plain = re.sub(compares + r"(?=[，,？?。]|$)", "", plain)
    plain = re.sub(r"^(谁|哪一个|哪个[区县市]?|哪[区县市])|(?<=[，,])(谁|哪个[区县市]?)", "", plain)
    plain = re.sub(r"谁(?=新增|增加|完成|实现|的)", "", plain).strip("，,？?。 ")
    return f"{plain}？" if _ASKING.search(plain) else f"{plain}是多少？"


def _split_attributes(text: str) -> list[str]:
    named = max((m.end for m in find_regions(text)), default=0)
    both = _BOTH.fullmatch(text[named:].rstrip("？?。"))
    if both and _ASKING.search(both["asks"]):
        lead, tail = text[:named] + (both["of"] or ""), (both["head"] or "") + both["asks"]
        return [f"{lead}{_own(both['one'], both['other'])}{tail}", f"{lead}{both['other']}{tail}"]
    pieces = [piece for piece in re.split(r"[，,；;。？?！!]", text) if piece.strip()]
    asking = [piece for piece in pieces if _ASKING.search(piece)]
    if len(asking) < 2 or any(len(content_terms(piece)) == 0 for piece in asking):
        return [text]
    said = text[: text.index(asking[1])].rstrip("，,；;。？?！! ")
    told = re.sub(
        r"(共|总共|一共|分别|各|是|为|有|达到?)*(多少|几)[个家所座条项名位处类件户]?(?=[^，。]*$)",
        "",
        said,
    )
    subject = told if told != said else _topic(said)
    return [said] + [
        piece if find_regions(piece) and find_regions(text) else f"{subject}，{piece}"
        for piece in asking[1:]
    ]


def _part(text: str, label: str) -> Part:
    mentions = find_regions(text)
    firm = [m for m in mentions if not is_wide(m.name) or m.end - m.start == len(m.name)]
    bare = _without(text, firm, " ")
    return Part(
        text=text,
        label=label,
        regions=_innermost(firm),
        years=tuple(sorted({p.year for p in find_periods(text) if p.year is not None})),
        kind=_kind(text),
        asked=asked_unit(text),
        terms=content_terms(_cut(bare, find_periods(bare), " ")),
        focus=_focus(bare),
        quoted=tuple(re.findall(r"[“「《『]([^”」》』]+)[”」》』]", text)),
    )


def _focus(text: str) -> tuple[Term, ...]:
    """Return the content words next to the question word: what is asked for.

    >>> [term.word for term in _focus("新建的公厕每座造价多少？")]
    ['造价']
    """
    found = _ASKING.search(text)
    if found is None:
        return content_terms(text)[-1:]
    before = content_terms(re.split(r"[，,；;。]", text[: found.start()])[-1])
    after = content_terms(re.split(r"[，,；;。？?]", text[found.end() :])[0])
    return before[-1:] + after[:1]


def _kind(text: str) -> Kind:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "open")


def _innermost(mentions: Sequence[RegionMention]) -> tuple[str, ...]:
    names = list(dict.fromkeys(mention.name for mention in mentions))
    return tuple(n for n in names if not any(o != n and within(o, n) for o in names))


def _without(text: str, mentions: Sequence[RegionMention], gap: str = "") -> str:
    for mention in sorted(mentions, key=lambda m: -m.start):
        text = text[: mention.start] + gap + text[mention.end :]
    return text


def content_terms(text: str) -> tuple[Term, ...]:
    """Return the words that carry meaning, each once, with their weights."""
    words = [word.strip() for word in jieba.lcut(fold(text).lower())]
    weights = {word: rarity(word) for word in words}
    for word in joined(words):  # 老旧 + 小区: as rare as its rarest part
        parts = [weights[part] for part in words if part in word]
        weights.setdefault(word, max(parts, default=1.0))
    return tuple(
        Term(word, weights[word]) for word in dict.fromkeys(joined(words)) if _carries_content(word)
    )


def _carries_content(word: str) -> bool:
    return (
        word not in _FUNCTION_WORDS
        and any(character.isalnum() for character in word)
        and not _COUNTED.fullmatch(word)
    )


@cache
def rarity(word: str) -> float:
    """Return how much a word tells, 0.1 (everyday) to 1.0 (rare), from jieba's counts.

    A pair of letters that jieba does not know is as often a wrong cut as a name: 0.5.
    """
    jieba.initialize()
    count = jieba.dt.FREQ.get(word, 0)
    if not count:
        return 0.5 if len(word) <= 2 and not word.isascii() else 1.0
    scale = 0.5 if len(word) == 1 else 1.0
    return scale * min(1.0, max(0.1, (log(jieba.dt.total / count) - 6) / 10))
