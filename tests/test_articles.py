"""A page becomes its articles: the seeds against hand labels, and made-up pages of other papers."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from rag.articles import split_articles
from rag.pages import decode, read_page
from rag.types import Article, Page

SEEDS = Path(__file__).parent.parent / "seeds"


def _split(text: str, source: str = "page.txt") -> list[Article]:
    articles = split_articles(Page(source, text, ""))
    _check_pieces(text, articles)
    return articles


def _check_pieces(text: str, articles: Sequence[Article]) -> None:
    """Every character but white space is in one piece of one article, and pieces tell the truth."""
    used = [at for one in articles for piece in one.pieces for at in range(piece.start, piece.end)]
    assert len(used) == len(set(used))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(used)
    for article in articles:
        for before, piece in zip([None, *article.pieces], article.pieces, strict=False):
            size = piece.end - piece.start
            assert article.text[piece.at : piece.at + size] == text[piece.start : piece.end]
            touches = before is not None and before.end <= piece.start
            between = text[before.end : piece.start] if before and touches else "-"
            assert piece.adjacent == (not between.strip())
        covered = sum(piece.end - piece.start for piece in article.pieces)
        assert len(article.text) - covered == sum(
            1 for at, char in enumerate(article.text) if char.isspace() and _is_break(article, at)
        )


def _is_break(article: Article, at: int) -> bool:
    return not any(piece.at <= at < piece.at + piece.end - piece.start for piece in article.pieces)


def _solid(text: str, spans: Sequence[Sequence[int]]) -> list[int]:
    return [at for start, end in spans for at in range(start, end) if not text[at].isspace()]


def _labels() -> dict[str, list[dict[str, Any]]]:
    labels = defaultdict(list)
    for line in (SEEDS / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        labels[label["source"]].append(label)
    return labels


@pytest.fixture(scope="module")
def seeds() -> dict[str, tuple[Page, list[Article]]]:
    pages = [read_page(SEEDS / source, SEEDS) for source in _labels()]
    return {page.source: (page, split_articles(page)) for page in pages}


Seeds = dict[str, tuple[Page, list[Article]]]


def test_the_labels_hold_each_character_of_the_seeds_once(seeds: Seeds) -> None:
    for source, labels in _labels().items():
        text = seeds[source][0].text
        used = [at for label in labels for at in _solid(text, label["spans"])]
        assert sorted(used) == [at for at, char in enumerate(text) if not char.isspace()]


def test_seed_articles_start_where_the_labels_say(seeds: Seeds) -> None:
    wanted = {(source, one["spans"][0][0]) for source, of in _labels().items() for one in of}
    found = {
        (source, article.spans[0].start) for source, (_, of) in seeds.items() for article in of
    }

    assert len(found & wanted) / len(found) == 1.0  # precision
    assert len(found & wanted) / len(wanted) == 1.0  # recall


def test_seed_articles_hold_their_characters_in_reading_order(seeds: Seeds) -> None:
    for source, labels in _labels().items():
        page, articles = seeds[source]
        _check_pieces(page.text, articles)
        read = {
            tuple(_solid(page.text, [(span.start, span.end) for span in article.spans]))
            for article in articles
        }
        assert read == {tuple(_solid(page.text, label["spans"])) for label in labels}


def test_seed_titles_and_bylines(seeds: Seeds) -> None:
    for source, labels in _labels().items():
        articles = {article.spans[0].start: article for article in seeds[source][1]}
        for label in labels:
            article = articles[label["spans"][0][0]]
            assert article.byline == label["byline"]
            assert article.published is None  # no page says its date in full
            if label["title"]:
                assert article.title == label["title"]


def test_the_year_of_a_seed_is_known_only_where_the_page_tells_it(seeds: Seeds) -> None:
    years = [{article.year for article in articles} for _, articles in seeds.values()]

    assert years == [{None}, {2020}, {2020}, {2021}, {2021}]


def test_seed_articles_know_their_district(seeds: Seeds) -> None:
    main = [[article.regions[0] for article in articles] for _, articles in seeds.values()]

    assert main == [
        ["钢城区", "莱芜区", "历城区", "高新区", "历城区", "历下区", "市中区", "槐荫区", "市中区"],
        ["市中区"],
        ["历下区"],
        ["济南市", "济南市", "济南市", "天桥区", "济南市", "槐荫区", "历下区"],
        ["历城区"],
    ]


def test_a_sentence_that_ends_the_file_goes_on_in_its_middle(seeds: Seeds) -> None:
    page, articles = next(of for source, of in seeds.items() if source.startswith("003"))
    interview = articles[3]
    start = interview.text.index("加快推进成果转化，完成技术交易额1.96亿元")

    spans = interview.locate(start, start + len("加快推进成果转化，完成技术交易额1.96亿元"))

    quotes = [page.text[span.start : span.end] for span in spans]
    assert quotes == ["加快推进成果转化，", "完成技术交易额1.96亿元"]


SHAOXING = """越州日报
2022年3月5日 星期六 第2版 要闻

