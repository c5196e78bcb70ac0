"""What kind of figure a question asks for, and whether a figure is of that kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from rag.figures import Figure, unit_of
from rag.numerals import SCALE, fold
from rag.periods import Period
from rag.units import UNIT, Family, unit_named

_ANY: frozenset[str] = frozenset(get_args(Family)) - {"ordinal", "label", "clock"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: families that may answer it, and the unit if it names one."""

    families: frozenset[str]
    unit: str | None


LARGE = 10_000  # from here on a figure is written without what it counts: 超2亿
_PERCENT = frozenset({"percent", "ratio", "multiple"})
_CHANGE = frozenset({"percent", "percentage-point", "multiple"})
_LEVEL = _ANY - _PERCENT - _CHANGE
_MONEY = (
    r"多少(?:钱|票子|银子|钞票)|多少[^，。？]{0,4}(?:(?<!免)费|薪|(?<=[案赃罚善欠工货捐存贷])款)(?!用地)|(?:收费|学费|罚款|门票|工资|年薪|月薪|薪资|退休金|养老金|资产|负债|债务|造价|票价)[^，。？]{0,4}多少|(?:资金|投资|收入|产值|金额|交易额|利润|合同额|支出|税收|费用|营收|经费|成本|补贴|外资|款)"
    r"[^，。？]{0,4}多少(?![个家户项]|[^，。？]{0,2}率)"
    r"|(?<![名份配超])额[^，。？]{0,3}多少(?![个家户项])|多少[^，。？]{0,4}(?<![名份配超])额"
    r"|(?:生产总值|总产值|GDP|gdp)[^，。？增长]{0,4}多少(?![个家户项水电能煤])"
)
_PIECE = (  # what a price may be for
    "公[斤里升吨]|千克|立方米?|平方?米|小时|分钟"
    "|[个股平斤吨桶克张份台辆晚天度方亩瓶支件片升粒颗盒袋箱碗杯]"
)
# The first that is found decides, so what is narrower stands before what is wider.
_ASKED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern), frozenset(families))
    for pattern, families in (
        (
            r"(?:电话(?!咨询|来访|访问|预约|调查|会议)|号码|[账帐]号(?!余额|的?粉丝|有)|热线(?!电话咨询)|编号|代码|邮编)[^，。？]{0,6}多少(?![^，。？]{0,3}[钱人次元个])",
            {"label", "number"},
        ),
        (r"水位[^，。？流库]{0,6}(?:多少|多高|几米)", {"length"}),
        (r"(?:用地|面积|土地|绿地|耕地)占[了到]?多少(?=[？?，,]|$)", _PERCENT | {"area"}),
        (r"(?<![全本我该各外])省[了下]?多少(?=[？?，,]|$)", _ANY - {"count", "people"}),
        (r"几个亿(?![人次吨立度台斤只户件])", {"money"}),
        (
            r"第(?:几|多少)|排名(?:多少|如何|怎)|名次|(?<!安)排[在到]?(?:多少|几)(?![碳二废污])",
            {"ordinal"},
        ),
        (
            r"(?:占比|比例|比重|份额)(?:[^，。？]{0,4}，(?=[比较和与同跟]))?[^，。？]{0,12}(?:[高低升降增减多少]|提[高升]|增[加长]|上升|下降|减少|扩大|缩小)[了出]?多少",
            _CHANGE,
        ),
        (
            r"百分之(?:几|多少)|(?:占比|比例|比重)(?![^，。？]*(?:什么|哪|谁|怎么(?!样)|为何|啥))|多少%|几成|(?<![侵抢强])占(?![地用道据])[^，。？]{0,16}?多少(?![^，。？]{0,3}[个家户项人亩元米积地田])|(?:计划|任务|目标|总量|总数|总额)的多少",
            _PERCENT,
        ),
        (r"多少的?(?:份额|比重|比例)", _PERCENT),
        (
            r"(?:增速|[增减涨跌升降]幅|增长率)(?![^，。？]*(?:何时|什么|哪|谁|怎么(?!样)|为何|啥))|[同环]比(?:.{0,4})多少",
            _CHANGE,
        ),
        (r"(?<![效频汇功])率[^，。？]{0,6}(?:多少|多高|几)", _CHANGE),
        (
            r"哪[一几]?个?[年月天日](?![报刊])|何时|(?:什么|啥)时[候间]|几时(?!能不)|几[月号日](?!线)|多少号(?!人)",
            {"date"},
        ),
        (
            r"(?:(?<![一二三四五六首])期限?|时间|画面|录像|寿命|[关判禁困停断耗等]|最[长短]|羁押|历史|[工功]夫)[^，。？]{0,6}多长",
            {"duration"},
        ),
        (r"多少(?:田|地|土地|耕地|农田)(?=[？?，,]|$)", {"area"}),
        (r"多久|多长(?:时间|期限|[工功]夫|日子)|多少时间|时长", {"duration"}),
        (r"(?:年纪(?!委)|岁数|年龄)[^，。？]{0,4}多[大少]|多大(?:年纪|岁数|年龄)|几岁", {"age"}),
        (
            r"(?:[厅馆园场校区院厂房屋棚岛湖]|(?<!金)库)[^，。？]{0,2}(?:有|到底)?多大(?=[？?，,]|$)",
            {"area", "volume"},
        ),
        (r"(?<![多少])(?:赚|挣|亏|盈利|亏损)[了过到]?多少(?=[？?，,]|$)", {"money"}),
        (r"多[大少]面积|(?:面积|占地)[^，。？]{0,8}(?:多少|多大)(?![个家人])", {"area"}),
        (
            r"(?:指数|温度?|得分|价格?|[市价产估]值|身价|额|收入|[工月年]薪|工资|成本|占比|比例|利率|率|满意度|浓度|酒精|电压|血[压糖]|水位|分数|换手|[涨跌]幅|开盘|股票|收益|回报)[^，。？]{0,8}多高|[涨飙冲摸]了?到?过?多高"
            r"|多高的[\u4e00-\u9fff]{0,3}(?:率|收益|利息)",
            _ANY,
        ),
        (r"(?:[影短]片|片子|视频|节目|录音|假期|寿命|会议)[^，。？]{0,10}多长", {"duration"}),
        (r"多[长远高宽深]|(?:全长|长度|距离|时速|里程(?!碑))[^，。？]{0,6}多少", {"length"}),
        (r"多[重沉](?!的?(?:主?刑|处[分罚]|惩罚|责任))", {"weight"}),
        (
            r"(?:产值|增加值|GDP|gdp|生产总值|投资|收入|利润|税收|营收|[售易税款费金资贷产余总]额|支出|费用|成本|工资)[^，。？]{0,3}"
            r"(?:增长|提高|下降|上升|增加|提升|回落|减少)了?多少(?:[？\s]|$)",
            _CHANGE | {"money", "number", "ratio"},
        ),
        (
            r"(?:(?:增长|提高|下降|上升|增加|提升|回落)了?|[多少缩减降涨跌抬增升加砍]了)多少(?:[？?\s]|$)",
            _ANY,
        ),
        (
            rf"(?:[一每](?:{_PIECE}|[年月])|单价|[票房股]价)[^，。？]{{0,6}}多少钱"
            rf"|多少钱[一每/]?(?:{_PIECE})(?:(?=[才了呢能不])|(?![\u4e00-\u9fff]))",
            {"money", "rate"},
        ),
        (
            r"(?:起步|[定售报原现底均单房股]|发行|成交|目标|零售|批发|收购)价[^，。？]{0,4}(?:多少|几)|价格[^，。？]{0,4}多少",
            {"money", "rate"},
        ),
        (r"[少多高低降升涨跌减增缩掉提加抬][了出]?多少(?=[？?，,]|$)", _ANY),
        (_MONEY, {"money"}),
        (r"多少(?:资金|投资|经费|费用|外资|补贴|贷款|产值)", {"money", "number"}),
        (r"多少[^，。？]{1,6}的钱(?=[？?，,]|$)", {"money"}),
        (
            "多少(?:[\u4e00-\u9fff]{0,4}?)(?:学生|[教老]师|[职员民]工|工人|居民|群众|游客|旅客|人才|毕业生|孩子|老人|儿童|干部"
            "|[党团]员|[村市农]民|观众|选手|志愿者|医生|护士|患者|乘客|专家|娃娃?)"
            "(?=[？?，,了]|$|参加|受益|报名|[上入]学|就业|来)",
            {"people", "number"},
        ),
        (r"(?:人数|人口).{0,6}多少|有多少人|(?:多少|几)号人", {"people", "number"}),
        (r"多少[百千万亿]+(?:[？?。]|$)", _LEVEL),
        (r"(?<![质含])(?<!含[\u4e00-\u9fff])量[是为有达到约共]{0,3}多少", _LEVEL),
        (r"(?:[增降高低快慢升跌涨减差]|领先|落后)[^，。？]{0,8}多少", _ANY),
        (r"多少|几个?[万亿]|几何(?=[？?]|$)|多大|多快", _ANY - {"percentage-point"}),
    )
)
_WHY = re.compile("(?<![定称名评视列选成])为什么|为何|为啥|凭什么")
_INDEX = re.compile("(?:[指综成]指?数?|大盘|[沪深]市|股指)[^，,。？?]{0,8}?(?<!涨)(?<!跌)几点")
_CLOCK = re.compile("几[时点]几分|(?<![了高长升降少哪这那])几点(?![建意要希体启措看共经特变原内])")
_POINTS = re.compile(
    "[增长涨升降跌提高低落幅率快慢多少强超抬调砍压缩亏赔赚挣按抽贴加毛利息][^，。？]{0,4}几个点(?!位)"
)  # of a rate, no places
_POINTS_OF_ALL = re.compile("占[^，。？]{0,4}几个点(?!位)")
_YUAN = re.compile(
    "[卖价花收挣赚付值贵贱掏缴交涨罚到走出本][^，。？]{0,6}(?:多少|几)块(?![\u4e00-\u9fff“])|(?:多少|几)[块个]钱"
    f"|(?:均价|平均|[一每](?:{_PIECE}))[^，。？]{{0,4}}(?:多少|几)块(?![\u4e00-\u9fff“])"
)
_EACH = re.compile(f"[每一](?:{_PIECE}|秒|人)")
_HOW_OFTEN = re.compile(
    "多(?:久|长时间)[^，。？]{0,12}一[次回趟]"
)  # 每月一次 tells no length of time
_LIVES = re.compile("(?:多少|几)条(?:人|性|生)?命")
_HOMES = re.compile("(?:多少|几)户?人家(?!口)")
_JOBS = re.compile("多少人的?(?:饭碗|岗位|工作)(?=[？?，,]|$)")
_YEARS = re.compile("(?:多少|几)个?年头")
_SPOKEN = (
    (_YEARS, Asked(frozenset({"duration"}), "年")),
    (_HOMES, Asked(frozenset({"count"}), "户")),
    (_JOBS, Asked(frozenset({"people", "count"}), None)),
    (_INDEX, Asked(frozenset({"count", "number"}), "点")),
    (_CLOCK, Asked(frozenset({"clock"}), None)),
    (_LIVES, Asked(frozenset({"people"}), "人")),
    (_POINTS, Asked(_CHANGE, None)),
    (_POINTS_OF_ALL, Asked(_PERCENT, None)),
)
_WHICH = re.compile("哪些|哪几(?:[家位所座种类条项]|个(?!月))")  # 增幅前三名是哪几家 asks for names
_AMOUNT = re.compile("多少|(?<!哪)几|多[大长高远久重快]")
_SOME = re.compile(  # 派几批救援队的是哪个部门: some
    "^[^多几]*(?<![第好哪十百])几(?![时点月号日何成])[^多几]*$|^[^多几]*没(?:有|什么)?多少[^多几]*$"
)
_OPEN = re.compile("哪(?![几天年月日])|什么(?!时)|啥(?!时)|谁|怎么|为何")
_DEPENDS = re.compile("(?:多少|几)[^，。？]{0,4}(?:要看|得看|取决于)(?:什么|啥|谁|哪)")
_OF_ITS_OWN = frozenset("层页字级集步")  # 16个项目 tells no 层
_ROUNDS = frozenset("批期届轮")  # 一批社区 does not say how many 个
_ASKED_UNIT = re.compile(
    rf"(?<!第)(?:多少|(?<![那这好近哪后前头末十])几(?!(?<=过几)天)){SCALE}*(?P<unit>{UNIT}(?:/{UNIT})?)(?!多少|[万亿])"
    r"(?![^，,？?]{0,12}(?:是谁|是哪|叫什么|叫啥|是什么|是啥))"  # 几位副主席是谁 asks for names
    r"(?!的?[^，、；,？?]{1,12}多(?:少|久|长时间))"  # 几座城市的合同值多少钱 asks for money
    r"(?!(?<=所)得|(?<=年)[薪费货]|(?<=分)[店红行公]|(?<=名)额"  # 所得税 is no 所
    r"|(?<=本)[钱金领]|(?<=案)[款值]|(?<=家)当|(?<=度)假|(?<=包)装|(?<=单)[身位])"
)


