"""Whether a figure is of a part only of what is asked: one kind, phase or place of it.

跨境电商出口 is narrower than 出口, 女职工 than 职工, 一期投资 than 总投资.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from jieba import posseg

from rag.features import match
from rag.figures import find_figures
from rag.keywords import Term, content_terms
from rag.naming import names_thing
from rag.questions import Part
from rag.sentence import Fact
from rag.sought import sought
from rag.synonyms import synonyms

MISSED = 0.5  # a word that a text holds less of than this is not in it
COMMON = 0.25  # the weight of a word too common to name a thing
_DOER = re.compile(  # 金融机构贷款余额 is all there is
    "(?:机构|企业|公司|集团|部门|单位|各[市区县地]|市县|警方|法院|检察院|公安局?|海关|民警|嫌疑人|政府)$"
)
_KIND = re.compile(  # 护理型, 生产类, 一期, 主桥: of one kind or phase
    r"(?![新大小中转典模微车机户房血体类])[\u4e00-\u9fff]型(?=[\u4e00-\u9fff])"
    r"|(?![各分这此同几多两个大])(?:[\u4e00-\u9fff](?=品类))?[\u4e00-\u9fff]类(?=[\u4e00-\u9fff])(?![型别似等]|[商产用]品)"
    r"|(?P<phase>[一二三四五六首]期)|主(?=[桥塔楼])"
)
_PHASES = re.compile("期|[首头第]一?[轮批回波]")
_DONE_TO = re.compile(  # 新建学校多少所: what was done, and what it was done to
    "(?:新[增建开设辟]|(?P<deed>改扩?建|改造|修[建复]|建成|引进|培育|发放|招[聘募]|开工|竣工|投用|拆除|种植|投放))了?"
    "的?(?P<thing>[\u4e00-\u9fff]{2,8}?)(?:是|为|有)?(?:多少|几)"
)
_EVERY = re.compile(
    "[总全各新原本共内里后]+|基本|整体|总体|调查|[省市国海]内外|合作|犯罪|违法|中国|我国|行业|产业|业务|营业|经营|平均|正常|相关|增加值|震源|[去上]年|地区|现代|经济|专兼职|先进|优质|直接|设计|额定|规模以上|规上|限额以上|前期|此前|主动|积极|归母|主营|案件|(?:综合)?指数|领导"
)  # 业务收入 is all of 收入
_DONE = re.compile(  # deeds that are tagged as nouns too
    "清[理除缴运]|[排巡检普]查|查[处获扣封]|抽[取查检]|走访|慰问|救助|抢修|修复|整[治改]|发放|捐[赠助献]|送[出达]|上[交缴]|[虚上]报"
    "|调解|化解|受理|转移|安置|疏散|解救|[抓捕]获|[破侦]获|侦破|收缴|扑灭|栽[植种]|招募|出动|采购|派出|劝[阻导离返]|曝光|提供"
)
_BUSINESS = re.compile(
    "(?P<of>[\u4e00-\u9fffA-Za-z\\d]{2,12}?)(?:业务|板块|事业部|分部|产品线)(?!员|量|厅)"
)
_ONE = re.compile(
    "(?:(?<!应)该|(?<![基日])本|(?<![安健完齐])全)(?P<head>村|社区|校|院|公司|企业|厂|小区|馆|园区|景区|店)(?![民长]|村?干部|职工|师生|党员)"
)
_TOGETHER = re.compile(
    "(?P<items>[^，,。；;：:]*[、和与及][^，,。；;：:]*?)(?:[一总合]?共|合计)[有计]?$"
)
_STRETCH = re.compile("[\u4e00-\u9fff]{2}段(?![时落子位])")
_WOMEN, _WOMAN = re.compile("女(?=[党干职工教学生]|青年)"), re.compile("女|妇|巾帼")
_AND_OTHERS = re.compile(
    r"(?P<items>[^，,。；;：:]*)等(?:\d+|[两三四五六七八九十]+)[大余多]?[个家项处所条座名款种地市县区]"
)
_OF_DEED = re.compile("(?:[了掉过]|出去)(?:多少|几)")  # 一共查了几起: 查处464起 is all of it
_INNER = ("服务", "宣传", "生产", "建设", "管理", "工作", "活动", "经营")  # 物业服务项目
_MEASURE = re.compile("面积|长度|规模|数量|总[量数额]|个数|投资|金额|造价")  # no thing of its own
_OF_LEVEL = re.compile(
    r"[国省市区县]级|[全我本][国省市区县]|^各|辖区|所属|推进|开展|组织|举办|实施|建设|成功"
)
_NEUTRAL = re.compile(
    r"其中|尤其|特别是|并处|荣获|获得|取得|贡献|录得|加快|[高低快慢优好多少]于|截[至止]|一般(?!公共|预算|债|性|贸易)|目标|计划|任务|预期|预计|力争|实际|利用|吸引|引进|参加|参与|办理|安排|投入|达到?"
    r"|当[日天月季年]|[此本][次届]|合计|总计|共计|总共|一共|使用|装载|发放|实现|完成|新增|新建|累计|建成|总数|总量|共有?|现有|拥有|突破|超过?|增长|同比|环比|为|首次|已|将|还|再|分别|各|全部|历史|新高|保持|约"
    r"|[较比]?(?:[上去前]年|年初|上月)(?:同期|年?底|末)?|[较比]?同期|(?<![a-z])q[1-4]"
)


def is_part(part: Part, fact: Fact, sentence: str) -> bool:
    """Return whether a fact of a sentence is of a part of what is asked: a kind, phase or place."""
    kind = _KIND.search(fact.about)
    named = kind and (kind[0] in part.text or (kind[0][-1] in "型类" and kind[0][0] in part.text))
    if kind and not named and not _is_phase_asked(kind[0], part):
        return True
    return _narrowed(part, fact, sentence) or _done_to_another(part.text, fact.own)


def is_whole_of(part: Part, lead: str, rest: str) -> bool:
    """Return whether a figure is of more than is asked, which its sentence tells behind 其中.

    总投资21.7亿元，其中甲校达4.3亿元: the first is not what 甲校 costs.
    """
    if _WOMEN.search(part.text) and not _WOMAN.search(lead):
        return True
    if _STRETCH.search(part.text) and "长" in part.text and "全长" in lead and "段" not in lead:
        return True
    business = _BUSINESS.search(part.text)
    if business and not all(match(t.word, lead) for t in content_terms(business["of"])[-1:]):
        return True  # 公司营收 where that of one business is asked for
    before, _, inner = rest.partition("其中")
    inner = inner[: next((f.start for f in find_figures(inner)), 0)]
    return "其中" not in part.text and any(
        term.weight > COMMON and term.word in inner and not match(term.word, f"{lead}{before}")
        for term in part.terms
    )


def _is_of_several(question: str, lead: str) -> bool:
    """Return whether a figure is of a list and the question names one: 甲园、乙园等13个项目."""
    listed = [*_AND_OTHERS.finditer(lead), *_TOGETHER.finditer(lead)]
    if not listed or re.search("等|[一总合]共|合计", question):
        return False
    items = [item.strip() for item in re.split("[、和及与]", listed[-1]["items"])]
    named = [one for one in items if len(one) > 2 and (one in question or one[-4:] in question)]
    return len(items) > 1 and len(named) == 1


def is_of_others(part: Part, lead: str) -> bool:
    """Return whether a figure is of a list that has the thing asked about, or of one for all.

    Of one village or firm where a district's is asked for.
    """
    if _is_of_several(part.text, lead):
        return True
    ones = [*_ONE.finditer(lead)]
    if not ones or not part.regions or part.kind != "figure" or ones[-1]["head"] in part.text:
        return False
    return not re.search("[全我][区县市镇乡]", lead[ones[-1].end() :])


def _done_to_another(question: str, own: str) -> bool:
    """Return whether one thing was done to another thing than is asked: 新建学校, 新建医院."""
    asked, told = _DONE_TO.search(question), _DONE_TO.search(f"{own}多少")
    if asked is None or told is None or asked["deed"] != told["deed"]:  # 新建 and 新增 are one
        return False
    one, other = asked["thing"], told["thing"]
    known = names_thing(one) and names_thing(other) and not _MEASURE.fullmatch(one)
    return known and not set(one) & set(other) and not match(one, other) and not match(other, one)


def _narrowed(part: Part, fact: Fact, sentence: str) -> bool:
    """Return whether a fact's last word has one before it that the question lacks.

    跨境电商出口 is narrower than 出口, 青石老街接待游客 than 接待游客; 举办峰会 is not, nor is
    what stands behind examples: 甲大学等8所大学.
    """
    words = [term.word for term in content_terms(_NEUTRAL.sub(" ", fact.own))]
    if fact.own.endswith("共") and f"、{fact.own}" in sentence:
        return False  # 甲、乙、丙共10家
    if words and not fact.own.endswith("等") and _is_longer(words[-1], part):
        return True
    before = _narrowing(words, fact.own.lower(), part.text.lower())
    if (
        before is None
        or fact.own.endswith("等")
        or _OF_LEVEL.search(before)
        or _DOER.search(before)
        or f"被{before}" in fact.own
    ):
        return False
    if _says_how(before) or _EVERY.fullmatch(before) or set(before) <= set(part.text):
        return False
    if _is_phase_asked(before, part):
        return False
    if any(_goes_on(before, term.word) for term in part.terms):
        return False
    total = sought(part.text).total and not _OF_DEED.search(part.text)
    loose = fact.summed or not (fact.part or total)
    return not (loose and _is_deed(before)) and not _stands_for_another(before, part, sentence)


def _is_phase_asked(word: str, part: Part) -> bool:
    """Return whether a word tells a phase and the question asks of one: 首期 where 首轮 is."""
    kind = _KIND.fullmatch(word)
    return bool(kind and kind["phase"] and _PHASES.search(part.text))


def _goes_on(word: str, asked: str) -> bool:
    """Return whether a word only says one of the question's in full: 金融服务, 金融; 道路, 路."""
    return word.startswith(asked) or (len(asked) == 1 and word.endswith(asked))