一季度开门红
柯桥区纺织业订单回暖
本报记者 沈知遥 通讯员 鲁一鸣

走进柯桥区滨海工业区的一家印染企业，十二条生产线全部开足马力。订单已经排到六月份，比去年同期增加三成。

据柯桥区经信局统计，1至2月，全区规模以上纺织企业实现产值98.6亿元，同比增长14.2%。下一步，柯桥区还将组织企业赴意大利、土耳其参加专业展会，力争全年新签外贸订

上虞区启用首个智慧停车楼

本报讯（记者 陈可 通讯员 何文）3月3日，上虞区百官街道智慧停车楼投入使用。该楼共8层，设车位412个。

停车楼采用机械升降和自动寻位技术，市民存取一辆车平均只需90秒。今年还将新建同类停车楼3座。

▲工人在检查面料。 本报记者 钱多多 摄

单80亿元以上。同时，继续推进“绿色印染”改造，年内淘汰落后定型机150台。

诸暨市山下湖镇：
珍珠直播卖出六亿元

本报讯（记者 傅小平）“三、二、一，上链接！”3月2日晚，直播间里热闹非凡。

镇党委书记楼一凡介绍，山下湖镇已培育主播1200余名。
"""


def test_a_page_with_a_date_and_a_word_broken_across_articles() -> None:
    textile, parking, pearls = _split(SHAOXING)

    assert textile.title == "一季度开门红 柯桥区纺织业订单回暖"
    assert textile.byline == "本报记者 沈知遥 通讯员 鲁一鸣"
    assert "力争全年新签外贸订单80亿元以上。" in textile.text
    assert textile.regions == ("柯桥区",)
    assert parking.title == "上虞区启用首个智慧停车楼"
    assert parking.byline == "记者 陈可 通讯员 何文"
    assert "订单" not in parking.text
    assert pearls.title == "诸暨市山下湖镇： 珍珠直播卖出六亿元"
    assert {article.published for article in (textile, parking, pearls)} == {"2022-03-05"}
    assert {article.year for article in (textile, parking, pearls)} == {2022}


BRIEF = "{name}：{what}\n本报讯 3月3日，{name}{what}，{more}。\n\n"


def test_the_whole_city_is_that_of_the_districts_on_the_page() -> None:
    page = (
        BRIEF.format(name="婺城区", what="新增停车泊位", more="总数占全市的三成")
        + BRIEF.format(name="义乌市", what="开通夜间公交", more="客流居全市第二")
        + BRIEF.format(name="义乌市", what="启用邻里中心", more="服务八个小区")
    )
    parking, buses, centre = _split(page)

    assert parking.regions == ("婺城区", "金华市")
    assert buses.regions == ("义乌市", "金华市")
    assert centre.regions == ("义乌市",)


def test_the_whole_city_of_a_page_about_one_county_city_is_that() -> None:
    page = BRIEF.format(name="义乌市", what="开通夜间公交", more="客流居全市第二") + BRIEF.format(
        name="佛堂镇", what="启用邻里中心", more="全市已有八个"
    )
    _, centre = _split(page)

    assert centre.regions == ("佛堂镇", "义乌市")


SHORTS = """镇江晚报  2023年5月18日  星期四  A03版 要闻·简讯

【简讯】
丹徒区：一季度新增就业超六千人
本报讯 记者昨日获悉，今年一季度，丹徒区城镇新增就业6218人。

京口区：运河边添绿道
本报讯 昨日，京口区运河绿道三期工程正式开工，总投资3.6亿元。

【更正】
本报5月16日A05版《丹徒新添三所幼儿园》一文中，“新增学位1080个”应为“1800个”。
"""


def test_a_label_heads_the_page_and_a_correction_is_an_article() -> None:
    jobs, path, correction = _split(SHORTS)

    assert jobs.title == "丹徒区：一季度新增就业超六千人"
    assert path.title == "京口区：运河边添绿道"
    assert "1080" not in path.text
    assert correction.title == "【更正】"
    assert {article.published for article in (jobs, path, correction)} == {"2023-05-18"}


@pytest.mark.parametrize("box", ["链接", "【相关链接】", "小贴士", "延伸阅读："])
def test_a_box_belongs_to_its_article(box: str) -> None:
    (article,) = _split(f"""# 南京地铁7号线今日开通

江城网 2023-07-26 记者 吴越 实习生 Lucy Zhang

今天上午10时，南京地铁7号线一期工程开通，全长10.8公里。

## {box}