_INDEFINITE = re.compile(  # of 被关的几个人要蹲几天, the first counts nothing
    r"(?<=[的那这])几(?=[个位名家条][^，。？]*(?:几|多少|多久|多长))"
)
_PERSON = (
    "人|者|员|支书|书记|主任|[局处科院校村镇乡]长|[学考新男女医业]生|师|民|警|娃|孩子?|儿童|干部|专家|代表|骨干|[骑选歌水]手|乡贤|嫌犯"
    "|同学|青年|[婆妈]|医护|同谋|[帮助]手|先锋|模范|标兵|[月军大][嫂姨]|阿姨|网红|主播|大夫|学霸|领导|公民|副总|经理|姑娘|丫头|小伙子?|[男女]的|头头|老板|老总|大户|老赖|把手|客|匪|犯|官兵|战士|群众|家长|选手|少年|老人|妇女|病号|嘉宾|委员|裁判|[球影歌戏]迷|护士"
    "|兵|友|官(?![网方司])|城管|老外|外商|司机|教授|[博院硕]士|工(?![程作地厂序艺商具会业期位])|师生|小家伙|宝宝|家属|业主|股东|邻居|亲戚|孤儿"
)
_COUNTS_PEOPLE = re.compile(
    rf"(?:多少|几)个[^，。？,?的]{{0,6}}?(?:{_PERSON})"
    rf"|(?:多少|几)个[^，。？,?]{{2,10}}的[\u4e00-\u9fff]?(?:{_PERSON}|[\u4e00-\u9fff]{{0,3}}人员|(?=[?？]?$))"
    rf"|(?:多少|几)个[^，。？,?]{{2,6}}的(?=[在要想都来被])|[选录入]上了?(?:多少|几)个"
    rf"|(?:人|{_PERSON})[里中][头间]?有?(?:多少|几)个(?=[能会要在被死伤没不])"
    r"|(?:多少|几)个(?:带伤|受伤|[轻重]伤|遇难|获救|失联|丧生|幸存)"
    rf"|(?:(?:{_PERSON})[有来是了共抓]{{0,3}}|[死伤亡抓救招派逮捕拘]了?|[的里中]有|人[里中]没?[了有]?|的人[^，。？?多少几]{{0,6}})(?:多少|几)个(?![\u4e00-\u9fff])"
)
_EVENTS = frozenset("场次堂起趟")  # none counts people: 托管课30场 tells not of how many children
_ALIKE = {("届", "回"), ("届", "次"), ("周年", "年"), ("度", "度电"), ("层", "楼")}  # told, asked
_THINGS = ("个", "家", "户", "只", "头", "次", "辆", "台", "件", "份", "张", "单")
_TIMES = frozenset({"次", "回", "趟", "度"})
_OF_MONEY = frozenset({"money"})
_ALSO: Mapping[str | None, frozenset[Family]] = {  # what answers too where a unit is asked for
    "人": frozenset({"number", "percent"}),  # 超2亿, 27%的受访者
    "口人": frozenset({"number"}),
    "度": frozenset({"temperature", "energy"}),
    "股": frozenset({"percent"}),  # 占多少股: 20%
    "微克": frozenset({"rate"}),  # 每立方米
    "毫克": frozenset({"rate"}),
}


