"""Which blocks of made-up pages are one article, and in which order they are read."""

from __future__ import annotations

from rag.articles import split_articles
from rag.layout import Block, read_blocks
from rag.places import weigh_regions
from rag.runs import reading_orders
from rag.types import Article, Page


def _split(text: str) -> list[Article]:
    return split_articles(Page("page.txt", text, ""))


def _orders(text: str) -> tuple[list[Block], list[tuple[int, ...]]]:
    blocks = read_blocks(text)
    orders = reading_orders(blocks, [weigh_regions(block.text) for block in blocks])
    return blocks, [order.blocks for order in orders]


def test_each_block_is_in_one_order() -> None:
    text = "一\n\n二。\n\n本报记者 王健\n\n三月的事，\n\n还没有完。\n\n□ 记者 李明 报道\n\n又一件。"
    blocks, orders = _orders(text)

    assert sorted(at for order in orders for at in order) == list(range(len(blocks)))


def test_no_blocks_no_orders() -> None:
    assert reading_orders([], []) == []


def test_a_tail_printed_before_its_head() -> None:
    berries, town = _split("""量发展。到2024年底，全县蓝莓种植面积将达到3.2万亩。

麻江县：小蓝莓做成大产业

本报记者 龙泽辉

眼下正是蓝莓采摘季。今年，麻江县蓝莓总产量预计达到2.6万吨。

县农业农村局局长吴明珍介绍，麻江县引进新品种14个，以品牌建设推动蓝莓产业高质

丹寨县万达小镇迎来客流高峰

本报记者 杨秀兰

暑期以来，丹寨万达小镇日均接待游客2.3万人次，同比增长41%。
""")

    assert berries.text.endswith(
        "推动蓝莓产业高质量发展。到2024年底，全县蓝莓种植面积将达到3.2万亩。"
    )
    assert berries.title == "麻江县：小蓝莓做成大产业"
    assert town.title == "丹寨县万达小镇迎来客流高峰"


def test_a_page_of_briefs_without_bylines() -> None:
    articles = _split("""西安：地铁十号线一期试运行
近日，西安地铁十号线一期开始试运行，线路全长34.4公里，设车站17座。

兰州：黄河风情线添新景
3月8日，兰州市城关区滨河东路观景平台建成开放。

银川：职业技能培训补贴提高
日前，银川市人社局宣布，今年职业技能培训补贴标准平均提高15%。
""")

    assert [article.title[:2] for article in articles] == ["西安", "兰州", "银川"]
    assert [article.regions[0] for article in articles] == ["西安市", "兰州市", "银川市"]


def test_briefs_signed_at_their_end() -> None:
    articles = _split("""上城区新增托位八百个
今年以来，上城区新增普惠托位826个，每千人口托位数达到4.6个。（记者 周舟）

滨江区体育馆夜间开放
从本月起，滨江区体育馆每天开放至晚上十点。（通讯员 金晶）

钱塘区建成“零碳”社区
云帆社区屋顶光伏并网发电，年发电量可达120万千瓦时。（记者 周舟 王珏）
""")

    assert len(articles) == 3


def test_one_article_with_headings_stays_one() -> None:
    (article,) = _split("""守住一条河

——记青岛市李沧区河道巡查员周启明

□ 文/图 林小雨

早上六点，李沧区李村河边的步道上已经有了周启明的身影。他今年57岁。

十一年如一日

2011年，周启明应聘成了河道巡查员。每天两趟、每趟七公里，风雨无阻。

把经验写成手册

退休前，他把自己的经验整理成《河道巡查二十条》。
""")

    assert article.title == "守住一条河 ——记青岛市李沧区河道巡查员周启明"
    assert article.byline == "□ 文/图 林小雨"
    assert "\n把经验写成手册\n退休前，" in article.text
    assert (article.published, article.year) == (None, None)


def test_captions_do_not_stand_within_a_sentence() -> None:
    (article,) = _split("""海港新貌
本报记者 林涛
日照市东港区加快建设智慧港口，全年集装箱吞吐量突破
▲智慧港口一角。（资料图）
五百万标箱，同比增长9.8%。
""")

    assert "吞吐量突破五百万标箱，同比增长9.8%。" in article.text
    assert article.text.endswith("▲智慧港口一角。（资料图）")


def test_a_caption_without_a_mark_is_stepped_over() -> None:
    (article,) = _split("""羌山深处茶飘香

□ 记者 何苗 文/图

北川羌族自治县石椅村的茶园里响起歌声。县里建起4个标准化加工中心，推行统一采摘、统一加工、统一

采茶姑娘在石椅村茶园劳作。

品牌的“三统一”模式，鲜叶收购价每斤提高了6元。
""")

    assert "统一加工、统一品牌的“三统一”模式" in article.text


def test_hard_line_breaks_are_undone() -> None:
    market, bus = _split("""江州晚报  二〇二三年六月十八日  星期日  A5版
老城墙下开夜市
三百个摊位点亮江州消费
□ 本报记者 秦岭
　　夜幕降临，江州市浔阳区庾亮南路
的老城墙下灯火通明。6月16日，改造一
新的“浔城夜市”正式开街，首批300个
摊位全部租出，开街三天客流超过18万
人次。
　　浔阳区商务局副局长程立介绍，夜市
带动就业1200余人，预计全年实现营业
额1.5亿元。
濂溪区：公交线路通到田头
□ 本报记者 熊伟 通讯员 吕青
　　6月15日，濂溪区首条“田园公交”
专线开通，全程22公里，途经9个行政
村，票价2元。
""")

    assert "改造一新的“浔城夜市”正式开街，首批300个摊位全部租出" in market.text
    assert "预计全年实现营业额1.5亿元。" in market.text
    assert "“田园公交”专线开通，全程22公里，途经9个行政村，票价2元。" in bus.text
    assert market.published == bus.published == "2023-06-18"
