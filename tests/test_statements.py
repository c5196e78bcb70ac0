"""What is said of an article: whom and when it speaks of, all that was asked and nothing beside."""

from __future__ import annotations

import pytest

from rag.assemble import Answerer
from rag.phrasing import about
from rag.questions import understand
from rag.types import Answer
from tests import embedded


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return embedded.answerer()


def said(answerer: Answerer, question: str, article: str) -> Answer:
    answer = answerer.answer_over(question, {"page": article})
    for citation in answer.citations:
        assert article[citation.start : citation.end] == citation.quote
    return answer


def text(answerer: Answerer, question: str, article: str) -> str:
    """The one statement of an answer, without its marker."""
    (statement,) = said(answerer, question, article).statements
    return statement.text


# whom it speaks of


RENEWAL = """鼓楼区更新老旧小区

今年，鼓楼区城市更新提速。编制实施《鼓楼区儿童医院周边更新方案》；全区改造老旧小区24.8万平方米。
"""

STREETS = """海曙区：城市更新看得见

海曙区委书记介绍了一年来的变化。高标准实施望春片区、海曙东大街片区、段塘片区等36万平方米的老旧小区改造提升。
"""


def test_a_book_or_a_street_with_its_name_is_not_the_district(answerer: Answerer) -> None:
    said = text(answerer, "鼓楼区改造老旧小区多少平方米？", RENEWAL)
    assert said == "鼓楼区改造老旧小区24.8万平方米。"
    assert text(answerer, "海曙区改造老旧小区多少平方米？", STREETS).startswith("海曙区：高标准")


@pytest.mark.parametrize(
    ("lead", "question"),
    [
        ("本报讯 ", "西湖区新建公园多少个？"),
        ("本报杭州讯（记者 王芳） ", "西湖区新建公园多少个？"),
        ("本报3月6日讯 记者从西湖区园林局获悉，", "西湖区新建公园多少个？"),
        ("据悉，", "西湖区新建公园多少个？"),
    ],
)
def test_who_reported_it_is_no_part_of_what_is_said(
    answerer: Answerer, lead: str, question: str
) -> None:
    article = f"西湖区添新绿\n\n{lead}西湖区去年新建公园12个，改造绿道8公里。\n"
    assert text(answerer, question, article).startswith("西湖区去年新建公园12个")


def test_a_speaker_is_not_said_with_his_words(answerer: Answerer) -> None:
    article = (
        "对话山雾茶业总经理\n\n记者：公司现在有多少员工？\n陈明：公司现有员工320人。\n"
        "记者：去年的产量呢？\n陈明：去年的茶叶产量达到86万斤。\n"
    )
    assert text(answerer, "山雾茶业去年茶叶产量多少？", article) == "去年的茶叶产量达到86万斤。"


# when, and no more than was asked

HALF_YEAR = """莲湖区经济半年报

上半年，莲湖区地区生产总值同比增长6.4%；固定资产投资同比增长11.5%；一般公共预算收入同比增长9.7%；\
规模以上工业增加值同比增长8.2%；新增市场主体1.31万户，总量达到16.63万户……主要经济指标均位居全市前列，\
地区生产总值增速全市第一，固定资产投资增速全市第二。
"""


def test_a_rate_among_ten_is_said_alone_with_its_period(answerer: Answerer) -> None:
    answer = said(answerer, "莲湖区规模以上工业增加值增长多少？", HALF_YEAR)
    (statement,) = answer.statements
    assert statement.text == "莲湖区上半年规模以上工业增加值同比增长8.2%。"
    (citation,) = answer.citations  # the quote proves the period and the district too
    assert citation.quote.startswith("上半年，莲湖区")
    assert citation.quote.endswith("规模以上工业增加值同比增长8.2%")


def test_the_period_of_a_rate_may_stand_in_the_sentence_before(answerer: Answerer) -> None:
    article = (
        "碑林区经济运行平稳\n\n1-10月，碑林区经济稳中有进。一般公共预算收入同比增长22.6%，"
        "固定资产投资同比增长19.1%，限额以上零售额总量居全市第二。\n"
    )
    assert text(answerer, "碑林区固定资产投资增长多少？", article).startswith("碑林区1-10月，固定")


def test_a_growth_keeps_the_amount_that_it_is_of(answerer: Answerer) -> None:
    article = (
        "雁塔区旅游升温\n\n前三季度，全区主要景区接待游客1321万人次，同比增长19.8%；旅游收入47.4亿元，"
        "同比增长13%；新开民宿35家。\n雁塔区文旅局负责人说，雁塔区还将举办灯会。\n"
    )
    said = text(answerer, "雁塔区前三季度旅游收入同比增长多少？", article)
    assert said == "雁塔区前三季度，旅游收入47.4亿元，同比增长13%。"