1号线于2022年4月29日开通，长34.1公里。
""")
    assert article.byline == "江城网 记者 吴越 实习生 Lucy Zhang"
    assert article.published == "2023-07-26"
    assert article.regions == ("南京市",)


def test_the_markup_dates_articles_that_say_no_day_themselves() -> None:
    text = "地铁开通\n\n本报讯 地铁今天开通。\n"
    (article,) = split_articles(Page("a.html", text, "", published="2023-07-26"))
    (dated,) = split_articles(
        Page("a.html", f"江城网 2023-07-25 记者 吴越\n{text}", "", published="2023-07-26")
    )
    assert (article.published, dated.published) == ("2023-07-26", "2023-07-25")


def test_agency_reports_without_titles() -> None:
    articles = _split("""新华社北京2023年7月1日电（记者 李明）国家统计局发布数据，制造业指数为49%。

新华社上海7月1日电 上海市浦东新区推出新举措。浦东新区负责人说，成效明显。
""")

    assert [article.title for article in articles] == [
        "国家统计局发布数据，制造业指数为49%",
        "上海市浦东新区推出新举措",
    ]
    assert articles[0].byline == "记者 李明"
    assert [article.published for article in articles] == ["2023-07-01", None]


def test_markdown_marks_are_not_part_of_a_title() -> None:
    first, second = _split("""## 广州市荔湾区：老骑楼里的新生意

记者 何佩珊

荔湾区永庆坊二期改造完成后，引入商户138家。

## 深圳市盐田区：山海步道全线贯通

记者 郑海 通讯员 罗敏

盐田区海滨栈道4月1日全线贯通，沿线设置驿站21处。
""")

    assert first.title == "广州市荔湾区：老骑楼里的新生意"
    assert second.title == "深圳市盐田区：山海步道全线贯通"


def test_pages_in_gbk_and_html(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<h1>柯桥区订单回暖</h1><p>本报记者 沈知遥</p><p>订单已经排到六月份。</p>", encoding="gbk"
    )
    page = read_page(tmp_path / "a.html", tmp_path)

    (article,) = split_articles(page)

    assert (article.title, article.byline) == ("柯桥区订单回暖", "本报记者 沈知遥")
    assert [one.title for one in _split(decode(SHAOXING.encode("gbk")))][1] == (
        "上虞区启用首个智慧停车楼"
    )


def test_a_plain_paragraph_is_one_article() -> None:
    text = "趵突泉位于济南市历下区，面积158亩，是以泉为主的公园。泉水一年四季恒定在18摄氏度左右。"

    (article,) = _split(text)

    assert article.title == "趵突泉位于济南市历下区，面积158亩，是以泉为主的公园"
    assert article.text == text
    assert article.byline is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("原标题：水北镇新修三座桥\n近日，水北镇新修的三座桥通车。", "水北镇新修三座桥"),
        ("原标题：水北镇新修三座桥近日，水北镇的桥通车。", "水北镇新修三座桥近日"),
    ],
)
def test_a_reprint_has_the_title_of_what_it_reprints(text: str, title: str) -> None:
    (article,) = _split(text)
    assert (article.title.split("，")[0], article.text) == (title, text)


@pytest.mark.parametrize(
    "text", ["。", "今", "一个没有正文的标题", "# ", "1\n2\n3", "😀😀", "A word."]
)
def test_next_to_nothing_is_still_an_article(text: str) -> None:
    (article,) = _split(text)

    assert article.text
    assert article.title


def test_ids_stay_when_other_articles_change() -> None:
    before = {article.title: article.article_id for article in _split(SHAOXING)}
    after = {article.title: article.article_id for article in _split(SHAOXING[60:])}
    same = "上虞区启用首个智慧停车楼"

    assert before[same] == after[same]
    assert len(before[same]) == 12
    assert _split(SHAOXING, "other.txt")[1].article_id != before[same]


def test_articles_of_one_title_have_ids_of_their_own() -> None:
    brief = "简讯\n本报讯 3月3日，上虞区停车楼投入使用。\n\n"

    ids = [article.article_id for article in _split(brief * 3)]

    assert len(ids) == len(set(ids)) == 3
    assert ids[1] == f"{ids[0]}-2"


@pytest.mark.parametrize("breaks", ["\n\n", "\n", ""])
def test_a_long_page_takes_time_in_proportion(breaks: str) -> None:
    texts = [page.read_text(encoding="utf-8") for page in sorted(SEEDS.glob("0*.txt"))]
    long = breaks.join(line for text in texts for line in text.splitlines() if line) * 2

    def seconds(text: str) -> float:
        start = time.perf_counter()
        split_articles(Page("long.txt", text, ""))
        return time.perf_counter() - start

    seconds(long[:2000])
    assert seconds(long) < 20 * seconds(long[: len(long) // 4])


def test_a_district_that_a_line_cuts_is_still_spoken_of() -> None:
    text = "公交新进展\n本报讯 交通部门表示，2024年历\n下区新能源公交车占比为45%，今后还要增加。\n"
    (article,) = split_articles(Page("cut.txt", text, ""))
    assert article.regions == ("历下区",)
