"""Words that may stand for each other, and words that only look as if they might."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

import rag.synonyms
from rag.synonyms import expand, joined, synonyms

TABLE = Path(rag.synonyms.__file__).with_suffix(".tsv")

# Asked one way, reported the other: the first word must lead to the second.
SAME = """
GDP 地区生产总值, GDP 经济总量, 规上 规模以上, 固投 固定资产投资, 社零 社会消费品零售总额,
增速 增幅, 占比 比重, 同比 比上年同期, 涨 增长, 涨 提升, 降 下降, 降 回落, 翻番 增长一倍,
物价 居民消费价格, 财政收入 一般公共预算收入, 贷款余额 各项贷款余额, 补助 补贴, 补助 扶持资金,
免费 无偿, 赚 盈利, 挣 收入, 亏 亏损, 花 投资, 花 斥资, 掏 出资, 盖 新建, 建 建设, 修 修缮,
动工 开工, 开建 破土动工, 完工 竣工, 建好 建成, 封顶 主体封顶, 投产 正式生产, 招商 招商引资,
签约 签署, 外资 外商投资, 外贸 进出口, 个体户 个体工商户, 店 市场主体, 店 商户, 厂 企业,
工厂 规模以上工业企业, 工作 就业, 工作 岗位, 岗位 就业, 工资 薪酬, 失业率 城镇调查失业率,
养老金 退休金, 医保 医疗保险, 低保 最低生活保障, 学位 入学名额, 读书 入学, 孩子 儿童, 老师 教师,
看病 就医, 看病 诊疗, 医生 医师, 社区医院 社区卫生服务中心, 老人 老年人, 老人 长者,
养老院 敬老院, 房子 住宅, 老小区 老旧小区, 拆 拆迁, 拆迁 征收, 搬回 回迁, 厕所 公厕, 车位 泊位,
暖气 供热, 卖地 土地出让, 通车 建成通车, 地铁 轨道交通, 时速 速度, 多久 用时, 堵车 拥堵,
污水厂 污水处理厂, 雨量 降雨量, 警察 民警, 车祸 交通事故, 案子 案件, 图书馆 公共图书馆,
非遗 非物质文化遗产, 景区 景点, 人流 客流, 听众 受众, 一把手 书记, 领导 负责人,
村支书 村党支部书记, 纪委 纪检机关, 落马 被查, 执照 营业执照, 领到 取得, 市民热线 12345,
发改委 发展和改革委员会, 卫健委 卫生健康委, 专家 人才, 高企 高新技术企业, 平米 平方米,
公里 千米, 公斤 千克, 去年 上年, 年底 年末, 上半年 前六个月, 每天 日均, 超过 突破, 接近 近,
首个 第一个, 记者 采写, 作者 记者, 拍 摄影, 评为 荣获, 位居 排名, 老百姓 群众, 为什么 原因
"""

# Near each other, and never the same: neither word may lead to the other.
APART = """
书记 局长, 书记 区长, 书记 市长, 局长 区长, 区长 副区长, 主任 书记, 董事长 总经理, 教练 队员,
教练 裁判, 主办 承办, 记者 编辑, 记者 摄影, 党员 干部, 市委 市政府, 人大 政协, 纪委 法院,
法院 检察院, 投资额 占地面积, 占地面积 建筑面积, 同比 环比, 计划 完成, 开工 竣工, 签约 开工,
签约 投产, 合同金额 到位资金, 进口 出口, 进出口 出口, 财政收入 财政支出, 财政收入 税收收入,
增加值 产值, 营业收入 利润, 利润 净利润, 利润 税收, GDP 人均收入, 新增 累计, 增长 下降,
超过 接近, 至少 不超过, 常住人口 户籍人口, 城镇 农村, 市区 农村, 第一产业 第二产业, 工业 农业,
服务业 制造业, 国企 民企, 外资 内资, 就业 失业, 城镇登记失业率 城镇调查失业率, 工资 养老金,
医保 社保, 养老保险 医疗保险, 低保 特困, 小学 中学, 初中 高中, 中考 高考, 幼儿园 小学,
老师 学生, 医生 护士, 医生 患者, 门诊 住院, 中医 西医, 老人 儿童, 养老院 医院, 商品房 保障房,
新房 二手房, 业主 物业, 房东 租客, 租房 买房, 拆除 重建, 车位 车站, 地铁 高铁, 公交 地铁,
铁路 公路, 高速公路 国道, 火车 飞机, 客运 货运, 起点 终点, 公里 公顷, 亩 公顷, 平方米 平方公里,
公斤 吨, 去年 今年, 年初 年底, 上半年 下半年, 一季度 二季度, 一季度 上半年, 早上 晚上,
PM2.5 PM10, 气温 降雨量, 污水 废气, 游客 旅客, 观众 听众, 冠军 亚军, 门票收入 门票价格,
专利 商标, 院士 博士, 原告 被告, 小麦 玉米, 猪 牛, 存款 贷款, 总量 人均, 东部 西部, 国内 国外,
男性 女性, 重点项目 重大项目, 4A景区 5A景区, 历下 市中, 济南 青岛, 天桥区 槐荫区, 银行 保险,
买 卖, 赢 输, 开业 停业
"""


def pairs(text: str) -> list[tuple[str, str]]:
    halves = [entry.split() for entry in text.replace("\n", " ").split(",")]
    return [(first, second) for first, second in halves]


def groups() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("# ")]


@pytest.mark.parametrize(("asked", "reported"), pairs(SAME))
def test_the_same(asked: str, reported: str) -> None:
    assert reported in synonyms(asked)


@pytest.mark.parametrize(("word", "lookalike"), pairs(APART))
def test_not_the_same(word: str, lookalike: str) -> None:
    assert lookalike not in synonyms(word)
    assert word not in synonyms(lookalike)


def test_letter_case_does_not_matter() -> None:
    assert synonyms("GDP") == synonyms("gdp")
    assert "gdp" in synonyms("地区生产总值")


def test_the_order_is_the_file_s_and_the_word_itself_is_not_among_them() -> None:
    assert synonyms("动工") == ("开工", "破土", "开建", "破土动工", "开工建设")


def test_a_word_of_no_group_has_none() -> None:
    assert synonyms("量子纠缠") == ()
    assert synonyms("") == ()


@pytest.mark.parametrize(
    ("everyday", "official"),
    [("工作", "就业"), ("岗位", "就业"), ("店", "市场主体"), ("河", "河道"), ("钱", "资金"),
     ("工厂", "规模以上工业企业"), ("一把手", "书记"), ("专家", "人才"), ("挣", "收入")],
)  # fmt: skip
def test_an_everyday_word_asks_and_proves_nothing(everyday: str, official: str) -> None:
    assert official in synonyms(everyday)
    assert everyday not in synonyms(official)


def test_words_that_a_tokenizer_parts_are_put_together() -> None:
    assert joined(["老旧", "小区", "改造"]) == ("老旧小区", "改造")
    assert joined(["社区", "卫生", "服务中心"]) == ("社区卫生服务中心",)
    assert joined(["天空", "很", "蓝"]) == ("天空", "很", "蓝")
    assert joined([]) == ()


def test_no_de_between_two_words_keeps_them_apart() -> None:
    assert joined(["上学", "的", "名额"]) == ("上学名额",)
    assert joined(["增加", "的", "名额"]) == ("增加", "的", "名额")


def test_a_query_keeps_its_words_and_gains_their_synonyms() -> None:
    assert expand(["全年", "动工"])[:2] == ("全年", "动工")
    assert "公共租赁住房" in expand(["公", "租房"])
    assert "开工" in expand(["全年", "动工"])


def test_a_query_gains_no_word_twice_and_no_single_letter() -> None:
    found = expand(["修建", "建设", "购买", "涨", "涨"])
    assert max(Counter(found).values()) == 1
    assert [word for word in found if len(word) == 1] == ["涨"]
    assert expand([]) == ()


def test_the_thesaurus_is_large() -> None:
    assert len(groups()) >= 500


def test_each_group_has_two_words_and_each_word_once() -> None:
    for group in groups():
        words = [word.removesuffix("?").lower() for word in group]
        assert len(words) == len(set(words)) >= 2, group
        assert not all(word.endswith("?") for word in group), group


def test_words_are_whole_and_short() -> None:
    for word in (word.removesuffix("?") for group in groups() for word in group):
        assert 1 <= len(word) <= 12, word
        assert not any(letter.isspace() or letter in "?？/,，、#" for letter in word), word


def test_no_group_lies_in_another() -> None:
    sets = [frozenset(word.removesuffix("?").lower() for word in group) for group in groups()]
    assert [(a, b) for a, b in permutations(sets, 2) if a <= b] == []