def test_nothing_is_said_behind_the_figure_that_was_asked_for(answerer: Answerer) -> None:
    article = (
        "高陵区重点项目建设加快\n\n高陵区今年共安排重点项目196个，年度计划投资1005亿元，其中市级重点项目29个，"
        "年计划投资389亿元，数量和投资规模均居全市第一位。\n"
    )
    assert text(answerer, "高陵区重点项目年度计划投资多少？", article).endswith("投资1005亿元。")


def test_a_figure_keeps_the_body_that_it_is_of(answerer: Answerer) -> None:
    article = (
        "上饶市产业园区提质\n\n上半年上饶新材料产业园区新增建筑面积46.6万平方米，工业产值同比增长37%，"
        "工业投资增长137.4%，税收增长56.5%。\n"
    )
    said = text(answerer, "上饶上半年工业投资增长多少？", article)
    assert said.startswith("上半年上饶新材料产业园区")


def test_a_statement_does_not_begin_with_what_refers_back(answerer: Answerer) -> None:
    article = (
        "郊外新城起步\n\n规划分两步走，今年先建南片，明年再建北片，建设资金已经到位。"
        "而“一城”，即南部科创新城，规划范围主要包括大山、白桥、凤山三个片区，总用地范围3605公顷，建设用地1340公顷。\n"
    )
    said = text(answerer, "南部科创新城总用地范围有多大？", article)
    assert said.startswith("“一城”，即南部科创新城")


def test_a_statement_does_not_end_on_what_leads_to_the_next_clause(answerer: Answerer) -> None:
    article = (
        "灞桥区破解停车难\n\n灞桥区全面推动党政机关停车设施错时开放，在首批4处党政机关585个共享车位免费开放的基础上，"
        "力争年底前应开尽开，让更多市民停车不再难，出行更加方便。\n"
    )
    said = text(answerer, "灞桥区共享车位多少个？", article)
    assert "585个" in said
    assert not said.endswith("基础上。")


# of what it speaks


def test_a_filter_that_leaves_another_subject_gives_no_figure_of_it(answerer: Answerer) -> None:
    article = (
        "对话黄酒人\n\n2023年3月2日 本报记者 李明\n\n公司未来三年将投资6.8亿元建新的酿造基地，"
        "选址在柯桥区，投产后年产能提高到12万千升。\n"
    )
    assert said(answerer, "绿道三期总投资多少？", article).verdict == "unanswerable"
    assert text(answerer, "新的酿造基地总投资多少？", article).startswith(
        "公司未来三年将投资6.8亿元"
    )


# among several of the kind


@pytest.mark.parametrize(
    ("question", "article", "short"),
    [
        (
            "雅安累计创建省级生态村多少个？",
            "雅安生态创建见成效\n\n雅安市生态环境局介绍，去年雅安市深化四级联创，累计成功创建省级生态文明建设示范区4个，"
            "省级生态镇31个，省级生态村182个。\n",
            "182个",
        ),
        (
            "到2026年江西要建成多少个5G基站？",
            "江西算力提速\n\n到2026年，江西力争建成10G-PON及以上端口60万个，千兆宽带接入用户占比达30%;建成5G基站11万个。\n",
            "11万个",
        ),
        (
            "双流机场今年累计保障进出港旅客超过多少？",
            "双流机场客流创新高\n\n双流机场今年已累计保障进出港航班超11万架次，进出港旅客超1700万人次，"
            "国际及地区旅客量已超过60万人次。\n",
            "超1700万人次",
        ),
    ],
)
def test_what_a_list_begins_with_holds_for_its_later_figures(
    answerer: Answerer, question: str, article: str, short: str
) -> None:
    answer = said(answerer, question, article)
    assert answer.short == (short,)
    assert short in answer.text


def test_a_figure_as_near_as_the_one_said_is_not_cut_off(answerer: Answerer) -> None:
    article = (
        "法律援助暖人心\n\n2023年上半年，玉林市各级法律援助中心办理法律援助案件512件，解答群众咨询2140人次，"
        "为农民工挽回经济损失420万元。\n"
    )
    assert "挽回经济损失420万元" in text(answerer, "玉林替打工的人追回了多少损失？", article)


