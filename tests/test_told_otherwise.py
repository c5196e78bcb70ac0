"""What news tells in other words, places and times than a question's is answered all the same."""

from __future__ import annotations

import pytest

from rag.derivation import operation_of
from rag.naming import in_full
from rag.regions import find_regions
from rag.when import agree, leads_all, whens
from tests import embedded

PORK = "8月11日，全省农产品批发市场猪肉平均价格为22.84元/公斤，比前一天上升0.3%。"
WARDENS = "早市上发生冲突，有3名城管队员被打伤，目前已送医治疗。"
POLL = "调查公司公布民调结果，只有27%的受访者认为国家有能力应对危机。"
CENTRAL_BANK = "去年7月以来，央行已将关键利率总共提高了425个基点。"
INFLATION = "根据分析师的预测中值，该地区7月份的通胀率为5.3%。"
INDEX = "截至收盘，恒生指数升118.59点，升幅0.61%。"
LITHIUM = "午盘收盘，国内期货主力合约多数下跌，碳酸锂跌超5%。"
TOURISM = "2023年1月至7月，望海市实现旅游总收入1975.09亿元，比2022年增长65.8%。"
SOIL = "人为扰动地块水土流失发生率较2019年下降了26个百分点。"
LANDLORDS = "这些年轻房东更愿意亲力亲为，选择自己经营的房东占比达95%以上。"
ORDERS = "飞利浦公布财报，第二季度的可比订单同比下降了8%。"
RAIN = "29日20时至31日8时，北京地区平均降雨量140.7毫米，房山区平均298.4毫米，门头沟平均277.9毫米。"
PROVINCE = (
    "据辽宁省气象部门数据，7月21日20时至22日20时，全省平均降雨量54.9毫米，"
    "最大降雨量出现在葫芦岛市龙港区。"
)
QUAKES = "近十年来，山东共发生三级以上地震44次，其中3.0到3.9级36次，4.0到4.9级7次。"
PRISON = "从1943年3月到1945年8月，关押于此的犯人被日军注射细菌致死的达数百人。"
LEADERS = "港澳办领导班子现有的5名成员已集体转岗。"
MEDIA = "首批联动东山融媒、西山融媒、南山融媒、北山融媒共10家融媒体中心建立资源共享矩阵。"
BRIDGE = "水落河大桥为混凝土拱桥，左幅全长1721.25米，右幅全长1676.20米。"
TUNNEL = "该工程为世界铁路隧道直径之最。明挖段基坑全长438米。"
FLOOD = (
    "8月4日，舒兰市雨停，道路正在抢修。五常市遭遇洪水。"
    "由于威胁到群众安全，当地紧急转移安置群众2万多人。"
)
LEGAL_AID = "2022年，无锡市滨湖区解答法律咨询3600余人次。"
ALERT = "省防汛指挥部决定于8月4日12时将防汛三级应急响应提升至二级。"
CHILDREN = "2016年以来，共为793名残疾儿童落实康复训练。"
EXHIBITION = "展览开幕前，已经有200余名居民前来参观。"
SENT = "8月4日，救援队一行7人前往望海进行救援。"
SEALS = "中心要建科研楼，前后要盖200多个章。"
ARMY = "政府计划将军费开支提升到国内生产总值的4%。"
TOWNS = "甲山镇、乙水镇获奖。"
BUILDING = "今年以来，甘泉区开工建设307万平方米，在建工程面积达到775万平方米，比去年总量增长60%。"
AIM = "甘泉区力争在五年内规模以上工业企业达到300家。"
INVESTED = "上半年甘泉区引进投资110亿元，同比增长70.5%。"
PRIZES = "甘泉区举行驿站揭牌暨东山银行年度“十佳宣传站”颁奖仪式。"
LISTS = "党课活动上播放了短片，发布了年度优秀组织单位、优秀党课及主讲人名单。"
GIVEN = "会上发布优秀组织单位名单，望海街道获评。"
REPAIRS = "甘泉区对风险地段实施加固，共计出动防汛抢修人员1080人、抢险车辆59辆。"
SUPPORT = "甘泉区今年共安排重点项目196个。该区精心包装项目，向上争取各类扶持资金6.03亿元。"
FIRMS = "今年上半年，甘泉区新增省级中小企业383家，总数达到950家。"
SPREAD = "今年上半年，全市工业增加值同比增长14.9%，行业增长面达到80.5%。"
STREETS = (
    "甘泉区提升城市品质\n甘泉区率先打造“无杆线街道”。规范户外广告。"
    "实施干道绿化提升，打造13条特色鲜明的景观大道。"
)
PARK = "甘泉区计划用3-5年时间，在全省率先建设氢能产业园。"


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("8月11号猪肉批发一公斤卖多少钱？", PORK, "22.84元/公斤"),
        ("早市上有几个城管受了伤？", WARDENS, "3名"),
        ("有多少人相信国家能应对危机？", POLL, "27%"),
        ("从去年7月到现在，央行加息加了多少个基点？", CENTRAL_BANK, "425个基点"),
        ("分析师估计7月份物价涨了多少？", INFLATION, "5.3%"),
        ("中午收盘碳酸锂期货跌了多少？", LITHIUM, "超5%"),
        ("望海市今年1到7月旅游收入比去年多多少？", TOURISM, "65.8%"),
        ("人为扰动地块水土流失的发生比例，和2019年比降了多少？", SOIL, "26个百分点"),
        ("年轻房东里愿意自己经营的有多少？", LANDLORDS, "95%以上"),
        ("飞利浦第二季度可比订单同比下降多少？", ORDERS, "8%"),
        ("门头沟平均降雨量为多少？", RAIN, "277.9毫米"),
        ("7月21日20时至22日20时辽宁全省平均降雨量是多少？", PROVINCE, "54.9毫米"),
        ("近十年山东4.0到4.9级地震发生多少次？", QUAKES, "7次"),
        ("1943年3月到1945年8月被注射细菌致死的有多少人？", PRISON, "数百人"),
        ("港澳办原来班子里有几个人集体转岗？", LEADERS, "5名"),
        ("首批有几家融媒体中心共享资源？", MEDIA, "10家"),
        ("水落河特大桥右幅全长多少？", BRIDGE, "1676.20米"),
        ("长江隧道明挖段基坑全长多少米？", TUNNEL, "438米"),
        ("五常那边紧急转移了多少人？", FLOOD, "2万多人"),
        ("甘泉区出动防汛抢修人员多少人？", REPAIRS, "1080人"),
        ("现在的利率有多高？", "目前联储的利率目标区间为5.25%~5.5%，这是最高水平。", "5.25%~5.5%"),
        ("妇女从几楼坠落？", "一名妇女惊慌之中跳窗，从建筑物的10层坠落。", "10层"),
        ("望海的鸡蛋一斤平均几块？", "目前，望海鸡蛋均价5.46元/斤。", "5.46元/斤"),
        ("甘泉区向上级要来几个亿的扶持资金？", SUPPORT, "6.03亿元"),
        ("甘泉区省级中小企业累计多少家？", FIRMS, "950家"),
        ("工业行业中增长的占几成？", SPREAD, "80.5%"),
        ("要建全省头一个氢能产业园，打算花几年？", PARK, "3-5年"),
        ("获奖的优秀组织单位是哪个街道？", GIVEN, "望海街道"),
    ],
)
def test_what_the_page_tells_otherwise_is_said(question: str, text: str, short: str) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == (short,)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("国企指数涨了百分之几？", INDEX),
        ("望海市今年1到7月旅游收入比2021年增长百分之几？", TOURISM),
        ("飞利浦第二季度营收同比下降多少？", ORDERS),
        ("无锡全市法律援助机构解答咨询多少人次？", LEGAL_AID),
        ("应急响应何时提升至一级？", ALERT),
        ("有多少名成年残疾人做了康复？", CHILDREN),
        ("展览开幕以后来了多少人？", EXHIBITION),
        ("救援队是哪天从望海返回的？", SENT),
        ("科研楼盖了多少层？", SEALS),
        ("军费目前占国内生产总值的百分之几？", ARMY),
        ("获奖的是哪三个镇？", TOWNS),
        ("甘泉区社会消费品零售总额同比增长多少？", BUILDING),
        ("现在甘泉区规上工业企业有几家了？", AIM),
        ("甘泉区上半年投资计划干完了几成？", INVESTED),
        ("拿到年度“十佳宣传站”的是哪几家？", PRIZES),
        ("甘泉区年内要打造几条“无杆线街道”？", STREETS),
        ("党课活动上，哪些单位被评为优秀组织单位？", LISTS),
        ("8月1日恒指涨了百分之几？", f"8月4日，{INDEX}"),
        ("小能手队现在有多少个孩子？", "村支书给小能手队积分前三名的孩子颁发奖状。"),
        ("现任甘泉区医院主任是谁？", "据报道，朱某兰曾是甘泉区医院主任，主任医师。"),
        ("052-01地块出让土地面积是多少？", "050-01地块出让土地面积11968.3平方米。"),
        ("茶叶包装空隙率不能超过多少？", "5起案件中，茶叶包装空隙率最高的达85.4%，远高于标准。"),
        ("6月甘泉区查处多少起无证驾驶？", "自7月20日以来，甘泉区连续查处6起无证驾驶。"),
    ],
)
def test_what_it_does_not_tell_is_not_said(question: str, text: str) -> None:
    assert embedded.models().answer_over(question, {"a": text}).verdict == "unanswerable"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("当过县长和县委书记", []),
        ("坐到宛平城要多久", []),
        ("坐到平城要多久", ["平城区"]),
        ("全国百佳县名单", []),
        ("出现7米到10米的狂涛到狂浪区", []),
        ("造成江洛镇受灾", ["江洛镇"]),
        ("目前福岛县的蔬菜", ["福岛县"]),
        ("77团离县里有多远", []),
        ("长宁快线共设站13座", []),
        ("南海今年休渔", []),
        ("老北京的胡同", ["北京市"]),
        ("京山县有几个保护区", ["京山市"]),
        ("平原县有几个保护区", ["平原县"]),
    ],
)
def test_which_letters_name_a_place(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_regions(text)] == names


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("今天是农历六月十八，气温32℃", []),
        ("7月22日的雨是今年入夏以来第一场强降水", ["7月22日"]),
        ("启动“暑期消费节”，发券5000万元", []),
        ("“五一”假期接待游客3万人", ["“五一”假期"]),
    ],
)
def test_which_words_tell_when(text: str, told: list[str]) -> None:
    assert [when.text for when in whens(text, None)] == told


