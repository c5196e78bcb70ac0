"""What a question asks for."""

from __future__ import annotations

import pytest

from rag.asked import asked_unit, fits
from rag.features import fitting
from rag.figures import find_figures
from rag.periods import find_periods


@pytest.mark.parametrize(
    ("question", "family", "unit"),
    [
        ("天桥区上半年引进市外投资多少亿元？", "money", "元"),
        ("实际利用外资多少万美元？", "money", "美元"),
        ("募集爱心资金多少？", "money", None),
        ("老两口一个月能挣几个钱？", "money", None),
        ("今年的利率一共加了多少？", "percentage-point", None),
        ("这只股票的换手有多高？", "percent", None),
        ("二号线一期有多长？", "length", None),
        ("这种刑最多关多长？", "duration", None),
        ("利润会少多少？", "percent", None),
        ("毛利有几个点？", "percent", None),
        ("隧道啥时候挖通的？", "date", None),
        ("大厅几时关门？", "date", None),
        ("有多少个做软件的在告平台？", "people", "个"),
        ("七个人里几个受伤？", "people", "个"),
        ("公司市值有多高？", "money", None),
        ("广告收入少了多少？", "percent", None),
        ("占GDP比重比上年同期高了多少？", "percentage-point", None),
        ("三家合起来吃掉多少份额？", "percent", None),
        ("所得税按几个点交？", "percentage-point", None),
        ("山东安排多少专项债？", "money", None),
        ("连着贵了几个礼拜？", "duration", "个礼拜"),
        ("午盘时上证指数停在几点？", "count", "点"),
        ("给多少个困难毕业生上了课？", "people", "个"),
        ("改大棚有多少人家沾了光？", "count", "户"),
        ("企业所得税用多高的税率？", "percent", None),
        ("群众满意度有多高？", "percent", None),
        ("汽车制造业投资增了多少？", "percent", None),
        ("请他代言一年大概花多少钱？", "rate", None),
        ("公司有几个副总？", "people", "个"),
        ("挑出了几个当得好的村支书？", "people", "个"),
        ("几个小朋友当上了体验官？", "people", "个"),
        ("这回请了几个大夫下村看病？", "people", "个"),
        ("抓了多少个闹事的球迷？", "people", "个"),
        ("有多少个家里困难的学生拿到钱？", "people", "个"),
        ("村里的冷库有多大？", "volume", None),
        ("他攒的小金库有多大？", "money", None),
        ("PM2.5浓度多少微克？", "rate", "微克"),
        ("这个项目花了多少钱？", "money", None),
        ("新增城镇就业多少人？", "people", "人"),
        ("参加党员多少万人次？", "people", "人次"),
        ("历下区新增学位多少个？", "count", "个"),
        ("新增省级中小企业几家？", "count", "家"),
        ("全区完成拆迁多少平方米？", "area", "平方米"),
        ("实现供地多少亩？", "area", "亩"),
        ("开工面积有多大？", "area", None),
        ("济莱高铁时速多少公里？", "length", "公里"),
        ("王家隧道有多长？", "length", None),
        ("从济南东站到钢城站要多久？", "duration", None),
        ("三年规划要用几年？", "duration", "年"),
        ("最快只需多少分钟？", "duration", "分钟"),
        ("工业占GDP的比重是多少？", "percent", None),
        ("覆盖率要达到百分之几？", "percent", None),
        ("固定资产投资同比增长多少？", "percent", None),
        ("上半年收入增长多少？", "percent", None),
        ("每年能减少多少测绘费用？", "money", None),
        ("完成了年度投资计划的多少？", "percent", None),
        ("集中供热面积占全市多少？", "percent", None),
        ("自营出口额占全市的多少？", "percent", None),
        ("新校区占地面积多少？", "area", None),
        ("线路占用耕地多少亩？", "area", "亩"),
        ("末班车几点？", "clock", None),
        ("图书馆晚上几点闭馆？", "clock", None),
        ("智能化改造覆盖率达到多少？", "percent", None),
        ("技术交易额做到了几个亿？", "money", None),
        ("多少个项目获得用地保障，共多少亩？", "area", None),
        ("多少个项目获得用地保障，共多少亩？", "count", None),
        ("比全国高多少个百分点？", "percentage-point", "个百分点"),
        ("固定资产投资增速全市第几？", "ordinal", None),
        ("黑峪山隧道何时贯通？", "date", None),
        ("帮办中心是哪年建成的？", "date", None),
        ("《实施意见》是几月几日印发的？", "date", None),
        ("服务热线的号码是多少？", "label", None),
        ("几座城市间的技术合同总共值多少钱？", "money", None),
        ("哪几个街道新增了多少个车位？", "count", "个"),
        ("地方财政收入涨了几个点？", "percent", None),
        ("北京外贸比全国快出几个点？", "percent", None),
        ("受处分的干部有几个？", "people", "个"),
        ("一年给多少个稀缺人才解决户口？", "people", "个"),
        ("来跑步的有多少号人？", "people", None),
        ("打算投多少银子？", "money", None),
        ("高档酒价抬了几个点？", "percent", None),
        ("多少个村支书捧了奖？", "people", "个"),
        ("平均要等几个钟头？", "duration", "个钟头"),
        ("上半年交了多少所得税？", "money", None),
        ("总经理拿多少年薪？", "money", None),
        ("那把火夺走多少条命？", "people", "人"),
        ("企业的预期指数7月多高？", "number", None),
        ("参赛的片子最长能多长？", "duration", None),
        ("那片海岸会有多长？", "length", None),
        ("当初买一股多少钱？", "rate", None),
        ("午后最高热到多少度？", "temperature", "度"),
        ("哪几天能去参观？", "date", None),
        ("全区设了几个点？", "count", "个"),
        ("他们砸了多少本钱？", "money", None),
        ("复议的期限多长？", "duration", None),
        ("那口塘占了多少田？", "area", None),
        ("一粒多少钱？", "rate", None),
        ("给多少个跑腿的基层人员开了号？", "people", "个"),
        ("法院追回多少案款？", "money", None),
        ("事故发生在几时几分？", "clock", None),
        ("水土流失面积的减幅是多少？", "percent", None),
        ("今年投资的增速怎么样？", "percent", None),
        ("份额增加了多少？", "percentage-point", None),
        ("抽血验出来的酒精有多高？", "number", None),
        ("被抓的逃犯有几个？", "people", "个"),
        ("他接了假客服电话后被骗走多少钱？", "money", None),
        ("县里住着多少口人？", "number", "口人"),
    ],
)
def test_the_family_and_unit_asked_for(question: str, family: str, unit: str | None) -> None:
    asked = asked_unit(question)
    assert asked is not None
    assert family in asked.families
    assert asked.unit == unit