@pytest.mark.parametrize(
    ("question", "body", "said"),
    [
        (  # a period is not lifted over a deed that it tells the time of
            "市北区开工项目建设规模多少平方米？",
            "今年5月，河西地块实现供地，建设规模约67万平方米的2个项目已全面开工。项目预计后年建成，地块周边道路也将同步提升。",
            "建设规模约67万平方米",
        ),
        (
            "市中区推进省级重点项目多少个？",
            "目前，6个省级重点项目，总投资278亿元，13个市级重点项目，总投资441亿元，正在加快推进建设。",
            "6个省级重点项目，总投资278亿元",
        ),
        (
            "余杭区小学招生多少人？",
            "今年秋季，余杭区小学招生11200人，初中招生9800人。",
            "今年秋季，余杭区小学招生11200人",
        ),
        (
            "余杭区新增就业多少人，比去年增加还是减少？",
            "上半年，余杭区把稳就业放在首位，多渠道挖掘岗位，新增就业2.1万人，比去年同期减少3.2%；引进人才860人。",
            "新增就业2.1万人，比去年同期减少3.2%",
        ),
    ],
)
def test_a_statement_is_a_sentence_of_its_own(
    answerer: Answerer, question: str, body: str, said: str
) -> None:
    told = text(answerer, question, f"{question[:3]}工作见成效\n\n{body}\n")
    assert said in told
    assert not told.startswith(("余杭区今年", "余杭区：余杭区"))
    assert "5月，建设" not in told


def test_what_is_told_behind_of_one_is_its_own_and_the_whole_is_not(answerer: Answerer) -> None:
    article = (
        "新学校将投用\n\n教育局基础教育处处长李敏说，全市今年新建、改扩建学校18所，总投资31.2亿元，"
        "其中白鹭实验学校投资最多，达5.1亿元，可容纳学生2160名。\n"
    )
    answer = said(answerer, "白鹭实验学校投资多少？", article)
    assert answer.short == ("5.1亿元",)


def test_who_says_we_is_named(answerer: Answerer) -> None:
    article = (
        "对话山雾茶业总经理\n\n记者：公司现在有多少员工？\n陈明：我们现有员工320人。\n"
        "记者：去年的产量呢？\n陈明：去年的茶叶产量达到86万斤。\n"
    )
    assert text(answerer, "山雾茶业现有员工多少人？", article) == "陈明：我们现有员工320人。"


WHOLE = """天宁区加快城市更新

常州市天宁区加快城市更新。今年以来，全区完成拆迁240.2万平方米，竣工120万平方米。
"""


def test_a_figure_of_the_whole_district_names_it_where_the_question_does_not(
    answerer: Answerer,
) -> None:
    told = text(answerer, "今年以来完成拆迁多少平方米？", WHOLE)
    assert told.startswith("今年以来，天宁区完成拆迁240.2万平方米")


def test_a_figure_of_the_whole_district_is_none_of_a_place_it_does_not_speak_of(
    answerer: Answerer,
) -> None:
    answer = said(answerer, "常州国际医学中心完成拆迁多少平方米？", WHOLE)
    assert answer.verdict == "unanswerable"


TUNNEL = """## 城西隧道提前贯通

3月3日，全长2.8公里的城西隧道提前贯通。隧道由中铁四局施工，总投资9.6亿元。
"""


def test_a_title_that_says_the_question_again_names_nobody(answerer: Answerer) -> None:
    said_of = said(answerer, "谁承建城西隧道？", TUNNEL)
    assert all("中铁四局" in one.text for one in said_of.statements)
    assert "#" not in text(answerer, "城西隧道由谁施工？", TUNNEL)


@pytest.mark.parametrize(
    ("clause", "statement"),
    [
        ("目前，6个省级重点项目正在建设", "南岸区：目前，6个省级重点项目正在建设。"),
        ("12月17日，省文旅厅印发名单", "南岸区：12月17日，省文旅厅印发名单。"),
        ("前三季度，旅游收入47.4亿元", "南岸区前三季度，旅游收入47.4亿元。"),
    ],
)
def test_now_is_set_apart_from_the_region_before_it(clause: str, statement: str) -> None:
    (part,) = understand("南岸区有几个省级重点项目？").parts
    assert about(part, clause) == statement


PAYOUT = (
    "近日，云河公司发布2021年年度权益分派实施公告，本次利润分配及转增股本以方案实施前的公司总股本"
    "405,000,000股为基数，每股派发现金红利0.4元（含税），以资本公积金向全体股东每股转增0.4股，"
    "共计派发现金红利162,000,000元，转增162,000,000股，本次分配后总股本为567,000,000股。\n"
)


def test_few_words_are_told_apart_from_when(answerer: Answerer) -> None:
    assert text(answerer, "2021年转增了多少股？", PAYOUT) == "2021年，转增162,000,000股。"