def test_names_that_an_article_ranks_are_not_worked_out() -> None:
    asked = "与2019年同期相比，2023年上半年数量增幅最高的城市有哪些？"
    assert operation_of(asked) is None
    assert operation_of("与2019年同期相比，2023年上半年数量增幅是多少？") == "growth"


def test_a_report_is_of_its_quarter() -> None:
    text = "8月10日，望海芯片（688981）发布第二季度业绩：期内营收为15.6亿美元"
    day, quarter = whens(text, None)
    assert not leads_all(text, day)
    assert leads_all(text, quarter)


def test_days_from_one_to_another_hold_the_first_of_them() -> None:
    asked, other = whens("8月10日到11日", None)[0], whens("8月12日", None)[0]
    (told, _) = whens("8月10日7时至11日7时，8月11日", None)[:2]
    assert agree(asked, told)
    assert not agree(asked, other)


@pytest.mark.parametrize(("word", "text"), [("恒指", "恒生指数高开"), ("军机", "军用直升机")])
def test_a_short_word_is_told_in_full(word: str, text: str) -> None:
    assert in_full(word, text)
    assert not in_full(word, "国企指数")


def test_an_article_that_names_the_thing_in_full_is_read() -> None:
    text = "4架军用直升机首批运送的物资总共3吨多。"
    asked = "头一批用军机送来的东西有多重？"
    assert embedded.models().answer_over(asked, {"a": text}).short == ("3吨多",)


def test_where_is_told_of_a_city_by_its_district() -> None:
    text = "8月16日，永河村的露天食堂开放。黑龙江省哈尔滨市双城区韩甸镇永河村受灾。"
    answer = embedded.models().answer_over("永河村位于哈尔滨市哪个区哪个镇？", {"a": text})
    assert "双城区韩甸镇" in answer.text


def test_of_two_places_in_one_question_a_sentence_need_name_one() -> None:
    text = "京山市救援队奔赴河北涿州市。\n5天里，26名救援队员累计救援5000多人次。"
    answer = embedded.models().answer_over("京山的人在涿州救援了多少人？", {"a": text})
    assert answer.short == ("5000多人次",)
