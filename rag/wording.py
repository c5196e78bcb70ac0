"""The everyday words of comparing told in the plain ones that the rules know.

「拉开了多大差距」 is 相差多少, 「加在一块儿」 合计, 「多建几处」 of what is built 多几处: both
ask for the same.
"""

from __future__ import annotations

import re

from rag.keywords import ASKING
from rag.regions import find_regions

_GAP = "差距|差额|差别|差异|缺口|落差"
_ALL_OF = re.compile("(?<![安健完齐保周])全$")
_GROUP = r"(?:这)?[两二三四五六七八九]个?(?:区县|县区|[区县市地年者家项])"
_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (rf"(?:{_GROUP})?(?:加|合)(?:到|在)?(?:一起|一块儿?|一处|一道|起来)|拢共|统共", "合计"),
        (rf"(?<=[,，]){_GROUP}(?:一共|总共|合计|共)", "合计"),
        (rf"(?:拉开|拉大|存在|相差|有|是)?了?多大的?(?:{_GAP})", "相差多少"),
        (rf"(?:拉开|拉大|存在)了?多少(?:{_GAP})?", "相差多少"),
        (r"之?差(?:额|值)?(?:是|为|有)(?=多少|几)|之差", "相差"),
        (rf"(?:{_GAP})(?:一共)?(?:是|有|为|达)?(?:多大|多少|几何)", "相差多少"),
        (r"(?:又|再|新)?(?:添|增添)了?(?=多少|几)", "增加"),
        (r"[涨升](?:了|高了?)?(?=多少|几|百分)", "增长"),
        (
            # 端掉多少个团伙 tells of no decline
            r"(?:跌掉?|掉(?=了?(?:几个?点|几成|百分))|(?<=[量额价率数入值比润产收位格度速分])掉|缩水)了?(?=多少|几|百分)",
            "下降",
        ),
        (r"去年(?:的?这个?时候|此时)", "去年同期"),
        ("上一年", "上年"),
        (r"谁(?P<how>[多高大快强])谁[少低小慢弱]", r"谁\g<how>"),
        (
            r"(?<![提扩增加变])(?P<how>[多高大快强])还是(?P<other>[^,，?？]{2,14}?)(?P=how)(?=[,，?？]|$)",
            r"和\g<other>谁\g<how>",
        ),
        (
            r"有没有(?P<than>[\u4e00-\u9fff]{2,8}?)(?:那么|这么)?(?<![提扩增加变做放拔走偏过])(?P<how>[多高大快])(?=[,，?？]|$)",
            r"比\g<than>\g<how>吗",
        ),
        ("涨幅|升幅", "增幅"),
        ("跌幅", "降幅"),
        (r"(?:多|高|大)(?:了|出)?(?=百分之[几多]|几成|多少%)", "增长"),
        (r"少了?(?=百分之[几多]|几成|多少%)", "下降"),
        (r"翻了?几[番倍]", "增长百分之几"),
        (r"占(?:了|到|去)", "占"),
        (
            r"在(?P<of>[^,，?？在]{2,20}?)(?:里面?|当?中)所?占的?(?=比重|比例|几成|多少|百分)",
            r"占\g<of>的",
        ),
        (r"(?<!占)多大的?(?=比重|比例|份额)", ""),
        (
            r"[跟和与同](?P<than>(?:去年|上年|前年|上个?月|上季度|\d{4}年|往年|[一二三四五六七八九十\d]{1,2}月份?)(?:同期)?)(?:相比|比起来|比较?)[,，]?",
            r"比\g<than>",
        ),
        (  # 几号 of a telephone is no day; 5月几号打的电话 asks for one
            r"(?:拨打?|打)(?:什么|哪个|几号)(?:电话|热线|号码)|(?<!日)(?:拨打?|打)(?:几号|什么号码?)(?=[?？]|$)",
            "电话是多少",
        ),
        (
            r"(?P<line>电话|热线)(?:电话)?(?:号码?)?是?(?:几号|什么号码?|多少号?)(?=[?？]|$)",
            r"\g<line>是多少",
        ),
        (r"(?:归|属于?)谁(?:来|负责)?管(?:理)?", "由谁负责管理"),
        (r"(?:归谁|由谁|谁)来?(?:承建|建造|修建|建|修|盖)(?:的|起来)?(?=[?？]|$)", "由谁负责建设"),
    )
)
_MORE = re.compile(  # 多接待多少万人次游客 → 接待游客多多少万人次
    r"(?<=[\u4e00-\u9fff])(?P<more>多|少)(?!出了?(?:多少|几))(?P<deed>[^\d,，?？了多少几是于]{1,4})了?(?P<asks>多少|几)(?!个?点)"
    r"(?P<unit>[百千万亿]*(?:人次|平方米|平方公里|公里|公顷|[个家人吨元亩张件处所项座条户辆例套名钱])?)"
    r"(?P<of>[\u4e00-\u9fff]*)"
)
_MEASURE = re.compile(
    "(?:额|(?<!效)率|(?<![质力能考衡商较])量|人数|户数|天数|次数|岁数|面积|长度|高度|重量|速度|浓度|温度|距离|容量|投资|收入|利润|[产市价估]值|总数|总量"
    "|[增涨跌降]幅|增速|占比|比重|比例|GDP|规模|成本|费用|里程|票房|工资|[年月]?薪资?|年龄|时长|得分|罚款|点位|股价|价格)$"
)
_TELL = re.compile("解释|介绍|说说|谈谈|分析|咋|没有|不")
_SO = re.compile("([多高大长少低小短快慢])(?:吗|么|不)(?=[,，?？]|$)")  # 比乙县多吗
_SPENT = {"投": "投资", "花": "花费"}
_NUMBER = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SHORT = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2}(?:(?:、|和|与|及|以及)[\u4e00-\u9fff]{2})+)"
    r"(?=(?P<behind>.*?)(?:这)?(?P<many>[两二三四五六七八九])个?(?P<level>[区县市])(?!级))"
)