def asked_unit(question: str) -> Asked | None:
    """Return what kind of figure the question asks for, None if it asks for none.

    A question that names two units, 「多少个项目，共多少亩」, asks for the families of both.

    >>> asked_unit("历下区新增学位多少万个？")
    Asked(families=frozenset({'count'}), unit='个')
    """
    folded = fold(question).replace(",", "，").replace("?", "？")
    if _HOW_OFTEN.search(folded) or (_WHY.search(folded) and "多少" not in folded):
        return None  # 为什么多装几个摄像头: some
    if _DEPENDS.search(folded) or (_WHICH.search(folded) and not _AMOUNT.search(folded)):
        return None
    if _SOME.search(folded) and _OPEN.search(folded):
        return None
    if spoken := next((asked for pattern, asked in _SPOKEN if pattern.search(folded)), None):
        return spoken
    if _YUAN.search(folded):
        return Asked(frozenset({"money", "rate"} if _EACH.search(folded) else {"money"}), None)
    counting = _INDEFINITE.sub("", folded)
    named = [unit_named(match["unit"]) for match in _ASKED_UNIT.finditer(counting)]
    units = {unit.name: unit.family for unit in named if unit and unit.name != "号"}
    if units:
        unit = next(iter(units)) if len(units) == 1 else None
        families = frozenset(units.values()) | _ALSO.get(unit, frozenset())
        families |= {"rate"} if unit and _EACH.search(folded) else frozenset()
        people = unit == "个" and _COUNTS_PEOPLE.search(folded)  # 干部有几个
        return Asked(families | {"people"} if people else families, unit)
    found = next((families for p, families in _ASKED if p.search(folded)), None)
    return Asked(found, None) if found else None


