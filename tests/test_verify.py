"""What may be said: of which region, year and period a sentence speaks, and its figures."""

from __future__ import annotations

import pytest

from rag.locality import places_hold, region_holds
from rag.types import Article, Span
from rag.verify import figures_hold, period_holds, sentence_at, year_holds


def article(text: str, *regions: str, year: int | None = None) -> Article:
    """An article about the first of its regions; its pieces play no part here."""
    return Article("a", "a.txt", "", None, None, year, regions, (), text)


def window(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def holds(region: str, text: str, words: str, *regions: str) -> bool:
    return region_holds(region, article(text, *regions), window(text, words))


# sentences


def test_a_sentence_reaches_from_end_mark_to_end_mark() -> None:
    text = "新建学校12所。新增学位1.2万个！\n计划投入3.6亿元"
    said = [text[s.start : s.end] for s in (sentence_at(text, at) for at in (0, 9, 24))]
    assert said == ["新建学校12所。", "新增学位1.2万个！", "计划投入3.6亿元"]


# regions


TWO = "今年，姑苏区新增学位1.2万个，吴江区新增学位8600个。"


@pytest.mark.parametrize(
    ("region", "words", "right"),
    [
        ("姑苏区", "姑苏区新增学位1.2万个", True),
        ("吴江区", "姑苏区新增学位1.2万个", False),
        ("吴江区", "吴江区新增学位8600个", True),
        ("姑苏区", "吴江区新增学位8600个", False),
        ("虎丘区", "吴江区新增学位8600个", False),
    ],
)
def test_of_two_districts_in_a_sentence_the_one_in_the_window_counts(
    region: str, words: str, right: bool
) -> None:
    assert holds(region, TWO, words, "姑苏区", "吴江区") is right


def test_a_window_without_a_region_speaks_of_that_of_its_sentence() -> None:
    text = "吴江区今年投入2.8亿元，改造老旧小区31个。"
    assert holds("吴江区", text, "改造老旧小区31个", "姑苏区")
    assert not holds("姑苏区", text, "改造老旧小区31个", "姑苏区")


def test_a_sentence_without_a_region_speaks_of_the_one_before_it_in_the_paragraph() -> None:
    text = "记者走进吴江区。今年改造老旧小区31个。"
    assert holds("吴江区", text, "改造老旧小区31个", "苏州市")
    assert not holds("虎丘区", text, "改造老旧小区31个", "苏州市")


def test_the_city_s_offices_speak_of_the_city_in_an_article_on_its_districts() -> None:
    text = "吴江区、姑苏区正在转移群众。苏州市委常委会部署防汛。市委书记周平主持会议。"
    assert holds("苏州市", text, "市委书记周平主持会议", "吴江区", "姑苏区", "苏州市")
    assert not holds("苏州市", text, "正在转移群众", "吴江区", "姑苏区", "苏州市")
    text = "吴江区举办讲座。市妇联主席周平参加活动。"
    assert holds("苏州市", text, "市妇联主席周平参加活动", "吴江区", "苏州市")
    text = "吴江区举办讲座。市场监管局检查企业100家。"
    assert not holds("苏州市", text, "检查企业100家", "吴江区", "苏州市")
    text = "省政府出台若干措施，市委、市政府认真落实，7月1日，市政府印发办法。"
    assert holds("苏州市", text, "7月1日", "苏州市", "江苏省")
    text = "据悉，市妇联开展“爱心江苏”活动，惠及儿童700名。"
    assert holds("苏州市", text, "惠及儿童700名", "吴江区", "苏州市")
    text = "市教育局到吴江区调研，新增学位8600个。市教育局通报，全区新增学位900个。"
    assert not holds("苏州市", text, "新增学位8600个", "吴江区", "苏州市")
    assert not holds("苏州市", text, "全区新增学位900个", "吴江区", "苏州市")


def test_a_clause_whose_subject_is_the_city_does_not_speak_of_its_district() -> None:
    text = "吴江区多个乡镇受灾。苏州市防汛指挥部将响应提升至一级，时间是4日14时。"
    assert not holds("吴江区", text, "4日14时", "吴江区", "苏州市")
    text = "杨兴林住在共和县。海南州位于青海湖南部，总人口44.7万。"
    assert not holds("共和县", text, "总人口44.7万", "共和县", "海南藏族自治州")
    assert holds("吴江区", "苏州市吴江区4日14时提升响应。", "4日14时", "吴江区", "苏州市")


def test_an_article_on_a_town_speaks_of_the_one_district_that_it_names() -> None:
    text = "在吴江区平望镇，养蜂人刚回来。他今年59岁，养蜂近30年。"
    assert holds("吴江区", text, "养蜂近30年", "江苏省", "平望镇", "吴江区")
    assert holds("吴江区", text, "养蜂近30年", "平望镇", "吴江区")
    assert not holds("姑苏区", text, "养蜂近30年", "平望镇", "吴江区")
    both = f"{text}\n姑苏区也有养蜂人。"
    assert not holds("姑苏区", both, "养蜂近30年", "江苏省", "吴江区", "姑苏区")


def test_a_guest_from_elsewhere_does_not_take_a_sentence_away() -> None:
    text = "本届博览会吸引了200多家台湾地区企业参展。大连市吸引了300家企业。"
    page = article(text, "马鞍山市", "台湾省", "大连市")
    assert places_hold(("马鞍山市",), page, window(text, "200多家"))
    assert not places_hold(("马鞍山市",), page, window(text, "300家"))


def test_all_the_city_is_the_county_city_that_an_article_is_about() -> None:
    text = "受台风影响，8月5日全市继续停课、停工。"
    assert holds("尚志市", text, "全市继续停课", "尚志市", "黑龙江省", "哈尔滨市")
    assert not holds("尚志市", text, "全市继续停课", "哈尔滨市", "尚志市")


def test_an_article_on_a_province_speaks_of_the_only_city_that_it_names() -> None:
    text = "市局户政大队8月7日推出办事指南卡片。"
    assert holds("襄阳市", text, "8月7日推出", "湖北省", "襄阳市")
    assert holds("湖北省", text, "8月7日推出", "湖北省", "襄阳市")
    assert not holds("襄阳市", text, "8月7日推出", "湖北省", "襄阳市", "荆州市")


def test_a_place_that_the_question_names_too_takes_no_sentence_away() -> None:
    text = "台商辽宁行在沈阳开幕。台湾工业总会理事长表示，合作是共同的愿望。"
    page = article(text, "辽宁省", "台湾省")
    said = window(text, "台湾工业总会理事长")
    assert places_hold(("辽宁省", "台湾省"), page, said)
    assert not places_hold(("辽宁省",), page, said)


def test_a_paragraph_without_a_region_speaks_of_the_one_the_article_is_about() -> None:
    text = "记者走进吴江区。\n今年改造老旧小区31个。"
    assert holds("姑苏区", text, "改造老旧小区31个", "姑苏区")
    assert not holds("吴江区", text, "改造老旧小区31个", "姑苏区")


def test_an_article_of_no_region_says_nothing_of_any() -> None:
    assert not holds("姑苏区", "今年改造老旧小区31个。", "改造老旧小区31个")


def test_a_subdistrict_is_its_districts() -> None:
    text = "雨花区侯家塘街道今年改造老旧小区6个。"
    assert holds("雨花区", text, "侯家塘街道今年改造老旧小区6个", "雨花区")


def test_a_subdistrict_is_spoken_of_where_the_title_or_the_sentence_before_names_it() -> None:
    text = "社区合唱团丰富了老人的生活。"
    titled = Article(
        "a", "a.txt", "雨花区侯家塘街道文化养老", None, None, None, ("雨花区",), (), text
    )
    assert region_holds("侯家塘街道", titled, window(text, "合唱团"))
    assert not region_holds("左家塘街道", titled, window(text, "合唱团"))
    assert holds("侯家塘街道", text, "合唱团", "雨花区", "侯家塘街道")
    assert not holds("侯家塘街道", text, "合唱团", "雨花区", "侯家塘街道", "左家塘街道")
    text = f"在左家塘街道，老人们不愁没处去。{text}"
    assert holds("左家塘街道", text, "合唱团", "雨花区")
    assert not holds("侯家塘街道", text, "合唱团", "雨花区")


def test_a_districts_figure_is_not_its_citys() -> None:
    assert not holds("长沙市", "雨花区新增学位4800个。", "雨花区新增学位4800个", "雨花区")


@pytest.mark.parametrize("whole", ["全市", "我市"])
def test_the_whole_city_lifts_a_sentence_from_the_district_to_the_city(whole: str) -> None:
    text = f"据了解，{whole}新增学位6.1万个。"
    words = f"{whole}新增学位6.1万个"
    assert holds("长沙市", text, words, "雨花区")
    assert not holds("雨花区", text, words, "雨花区")


def test_the_whole_province_lifts_it_to_the_province() -> None:
    text = "据统计，全省新增学位60万个。"
    assert holds("湖南省", text, "全省新增学位60万个", "雨花区")
    assert not holds("雨花区", text, "全省新增学位60万个", "雨花区")


def test_a_clause_that_begins_with_a_city_is_not_said_of_its_province() -> None:
    text = "江苏省发布招商成绩。\n南京上半年引进项目120个。\n"
    words = "南京上半年引进项目120个"
    assert not holds("江苏省", text, words, "江苏省", "南京市")
    assert holds("南京市", text, words, "江苏省", "南京市")


def test_what_is_said_of_the_province_is_not_said_of_the_city() -> None:
    text = "据统计，全省新增学位60万个。"
    assert not holds("长沙市", text, "全省新增学位60万个", "雨花区")


@pytest.mark.parametrize(
    "said", ["增速全市第二", "总量位居全市前列", "考核在全市排名第一", "增量居全市首位"]
)
def test_a_rank_among_the_whole_city_is_still_the_districts(said: str) -> None:
    text = f"雨花区新增学位4800个，{said}。"
    assert holds("雨花区", text, text.rstrip("。"), "雨花区")
    assert holds("雨花区", text, said, "雨花区")


# years


@pytest.mark.parametrize(
    ("year", "own", "text", "right"),
    [
        (2019, 2022, "2019年新增学位6400个。", True),
        (2022, 2022, "2019年新增学位6400个。", False),
        (2022, 2022, "今年新增学位6400个。", True),
        (2021, 2022, "今年新增学位6400个。", False),
        (2021, 2022, "去年新增学位6400个。", True),
        (2022, 2022, "去年新增学位6400个。", False),
        (2022, 2022, "新增学位6400个。", True),
        (2022, None, "今年新增学位6400个。", False),
        (2019, None, "2019年新增学位6400个。", True),
    ],
)
def test_the_year_of_a_sentence_is_the_one_it_names_or_its_articles(
    year: int, own: int | None, text: str, right: bool
) -> None:
    told = article(text, "姑苏区", year=own)
    assert year_holds(year, told, window(text, "新增学位6400个")) is right


def test_of_two_years_in_a_sentence_the_one_in_the_window_counts() -> None:
    text = "2019年新增学位6400个，2020年新增学位7100个。"
    told = article(text, "姑苏区")
    assert year_holds(2020, told, window(text, "2020年新增学位7100个"))
    assert not year_holds(2019, told, window(text, "2020年新增学位7100个"))


@pytest.mark.parametrize(
    ("before", "year"),
    [
        ("2019年，全区经济平稳运行。", 2019),  # sets the scene for what follows
        ("学校建于2019年。", 2020),  # tells of a building
        ("到2019年底建成学校3所。", 2020),  # a deadline
        ("2019年，全区经济平稳运行。今年以来加快建设。", 2020),
        ("2019年，全区经济平稳运行。\n", 2020),  # another paragraph
    ],
)
def test_a_sentence_before_may_set_the_year(before: str, year: int) -> None:
    text = f"{before}新增学位6400个。"
    told = article(text, "姑苏区", year=2020)
    assert year_holds(year, told, window(text, "新增学位6400个"))
    assert not year_holds(4039 - year, told, window(text, "新增学位6400个"))


# periods


@pytest.mark.parametrize(
    ("question", "text", "right"),
    [
        ("上半年新增学位多少个？", "上半年新增学位6400个。", True),
        ("上半年新增学位多少个？", "前三季度新增学位6400个。", False),
        ("一季度新增学位多少个？", "第一季度新增学位6400个。", True),
        ("1月至5月新增学位多少个？", "1-6月新增学位6400个。", False),
        ("1至6月新增学位多少个？", "1-6月新增学位6400个。", True),
        ("去年新增学位多少个？", "去年新增学位6400个。", True),
        ("去年新增学位多少个？", "今年新增学位6400个。", False),
        ("今年新增学位多少个？", "去年新增学位6400个。", False),
        ("明年新增学位多少个？", "今年新增学位6400个。", False),
        ("今年新增学位多少个？", "新增学位6400个。", True),
        ("上半年新增学位多少个？", "新增学位6400个。", True),
        ("头六个月新增学位多少个？", "上半年新增学位6400个。", True),
        ("前半年新增学位多少个？", "1-6月新增学位6400个。", True),
        ("前7个月新增学位多少个？", "上半年新增学位6400个。", False),
        ("新增学位多少个？", "上半年新增学位6400个。", True),
        ("跟去年比，新增学位多少个？", "今年新增学位6400个。", True),
        ("60岁以上一年新增学位多少个？", "新增学位6400个。", True),
        ("暑假新增学位多少个？", "暑期新增学位6400个。", True),
    ],
)
def test_a_part_of_the_year_is_no_other(question: str, text: str, right: bool) -> None:
    assert period_holds(question, article(text), window(text, "新增学位6400个")) is right


# figures


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("新增就业39000人", "新增城镇就业3.9万人"),
        ("新增学位二点一万个", "新增学位2.1万个"),
        ("新建十二所学校", "新建学校12所"),
        ("占比六成", "占比60%"),
        ("增长6.5％", "增长6.5%"),
        ("绿地3万平方米", "绿地3万平米"),
        ("投入3.6亿元", "投入36000万元"),
        ("募集近1000万元", "募集近1000万元"),
        ("姑苏区办好民生实事", "新增学位2.1万个"),
        ("新建12所、改建9所", "改建9所，新建12所"),
    ],
)
def test_a_figure_holds_however_it_is_written(statement: str, quote: str) -> None:
    assert figures_hold(statement, quote)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("新增就业3.8万人", "新增城镇就业3.9万人"),
        ("新增就业39万人", "新增城镇就业3.9万人"),
        ("游客3.9万人", "游客3.9万人次"),
        ("投入1000万元", "投入1000万美元"),
        ("增长6.5%", "增长6.5个百分点"),
        ("新建12所、改建9所", "新建12所"),
        ("新建12所", "新建学校一批"),
        ("新建2所", "新建12所"),
    ],
)
def test_another_value_or_unit_does_not_hold(statement: str, quote: str) -> None:
    assert not figures_hold(statement, quote)
