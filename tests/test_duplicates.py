"""Syndicated stories are one source: found by their wording, whatever their headlines."""

from __future__ import annotations

from hashlib import sha256

from rag.articles import split_articles
from rag.duplicates import Copies, are_copies, prints_of
from rag.types import Article, Page

STORY = (
    "12月3日，横跨青河的石桥大桥主体工程完工。大桥全长2.4公里，双向六车道，设计时速60公里，两侧各设三米宽的"
    "人行道。建设者在桥墩施工中使用了自升式平台，避开了候鸟繁殖的季节。桥头公园同步开放，公园里种下了两千多株"
    "樱花。附近的居民说，过去绕行要走四十分钟，今后几分钟就能到对岸。大桥计划于明年春节前通车。"
)
OTHER = (
    "入冬以来，青河两岸的供热企业提前点火试运行。市热力公司组织了十二支抢修队伍，二十四小时待命，并把服务热线"
    "增加到三十条坐席。社区网格员挨家敲门，帮助独居老人检查暖气片。老旧管网今年更换了六十公里，热损失明显下降，"
    "居民家里的温度比去年同期高出两度。煤炭储备可供四十天使用，运输车辆优先通行。"
)


def article(source: str, title: str, body: str) -> Article:
    text = f"{title}\n\n本报记者 王芳\n\n{body}\n"
    (found,) = split_articles(Page(source, text, sha256(text.encode()).hexdigest()))
    return found


def copies(*articles: Article) -> Copies:
    return Copies.find(articles, {each.article_id: prints_of(each) for each in articles})


ONE = article("a.txt", "石桥大桥主体完工", STORY)
RENAMED = article("b.txt", "一桥飞架青河", STORY)
SHORTENED = article("c.txt", "石桥大桥完工", STORY[: STORY.index("附近的居民")])
EDITED = article("d.txt", "大桥来了", STORY.replace("建设者", "记者了解到，建设者"))
UNLIKE = article("e.txt", "暖气热起来", OTHER)


def test_one_story_under_other_headlines_is_one_source() -> None:
    found = copies(ONE, UNLIKE, RENAMED, SHORTENED, EDITED)
    ids = {each.article_id for each in (RENAMED, SHORTENED, EDITED)}
    assert set(found.of(ONE.article_id)) == ids
    assert found.of(UNLIKE.article_id) == ()
    assert found.same(SHORTENED.article_id, EDITED.article_id)
    assert not found.same(ONE.article_id, UNLIKE.article_id)


def test_a_text_too_short_to_tell_has_no_copy() -> None:
    """Two notices of a line each share most of their letters by chance."""
    one = article("f.txt", "通知", "今日停水，时间为八点至十七点。")
    other = article("g.txt", "通知", "今日停电，时间为八点至十七点。")
    assert prints_of(one) == ()
    assert copies(one, other).groups == {}


def test_another_story_in_the_same_frame_is_none() -> None:
    assert not are_copies(ONE, UNLIKE)


def test_what_finds_a_copy_is_the_same_in_every_run() -> None:
    assert prints_of(ONE) == prints_of(article("z.txt", "又一题", STORY))