def fits(figure: Figure | Period, asked: Asked) -> bool:
    """Return whether the figure, or the period, is of the kind asked for.

    Measure words are taken loosely (家 answers 多少个); currencies, 人次 and 户 are not.
    """
    if isinstance(figure, Period):
        within = figure.kind == "span" and figure.text.endswith("内")  # 两年内完成
        return "date" in asked.families or (within and "duration" in asked.families)
    named = figure.family == "label" and figure.unit  # “15分钟生活圈” tells minutes, 500强 nothing
    family = unit_of(figure).family if named else figure.family
    if (figure.unit, asked.unit) in _ALIKE:
        return True
    if figure.family == "ordinal" and {figure.unit, asked.unit} <= _TIMES:
        return True  # 三个月内第二次访问: two times
    if figure.unit in _ROUNDS and asked.unit not in (None, figure.unit):
        return False
    if family == "number" and "." in figure.text and _is_quoted(asked):
        return True
    if family == "number" and (asked.families == _OF_MONEY or asked.unit in _THINGS):
        return figure.text.endswith(("万", "亿"))  # 涉案724万, 服务企业超2300万
    return family in asked.families and _in_unit(figure, family, asked)


def _is_quoted(asked: Asked) -> bool:
    """Return whether a price or an index is asked, told without a unit: 报收于3231.52."""
    return asked.unit == "点" or asked.families == {"money", "rate"}


def _in_unit(figure: Figure, family: str, asked: Asked) -> bool:
    """Return whether a figure of a family asked for is in the unit asked for, or one like it."""
    if family in _ALSO.get(asked.unit, ()):
        return family != "number" or figure.value >= LARGE
    if asked.unit == "个" and family == "people":
        return figure.unit != "人次"
    if asked.unit and figure.unit in _EVENTS and "people" in asked.families:
        return False
    wanted = unit_named(asked.unit) if asked.unit else None
    if asked.unit in _OF_ITS_OWN and family == "count":
        return figure.unit == asked.unit
    if wanted is None or family in ("count", "duration"):
        return True
    if family == "rate":
        return figure.unit.startswith(f"{wanted.name}/")
    return wanted.dimension == unit_of(figure).dimension or asked.unit == "人"
