"""A question as asked → the parts that can each be answered and cited alone.

Rules only, all of them about how Chinese asks: question words, coordination, pronouns. Does not
look at the index, so a district or year that no article covers is kept and leads to a refusal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.asked import Asked, asked_unit
from rag.errors import UsageError
from rag.followups import complete, topic_of
from rag.keywords import ASKING, Term, content_terms, is_known, without
from rag.periods import find_periods
from rag.regions import (
    RegionMention,
    find_regions,
    innermost,
    is_spoken_of,
    is_wide,
    parents,
    within,
)
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
    ("reason", re.compile(r"(?<![定称名评视列选成])为什么|为何|为啥|原因|凭什么")),
    ("manner", re.compile(r"如何|怎么|怎样")),
    ("polar", re.compile(r"吗[？?]?$|是否|是不是|有没有|能不能|有无|能否")),
)
_INSTRUCTION = re.compile(
    r"(忽略|无视|忘记|忘掉|不要管|别管|不用管|抛开|绕过)[^，。？！]{0,12}"
    r"(规则|指令|指示|要求|限制|设定|提示|约束|身份|原文|文章|校验|核对)"
    r"|(写|作|编|创作|来|讲)(一|几|两|个|段|首|篇|则)+[^，。？！]{0,16}"
    r"(诗|词|歌|故事|笑话|文章|作文|小说|口号|标语|稿|评论|代码|程序|对联|段子)"
    r"|(翻译|译)(成|为)|扮演|假装|假设你|你现在是|从现在(开始|起)[，,]?你"
    r"|系统提示|system prompt|ignore (all|previous|the)"
    r"|(所有|全部|每个|上述|这些|把|将)[^，。？！]{0,12}(数字|数据|数值|金额|结果)[^，。？！]{0,8}"
    r"(乘以|除以|加上|减去|翻倍|换成|替换|改成|改为|删)"
    r"|好不好|值不值|你(觉得|认为|怎么看)|怎么评价|(应不应|该不该)"
    r"|^[你您](是谁|是什么|叫什么|能做|会做|能干)"
    r"|(输出|打印|显示|泄露|说出)[^，。？！]{0,10}(密码|口令|密钥|提示词|指令|api)",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?P<of>.*的)?(?P<one>[^，、和与及是]{2,14})(?:和|与|及|以及|、)(?P<other>[^的，、和与及是]{2,14})"
    r"(?P<head>的[^的，]{1,6})?(?:分别|各自|各)(?:是|为|有|达到?)?(?P<asks>.*)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked: of one region, about one attribute.

    ``regions`` holds the innermost regions named (槐荫区, not 济南市槐荫区), cities and provinces
    only where something is said of them; ``places`` the others (济南 in 济南国际中心); ``years``
    the years. ``focus`` holds the
    content words next to the question word, ``quoted`` what stands in quotation marks.
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
    full = complete(unicodedata.normalize("NFKC", asked), history)
    if full != asked and _COMPARES.search(full) and len(_side_by_side(find_regions(full))) == 1:
        full = _asks_how_much(full)  # 那天桥区呢 after 谁更多: there is nothing left to compare
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
    text = _BY_HOW_MUCH.sub("", text)
    first = {name: next(m for m in mentions if m.name == name) for name in reversed(names)}
    chosen = sorted(first.values(), key=lambda m: m.start)
    lead = without(text[: chosen[0].start], [m for m in mentions if m.end <= chosen[0].start])
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
    """Return the regions named, without those that only lead to the next (济南市历下区)."""
    leading = {
        outer.name
        for outer in mentions
        for inner in mentions
        if 0 <= inner.start - outer.end <= 1 and within(inner.name, outer.name)
    }
    return tuple(dict.fromkeys(m.name for m in mentions if m.name not in leading))


def _own(piece: str, last: str) -> str:
    """Return what is asked of one region: its own words, or those after the last region.

    「历下区和槐荫区新增学位各多少」 shares them; 「甲区1-10月和乙区上半年，投资增速…」 shares all
    but the period.
    """
    if piece == last:
        return piece
    periods = find_periods(piece)
    if content_terms(without(piece, periods)):
        return piece
    shared = without(last, [p for p in find_periods(last) if p.start == 0]) if periods else last
    return piece + shared.lstrip("，,")


_BY_HOW_MUCH = re.compile(  # 甲区…比乙区少多少: both are asked for …
    r"(?<=[\u4e00-\u9fff])(多|少|高|低|快|慢)(了|出)?(多少|几)[^，。？?]*[？?]?$"
)
_COMPARES = re.compile(
    r"(哪一个|哪个[区县市]?|哪[区县市]|谁)?的?(更|最|比较)?"
    r"((?<!不)多|高|大|快|(?<!多)少|低|小|慢)(一些|些)?(?=[，,？?。]|$)"
)


def _asks_how_much(text: str) -> str:
    """Return a comparing question (谁更多) as the plain one that each side answers (多少)."""
    plain = re.sub(r"(分别|各自|各)(?![类项级地区市县种部界方单])(是|为|有)?", "", text)
    plain = re.sub(r"(相差|差距|差)(是)?(多少|几).*$", "", plain)
    plain = _COMPARES.sub("", plain)
    plain = re.sub(r"^(谁|哪一个|哪个[区县市]?|哪[区县市])|(?<=[，,])(谁|哪个[区县市]?)", "", plain)
    plain = re.sub(r"谁(?=新增|增加|完成|实现|的)", "", plain).strip("，,？?。 ")
    return f"{plain}？" if ASKING.search(plain) else f"{plain}是多少？"


def _split_attributes(text: str) -> list[str]:
    named = max((m.end for m in find_regions(text)), default=0)
    both = _BOTH.fullmatch(text[named:].rstrip("？?。"))
    if both and ASKING.search(both["asks"]):
        lead, tail = text[:named] + (both["of"] or ""), (both["head"] or "") + both["asks"]
        return [f"{lead}{_own(both['one'], both['other'])}{tail}", f"{lead}{both['other']}{tail}"]
    pieces = [piece for piece in re.split(r"[，,；;。？?！!]", text) if piece.strip()]
    asking = [piece for piece in pieces if ASKING.search(piece)]
    if len(asking) < 2 or any(len(content_terms(piece)) == 0 for piece in asking):
        return [text]
    said = text[: text.index(asking[1])].rstrip("，,；;。？?！! ")
    told = re.sub(
        r"(共|总共|一共|分别|各|是|为|有|达到?)*(多少|几)[个家所座条项名位处类件户]?(?=[^，。]*$)",
        "",
        said,
    )
    subject = told if told != said else topic_of(said)
    return [said] + [
        piece if find_regions(piece) and find_regions(text) else f"{subject}，{piece}"
        for piece in asking[1:]
    ]


def _part(text: str, label: str) -> Part:
    mentions = find_regions(text)
    firm = [m for m in mentions if not is_wide(m.name) or is_spoken_of(m, text)]
    bare = without(text, firm, " ")
    return Part(
        text=text,
        label=label,
        regions=innermost(firm),
        places=tuple(m.name for m in mentions if m not in firm),
        years=tuple(sorted({p.year for p in find_periods(text) if p.year is not None})),
        kind=_kind(text),
        asked=asked_unit(text),
        terms=content_terms(without(bare, find_periods(bare), " ")),
        focus=_focus(bare),
        quoted=tuple(re.findall(r"[“「《『]([^”」》』]+)[”」》』]", text)),
    )


def _focus(text: str) -> tuple[Term, ...]:
    """Return the content words next to the question word: what is asked for.

    >>> [term.word for term in _focus("新建的公厕每座造价多少？")]
    ['造价']
    """
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
