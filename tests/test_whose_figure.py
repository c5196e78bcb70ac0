"""A figure is said only of the very thing that the question names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import embedded

METRO = (
    "望海地铁2号线今日开通。望海地铁2号线全长10.8公里，设车站9座，全部为地下站，"
    "总投资约78.5亿元。1号线支线长9.7公里。"
)
GREENWAY = "昨日，云溪江绿道三期工程开工。该工程全长12.8公里，总投资3.6亿元。"
FAIR = "第六届珍珠节6月8日举行，预计有400余名客商参会。上届珍珠节有352名客商参加，签约18.9亿元。"
TUNNEL = "昨日，王家隧道贯通。隧道全长3.2公里。"
PROJECTS = (
    "甘泉县推进6个省级重点项目，总投资278亿元，13个市级重点项目，总投资441亿元，带动全县投资增长。"
)
TRADE = "上半年，甘泉区引进市外投资110亿元，同比增长70.5%，实际利用外资6236万美元。"
FIRMS = "全市新增国家级专精特新“小巨人”企业12家，省级专精特新中小企业总数达到950家。"
CALLS = (
    "帮办中心今年办理线上业务咨询110868件（其中电话咨询69745件、网上咨询41123件），"
    "热线三方连线2252件。"
)
GRID = (
    "甘泉区把推进网格化管理作为创新社会治理的基础工程，将全区134个社区、村统一划分为"
    "910个基层治理网格，每个网格配备1名专职网格员。"
)
HARVEST = "2023年，甘泉县粮食产量达百亿斤，比上年增产八成五。"
HEAT = "望海市集中供热面积1200万平方米，占全省的三成。"
EXPORT = "1至4月，甘泉区自营出口额为428亿元，占全市的三成。"
TRAIN = "8月26日，望海高铁王家隧道顺利贯通，为全线如期建成通车奠定了基础。"

OUTPUT = "上半年，甘泉区地区生产总值同比增长16.4%；固定资产投资同比增长71.5%。"
CLINICS = "截至8月，望海市已建成50家“互联网+健康”示范医院，其中市区医院12家。"
COMPLAINTS = "望海市去年受理家具及建材类投诉2.5万余件。"
HIGH_TECH = "甘泉县高新技术企业达到2924家，比三年前增长近六成。"
HALL = (
    "甘泉区便民服务大厅在承担10项本级便民服务事项的同时，还承担着97项帮办代办事项和街道级事项，"
    "总进驻事项达到107项。"
)
MAIN = (
    "甘泉区强力推进8大类127个区级重点项目，尤其要加快推进商务综合体等总投资305亿元的"
    "11个市级重点项目。"
)
SALES = "甘泉区组织大型商圈开展惠民促消费活动，首期让利优惠将突破3000万元。"
GIFTS = "8月18日，望海市举行2023年“圆梦行动”助学金发放仪式，共发放助学金22.5万元。"
OUTFLOW = "两市全天资金净流出80.76亿元。"


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("甘泉区上半年生产总值增速是多少？", OUTPUT, ("16.4%",)),
        ("甘泉区上半年生产总值增速几个点？", OUTPUT, ("16.4%",)),
        ("望海市有多少家互联网+健康示范医院？", CLINICS, ("50家",)),
        ("望海市去年建材投诉多少件？", COMPLAINTS, ("2.5万余件",)),
        ("甘泉县高新企业有多少家？", HIGH_TECH, ("2924家",)),
        ("两市全天资金跑掉了多少钱？", OUTFLOW, ("80.76亿元",)),
        ("甘泉区便民服务大厅总共进驻多少项事项？", HALL, ("107项",)),
        ("甘泉区便民服务大厅承担多少项本级便民服务事项？", HALL, ("10项",)),
        ("甘泉区11个市级重点项目一共要投多少钱？", MAIN, ("305亿元",)),
        ("甘泉区大型商圈惠民促消费活动头一轮让利优惠多少钱？", SALES, ("突破3000万元",)),
        ("望海公园里撤掉了多少小水电站？", "望海公园内100余座小水电站整治退出。", ("100余座",)),
        ("甘泉区这批公司能添多少个岗位？", "甘泉区这批公司将创造超过4000个岗位。", ("超过4000个",)),
        ("甘泉大桥时速是多少？", "甘泉大桥按城市快速路标准建造，设计时速80公里。", ("80公里",)),
        ("望海线路一共有多长？", "望海线路开工，新建线路全长147公里。", ("147公里",)),
        (
            "望海警方2022年以来破了多少起案件？",
            "自2022年以来，望海警方累计破获案件300余起，抓获嫌疑人1000余名。",
            ("300余起",),
        ),
        (
            "甘泉区2023年前五个月新增企业多少家？",
            "2023年前5月，甘泉区新增企业322家，去年新增610家。",
            ("322家",),
        ),
        (
            "甘泉区换电覆盖率的比例同比增长多少？",
            "甘泉区换电覆盖率达到73%，同比去年增长15.87%。",
            ("15.87%",),
        ),
        (
            "甘泉区今年一季度零售总额是多少？",
            "2023年上半年，甘泉区零售总额22.7亿元。今年消费回暖。",
            (),
        ),
        ("甘泉区今年零售总额是多少？", "今年上半年，甘泉区零售总额22.7亿元。", ("22.7亿元",)),
        ("甘泉区2023上半年净利润多少？", "甘泉区公司2023年一季度净利润1.59亿元。", ()),
        ("望海移民庇护期原来是多少天？", "望海市政府将把移民的庇护期缩短至60天。", ()),
        ("望海移民庇护期是多少天？", "望海市政府将把移民的庇护期缩短至60天。", ("60天",)),
        ("甘泉篮球场翻修前多大面积？", "甘泉篮球场翻新后的面积为558平方米。", ()),
        ("甘泉篮球场翻新后多大面积？", "甘泉篮球场翻新后的面积为558平方米。", ("558平方米",)),
        (
            "甘泉区数字人民币商户比去年底增长多少？",
            "甘泉区数字人民币商户落地46万家，交易金额118亿元，较去年底分别增长51%、42%。",
            ("51%",),
        ),
        (
            "甘泉区上半年外贸比上年同期增长几成？",
            "上半年，甘泉区进出口总值3367亿元，较上年同期增长7.6%，创历年同期新高。",
            ("7.6%",),
        ),
        (
            "吴江区第三次文物普查登记多少处文物？",
            "目前，第三次全国文物普查吴江区共登记不可移动文物547处。",
            ("547处",),
        ),
        ("望海市8月18日发放助学金多少钱？", GIFTS, ("22.5万元",)),
        ("地铁2号线总投资多少？", METRO, ("约78.5亿元",)),
        ("地铁1号线总投资多少？", METRO, ()),
        ("地铁3号线多长？", METRO, ()),
        ("云溪江绿道三期总投资多少？", GREENWAY, ("3.6亿元",)),
        ("云溪江绿道一期总投资多少？", GREENWAY, ()),
        ("上届珍珠节签约金额多少？", FAIR, ("18.9亿元",)),
        ("本届珍珠节签约金额多少？", FAIR, ()),
        ("今年珍珠节有多少客商参会？", FAIR, ("400余名",)),
        ("王家隧道全长多少？", TUNNEL, ("3.2公里",)),
        ("青龙山隧道全长多少？", TUNNEL, ()),
        ("甘泉县的省级重点项目多少个？", PROJECTS, ("6个",)),
        ("甘泉县的市级重点项目多少个？", PROJECTS, ("13个",)),
        ("甘泉县的省级重点项目总投资多少？", PROJECTS, ("278亿元",)),
        ("甘泉县的市级重点项目总投资多少？", PROJECTS, ("441亿元",)),
        ("甘泉区上半年引进市外投资同比增长多少？", TRADE, ("70.5%",)),
        ("甘泉区上半年实际利用外资同比增长多少？", TRADE, ()),
        ("省级专精特新中小企业总数多少家？", FIRMS, ("950家",)),
        ("国家级专精特新小巨人企业总数多少家？", FIRMS, ()),
        ("帮办中心办理线上业务咨询多少件？", CALLS, ("110868件",)),
        (
            "帮办中心办理线上业务咨询多少件？其中电话咨询多少件？",
            CALLS,
            ("110868件", "69745件"),
        ),
        ("甘泉区网格多少个？", GRID, ("910个",)),
        ("甘泉区把134个社区、村划成了多少个网格？", GRID, ("910个",)),
        ("甘泉县2023年粮食产量多少？", HARVEST, ("百亿斤",)),
        ("甘泉县2023年粮食比上年增产多少？", HARVEST, ("八成五",)),
        ("望海市集中供热面积占全省多少？", HEAT, ("三成",)),
        ("望海市集中供热面积是多少？", HEAT, ("1200万平方米",)),
        ("甘泉区自营出口额占全市多少？", EXPORT, ("三成",)),
        ("甘泉区自营出口额多少？", EXPORT, ("428亿元",)),
        ("王家隧道什么时候贯通？", TRAIN, ("8月26日",)),
        ("望海高铁什么时候通车？", TRAIN, ()),
    ],
)
def test_the_figure_of_another_thing_is_no_answer(
    question: str, text: str, short: tuple[str, ...]
) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == short


@pytest.mark.parametrize("meant", ["打算", "准备", "计划", "力争"])
def test_what_was_reached_is_not_what_is_meant_to_be(meant: str) -> None:
    answer = embedded.models().answer_over(f"甘泉区今年{meant}引进多少外资？", {"a": TRADE})
    assert answer.verdict == "unanswerable"


def test_a_share_of_a_goal_is_one_of_what_was_reached() -> None:
    text = "上半年，甘泉区新增城镇就业1.2万人，完成年度目标的65%。"
    answer = embedded.models().answer_over("甘泉区新增就业完成年度目标的百分之几？", {"a": text})
    assert answer.short == ("65%",)


@pytest.mark.parametrize(
    ("year", "short"), [(2020, "2.88亿元"), (2021, "3.12亿元"), (2022, "3.36亿元")]
)
def test_of_several_years_each_has_the_figure_in_its_place(year: int, short: str) -> None:
    text = "2020—2022年，甘泉导航公司营业收入分别为2.88亿元、3.12亿元和3.36亿元。"
    answer = embedded.models().answer_over(f"甘泉导航公司{year}年营业收入多少？", {"a": text})
    assert answer.short == (short,)


@pytest.mark.parametrize("half", ["2023年半年度", "2023年上半年"])
def test_half_a_years_report_tells_of_its_first_half(half: str) -> None:
    text = f"甘泉导航公司{half}净利润4635万元，同比增长12%。"
    answer = embedded.models().answer_over("甘泉导航公司2023年上半年净利润多少？", {"a": text})
    assert answer.short == ("4635万元",)
    answer = embedded.models().answer_over("甘泉导航公司2023年全年净利润多少？", {"a": text})
    assert answer.verdict == "unanswerable"


def test_the_number_of_a_storm_does_not_say_when() -> None:
    text = "1日17时，今年第6号台风“海神”的中心位于望海市东偏南方向约780公里的洋面上。"
    question = "8月1日下午台风“海神”的中心离望海市多远？"
    assert embedded.models().answer_over(question, {"a": text}).short == ("约780公里",)


def test_a_share_of_all_the_city_is_one_of_the_district_that_has_it() -> None:
    text = "甘泉区招商忙\n甘泉区形势喜人。台资企业上半年进出口240亿元，占全市总量的80%以上。"
    answer = embedded.models().answer_over("甘泉区台资企业进出口占全市几成？", {"a": text})
    assert answer.short == ("80%以上",)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("抽了多少份卷宗？", "执法人员随机抽取各类型卷宗20件，逐件核对。", "20件"),
        (
            "甘泉区上半年文化企业利润增长多少？",
            "上半年，甘泉区规模以上文化企业利润同比增长35.4%。",
            "35.4%",
        ),
        (
            "二季度文化企业进账涨了几个点？",
            "上半年，文化企业发展较快，其中二季度营业收入同比增长10.7%。",
            "10.7%",
        ),
        (
            "望海市6月耐用品订单比上个月多了多少？",
            "望海市6月耐用品订单环比增长4.7%，连续第四个月增长。",
            "4.7%",
        ),
        (
            "望海市医药产业链重点要引进多少个项目？",
            "望海市现代医药产业链重点引入项目33个，合作农科院所8家。",
            "33个",
        ),
        ("甘泉区今年要新添几处口袋公园？", "甘泉区今年新建12处口袋公园。", "12处"),
        (
            "全球半导体产能2022年涨了多少？",
            "全球半导体行业产能在2022年增长7.2%，预计2023年增长4.8%。",
            "7.2%",
        ),
        (
            "甘泉区带单位跑了几所大学招人才？",
            "甘泉区组织39家单位在山东大学等8所大学招聘人才。",
            "8所",
        ),
        (
            "上半年服务业占GDP的比重是多少？",
            "上半年我国服务业增加值33万亿元，占GDP比重为56%，高于上年同期1.6个百分点。",
            "56%",
        ),
        (
            "望海市的代表团在柳溪县待几天？",
            "望海市代表团赴柳溪县开展为期4天的考察交流。",
            "4天",
        ),
    ],
)
def test_words_of_how_it_is_counted_make_no_part_of_it(
    question: str, text: str, short: str
) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == (short,)


def test_by_how_much_it_fell_is_not_how_much_it_is() -> None:
    text = "1至5月，望海市火电设备平均利用小时减少186小时。"
    answer = embedded.models().answer_over("望海市前五个月火电设备平均用了几个小时？", {"a": text})
    assert answer.verdict == "unanswerable"
    answer = embedded.models().answer_over("望海市前五个月火电设备少用了几个小时？", {"a": text})
    assert answer.short == ("186小时",)


CITY_SYSTEM = (
    "甘泉区政务服务忙\n甘泉区便民服务大厅以标准化为抓手，加快构建全市四级服务体系，打通了“最后一厘米”，"
    "总进驻事项达到107项。"
)
COUNTED = (
    "甘泉区抓项目\n甘泉区推进6个省级重点项目，总投资278亿元，13个市级重点项目，总投资441亿元。"
    "推进127个区级重点项目，尤其加快总投资305亿元的11个文旅项目。"
)


def test_a_clause_that_builds_something_for_all_the_city_does_not_lift_the_next() -> None:
    answer = embedded.models().answer_over("甘泉区总进驻事项多少项？", {"a": CITY_SYSTEM})
    assert answer.short == ("107项",)


@pytest.mark.parametrize(
    ("counted", "shorts"),
    [
        ("13个市级重点项目", ("441亿元",)),
        ("14个市级重点项目", ()),
        ("127个区级重点项目", ()),
        ("11个文旅项目", ("305亿元",)),
    ],
)
def test_what_another_number_of_things_costs_is_no_answer(
    counted: str, shorts: tuple[str, ...]
) -> None:
    answer = embedded.models().answer_over(f"甘泉区{counted}总投资多少？", {"a": COUNTED})
    assert answer.short == shorts


def test_who_asks_how_it_is_now_gets_no_later_figure_of_another_thing() -> None:
    seeds = {path.name: path.read_text("utf-8") for path in Path("seeds").glob("*.txt")}
    question = "历城公家企业查出的毛病，现在已经改好了多少？"
    assert embedded.models().answer_over(question, seeds).short == ("44项",)