def _stands_for_another(word: str, part: Part, sentence: str) -> bool:
    """Return whether a word may be another for one of the question's: 住宿业 where 酒店 is asked.

    Not where the two share a letter (粮食, 夏粮), or the sentence has that one too (苹果 and 梨).
    """
    return any(
        term.weight > COMMON and not match(term.word, sentence) and not set(term.word) & set(word)
        for term in part.terms
    )


def _narrowing(words: Sequence[str], own: str, text: str) -> str | None:
    """Return the word right before those at the end that the question has, None for none.

    城镇 of 城镇居民人均可支配收入 where 居民人均可支配收入 is asked about.
    """
    tail = ""
    for word in reversed(words):
        if f"{word}{tail}" not in own:
            return None
        if match(word, text) < MISSED:
            return word if tail and not _is_inner(word, words, text) else None
        tail = f"{word}{tail}"
    return None


def _is_inner(word: str, words: Sequence[str], text: str) -> bool:
    """Return whether a word only fills out what the question names: 物业服务项目, 物业项目."""
    at = words.index(word)
    return word in _INNER and at > 0 and match(words[at - 1], text) >= MISSED


def _is_longer(head: str, part: Part) -> bool:
    """Return whether a word is one of the question's with something before it: 女职工, 职工."""
    words = [term.word for term in part.terms if len(term.word) > 1]
    before = [
        head.removesuffix(word)
        for word in words
        if head.endswith(word) and head != word and head not in synonyms(word)
    ]
    return any(
        one not in part.text
        and not _is_deed(one)
        and not _EVERY.fullmatch(one)
        and not (one == "净" and re.search("归母|扣非", part.text))
        and not any(_goes_on(one, word) for word in words)
        for one in before
    )


@lru_cache(maxsize=4096)
def _says_how(word: str) -> bool:
    """Return whether a word tells how or of what a thing is told: 针对, 连续, 在线."""
    return word in ("连续", "持续", "在线", "线上") or posseg.lcut(word)[-1].flag in "dpcr"


@lru_cache(maxsize=4096)
def _is_deed(word: str) -> bool:
    """Return whether a word tells what was done and narrows nothing: 举办, 引进."""
    told = posseg.lcut(word)[-1].flag in ("v", "vd", "d", "p", "c", "r", "m")
    return told or _DONE.fullmatch(word) is not None


def extras(part: Part, fact: Fact) -> list[Term]:
    """Return what a fact's own words add to the question's."""
    return [
        term
        for term in content_terms(_NEUTRAL.sub(" ", fact.own))
        if match(term.word, part.text) < MISSED and len(term.word) > 1
    ]


def head_of(fact: Fact) -> str:
    """Return the last word of what a fact's own words name: 床位 of 护理型床位."""
    words = content_terms(_NEUTRAL.sub(" ", fact.own))
    return words[-1].word if words else ""