def plainly(text: str) -> str:
    """Return a question in the plain words of comparing; any other one as it is.

    >>> plainly("甲县和乙县的投资,拉开了多大差距?")
    '甲县和乙县的投资,相差多少?'
    """
    text = _in_full(_of_cities(_asked(text)))
    for pattern, plain in _SAID:
        text = pattern.sub(plain, text)
    if "比" not in text:
        return text
    return _MORE.sub(_deed_first, _SO.sub(r"\1多少", re.sub("[\u4e00-\u9fff]得(?=比)", "", text)))


def _of_cities(text: str) -> str:
    """Return a question with the names of the cities that it speaks of as wholes: 全济南."""
    for city in reversed(find_regions(text)):
        if _ALL_OF.search(text[: city.start]) and city.name.endswith("市"):
            text = text[: city.start - 1] + city.name + text[city.end :]
    return text


def _asked(text: str) -> str:
    """Return a search for a measure as the question it stands for: 一季度毛利率, …是多少."""
    bare = text.rstrip("？?。 ")
    if ASKING.search(bare) or _TELL.search(bare) or not _MEASURE.search(bare):
        return text
    return f"{bare}是多少？"


def _deed_first(match: re.Match[str]) -> str:
    """Return 多建几处 as 多几处 where what is built has been told, else with the deed before it."""
    told = match.string[: match.start()]
    done = any(letter in told for letter in match["deed"])
    deed = "" if done else _SPENT.get(match["deed"], match["deed"])
    return f"{deed}{match['of']}{match['more']}{match['asks']}{match['unit']}"


def _in_full(text: str) -> str:
    """Return short names of regions in full where a question says what they are: 青石、白河两县."""
    match = _SHORT.search(text)
    if match is None:
        return text
    names = re.split("、|以及|和|与|及", match["names"])
    counted = _NUMBER[match["many"]] == len(names)
    if not counted or any(name[-1] in "区县市" for name in names):
        return text
    level = match["level"]
    full = "、".join(name + level for name in names)
    rest = text[match.end("names") :]
    named = re.match(rf"(?:这)?{match['many']}个?{level}", rest)
    return text[: match.start("names")] + full + (rest[named.end() :] if named else rest)