def test_a_name_that_holds_digits_is_no_quantity() -> None:
    (name,) = find_figures("招引国内外500强等行业龙头企业")
    asked = asked_unit("招商引资目标是多少？")
    assert asked is not None
    assert not fits(name, asked)


@pytest.mark.parametrize(
    "question",
    [
        "谁是天桥区委书记？",
        "到会的几位副主席是谁？",
        "会上提到哪几家公司？",
        "从哪几块下功夫？",
        "为什么要优化营商环境？",
        "在哪里举行？",
        "排名第一的是谁？",
        "街道多久通报一次学习情况？",
        "增幅前三名是哪几家公司？",
        "最后花多少钱要看什么？",
        "过几天去大厅办事怎么拿号？",
        "两岸和平发展好在哪几点？",
        "派几批救援队去的是哪个部门？",
        "调整缴存比例后还要出具什么？",
        "降幅最大的是哪家公司？",
        "为啥没多少余地减税？",
        "计算几何与人工智能大会在哪里开？",
    ],
)
def test_a_question_that_asks_for_no_figure(question: str) -> None:
    assert asked_unit(question) is None


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("新增学位多少个？", "1.6万个", True),
        ("高新技术企业有多少家？", "190家", True),
        ("高新技术企业有多少个？", "190家", True),
        ("新增学位多少个？", "3.9万人", False),
        ("受处分的干部有几个？", "6名", True),
        ("最多一天多少人用？", "超2亿", True),
        ("最多一天多少人用？", "12", False),
        ("午后最高热到多少度？", "36~38℃", True),
        ("多久办结？", "5个工作日", True),
        ("几天办结？", "5个工作日", True),
        ("多少老人有免费服务？", "200位", True),
        ("制造业贷款增长多少 6月末", "21.5%", True),
        ("吸引外资多少元？", "6236万美元", False),
        ("吸引外资多少美元？", "6236万美元", True),
        ("实现供地多少公顷？", "2703亩", True),
        ("接待游客多少人次？", "1321万人", False),
        ("接待游客多少人？", "1321万人次", True),
        ("增长多少？", "16.4%", True),
        ("比去年提高多少？", "0.3个百分点", True),
        ("占比是多少？", "1500亿元", False),
        ("打造多少分钟生活圈？", "“15分钟生活圈”", True),
        ("投资增速全市第几？", "第二", True),
        ("总量是多少？", "第二", False),
        ("何时贯通？", "22.5分钟", False),
        ("粮食产量多少？", "八成五", False),
        ("粮食产量多少？", "120万吨", True),
        ("含氧量是多少？", "21%", True),
        ("查了多少外国人的案子？", "19起", True),
        ("上一代起步价多少？", "128GB", False),
        ("二手房成交价多少？", "1.2万元/平方米", True),
        ("二手房成交价多少？", "120套", False),
        ("新学校能容纳多少学生？", "17所", False),
        ("新学校能容纳多少学生？", "1200人", True),
        ("集团自己占多少股？", "51%", True),
        ("大会的展厅有多大？", "33个", False),
        ("楼顶一年能出多少度电？", "200万度", True),
        ("来中国多少年了？", "30周年", True),
        ("皮影传了多少个年头？", "300多年", True),
        ("平台服务多少家企业？", "超2300万", True),
        ("平台服务多少家企业？", "2300", False),
        ("拘了几个老赖？", "20人", True),
        ("公司上半年赚了多少？", "12%", False),
        ("研讨会办了几回？", "十四届", True),
        ("新评了几个社区？", "十四届", False),
        ("能给多少人饭碗？", "4.1万个", True),
        ("机构给的目标价是多少？", "32.95", True),
        ("指数收在多少点？", "3231.52", True),
        ("融资多少钱？", "32.95", False),
        ("收购每股出几块钱？", "15美元", True),
        ("大使来访问过几次？", "第二次", True),
        ("大使来访问过几次？", "第二名", False),
        ("视频放了多少次？", "突破6000万", True),
        ("培训要上多久？", "4学时", True),
        ("他攒了多少分？", "68个积分", True),
        ("要来几个亿的扶持款？", "6亿元", True),
        ("头一轮给老百姓省多少？", "600余名", False),
        ("头一轮给老百姓省多少？", "3000万元", True),
        ("追回了多少被骗的钱？", "6万元", True),
        ("追回了多少被骗的钱？", "6起", False),
        ("其中建设用地占多少？", "1340公顷", True),
        ("其中建设用地占多少？", "37%", True),
        ("被关的几个人要蹲几天？", "5人", False),
        ("被关的几个人要蹲几天？", "5天", True),
        ("黑河水位是多少？", "1.91亿立方米", False),
        ("捐款的账号是多少？", "950余万元", False),
        ("要来几个亿的扶持款？", "196个", False),
        ("规上工业产值增长多少？", "16.4%", True),
        ("规上工业产值增长多少？", "19亿元", True),
        ("规上工业产值增长多少？", "120家", False),
        ("占比和上年比提高多少？", "0.3个百分点", True),
        ("第三产业占比，和上年比提高多少？", "0.3个百分点", True),
        ("新区面积不大，总人数有多少？", "1200人", True),
    ],
)
def test_whether_a_figure_answers(question: str, answer: str, expected: bool) -> None:
    asked, figures = asked_unit(question), find_figures(answer)
    assert asked is not None and len(figures) == 1
    assert fits(figures[0], asked) is expected


def test_a_date_answers_when_and_nothing_else() -> None:
    (period,) = find_periods("8月26日")
    when, how_many = asked_unit("何时贯通？"), asked_unit("贯通几座？")
    assert when is not None and how_many is not None
    assert fits(period, when) and not fits(period, how_many)


def test_the_day_on_which_a_report_was_sent_is_not_when_a_thing_happens() -> None:
    asked = asked_unit("新款电脑哪天发货？")
    assert asked is not None
    sent = "8 月 2 日消息，新款电脑昨日推出。"
    assert fitting(sent, asked) == []
    assert [day.text for day in fitting("新款电脑8月5日发货。", asked)] == ["8月5日"]
    told = "8月2日消息，公司今日宣布，新款电脑发货。"
    assert [day.text for day in fitting(told, asked)] == ["8月2日"]


def test_books_are_no_people() -> None:
    asked = asked_unit("建了多少个农家书屋？")
    assert asked is not None
    assert asked.families == {"count"}


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("电池装了多少？", "电池装车量为44.1GWh。", "44.1GWh"),
        ("硅片一片卖到几块？", "硅片成交均价提升至4.2元/片。", "4.2元/片"),
        ("上半年处分了多少县处级干部？", "其中县处级干部1万人。", "1万人"),
        ("会上来了多少人？", "153家企业的220名企业负责人参加会议。", "220名"),
        ("案子牵扯多少钱？", "警方破获涉案724万的案件。", "724万"),
        ("她是第多少个捐献者？", "她是全市第70例捐献者。", "第70例"),
        ("风速每秒几米？", "中心附近最大风力16级（52米/秒）。", "52米/秒"),
        ("放了多少条鱼？", "投放鳙鱼194万尾。", "194万尾"),
        ("在亚太卖了多少钱？", "亚太区销售额达2420万瑞士法郎。", "2420万瑞士法郎"),
        ("枪手打死几个？", "枪手枪杀9人后逃走。", "9人"),
        ("限期多长时间放人？", "要求一周内放人。", "一周"),
        ("没活干的人占几个点？", "失业率为5.2%。", "5.2%"),
        ("收盘多少钱一股？", "收盘报10.62元/股。", "10.62元/股"),
        ("这一天亏了几个点？", "全天跌幅15.08%。", "15.08%"),
    ],
)
def test_the_figure_that_tells_what_is_asked(question: str, text: str, told: str) -> None:
    asked = asked_unit(question)
    assert asked is not None
    assert [figure.text for figure in fitting(text, asked)] == [told]


def test_the_price_of_each_is_not_what_all_cost() -> None:
    asked = asked_unit("项目投资多少元？")
    assert asked is not None
    assert fitting("均价8000元/平方米。", asked) == []


def test_lessons_are_no_children() -> None:
    asked = asked_unit("社区托管了多少个娃？")
    assert asked is not None
    assert fitting("社区开展托管课堂近30场，托管儿童46名。", asked)[0].text == "46名"
