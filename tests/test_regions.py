"""The regions that a text names, checked against the map of China and against false friends."""

from __future__ import annotations

import time

import pytest

from rag.gazetteer import city_of, is_local, parents, within
from rag.places import weigh_regions
from rag.regions import find_regions, innermost


def _names(text: str) -> list[str]:
    return [mention.name for mention in find_regions(text)]


def test_a_prefecture_goes_by_its_short_name_too() -> None:
    assert _names("恩施州和黔东南州") == ["恩施土家族苗族自治州", "黔东南苗族侗族自治州"]
    assert _names("海南州因地处青海湖南部而得名") == ["海南藏族自治州"]
    assert _names("海南今年") == ["海南省"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("历下区年内新增城镇就业目标是多少？", ["历下区"]),
        ("历下和槐荫的新增学位各是多少？", ["历下区", "槐荫区"]),
        ("济南市历下区趵突泉街道", ["济南市", "历下区", "趵突泉街道"]),
        ("历下区和趵突泉街道", ["历下区", "趵突泉街道"]),
        ("威宁县城乡规划局", ["威宁彝族回族苗族自治县"]),
        ("来自湖北市监局的消息", ["湖北省"]),
        ("青岛市南区的小区", ["青岛市", "市南区"]),
        ("县派驻沙江镇龙湾村", ["沙江镇"]),
        ("来听斜土街道的宣讲，据斜土街道介绍", ["斜土街道", "斜土街道"]),
        ("苏州工业园区娄葑街道", ["苏州市", "娄葑街道"]),
        ("新城区长乐西路街道", ["长乐西路街道"]),
        ("人大积玉桥街道工委、和平街道", ["积玉桥街道", "和平街道"]),
        ("让雀仁乡农家书屋", ["雀仁乡"]),
        ("近年河口镇的变化，走入安吴镇", ["河口镇", "安吴镇"]),
        ("济南银行业、永清县集团客户", ["济南市", "永清县"]),
        ("青岛、团结街道、李家乡", ["青岛市", "团结街道", "李家乡"]),
        ("长清区的新增就业", ["长清区"]),
        ("山东济南天桥区委书记", ["山东省", "济南市", "天桥区"]),
        ("苏州市吴江区与内蒙古、广西签约", ["苏州市", "吴江区", "内蒙古自治区", "广西壮族自治区"]),
        ("在绍兴市柯桥区、上虞区和诸暨市", ["绍兴市", "柯桥区", "上虞区", "诸暨市"]),
        ("延边朝鲜族自治州延吉市", ["延边朝鲜族自治州", "延吉市"]),
        ("西安的地铁、长沙的街巷", ["西安市", "长沙市"]),
        ("吉林的雪和海南的海", ["吉林省", "海南省"]),
    ],
)
def test_full_and_short_names_give_the_full_name(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("江城晚报　2024年9月6日", []),
        ("济南日报　2024年9月6日", ["济南市"]),
        ("市儿童医院新院区主体封顶", []),
        ("走进柳溪区图书馆", ["柳溪区"]),
        ("富阳东洲的小院", ["富阳区"]),  # not 东洲区 of 抚顺市
        ("历下槐荫两区", ["历下区", "槐荫区"]),
        ("河南新乡", ["河南省", "新乡市"]),
        ("南昌新建的东站", ["南昌市"]),
    ],
)
def test_a_papers_name_is_no_district_and_a_hospitals_site_none_either(
    text: str, names: list[str]
) -> None:
    assert _names(text) == names


def test_offsets_count_in_the_text() -> None:
    text = "记者从槐荫区获悉，历下新增学位"

    assert [text[one.start : one.end] for one in find_regions(text)] == ["槐荫区", "历下"]


@pytest.mark.parametrize(
    "text",
    [
        "市中心的过街天桥和人行天桥都修好了",
        "中心城区、辖区、景区、全区、社区、主城区、城区",
        "5年内基本建成新城区框架",
        "新增城镇就业",  # not 增城
        "村里蓝天白云，鸟鸣啁啾",  # not 白云区
        "这里日照充足，适合晒海盐",
        "人类的和平与发展，东方的合作，资源共和平安",
        "孙中山先生",
        "叶连平老师",  # not 连平县
        "长宁线全长37公里",
        "对着天桥干瞪眼",  # not 天桥区
        "桂东市集买菜",
        "水库哪天水开始退",  # not 天水市
        "日子跟县城差不多",
        "由谁坐镇主持",
        "并结合周边镇，走入村镇",
        "张涛回乡前，李明叫街道和部门，获评上县里的文明家庭",
        "永清集团质押的股票，南京银行上半年净利润",
        "所跨区教育集团",
        "覆盖街道、因为街道、从而使街道，依次对街道走访，我街道",
        "2021年6月，当地镇政府补办手续",
        "看家乡，为家乡，学生回乡",
        "香港区议会选举",
        "住在丽水嘉园",
        "绿水青山就是金山银山",
        "乡镇、城镇、文明村镇和特色小镇",
        "6条特色活力街道和无杆线街道",
        "泰山大学科技园",
        "那座名山，莲花山，他的桃园，那个桃园",
        "哪里的人最长寿",
        "卫戍区的官兵在义卖区",
        "中山东一路15号大楼",
        "公安分局的民警",
        "周武王坐了多少年江山",
        "从河口口岸进口",
        "万安科技的货卖到国外",
        "前区开奖号码，商圈区，城六区",
        "陪着区局领导",
        "强调镇村工作人员要关照老人，思念家乡",
        "城市中区域差异明显",
        "教沈周村的孩子拍照",
        "宁夏县城的住校生",  # not 夏县
        "独山港派出所",
        "补上城区西边的短板",
        "打完市里的热线",
        "",
        "区",
        "🏙️",
    ],
)
def test_words_that_only_look_like_regions_are_none(text: str) -> None:
    assert _names(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("天津和平区", ["天津市", "和平区"]),
        ("槐荫、市中和天桥三区", ["槐荫区", "市中区", "天桥区"]),
        ("市中上半年招商多少亿元", ["市中区"]),
        ("天桥上半年固定资产投资增长多少", ["天桥区"]),
        ("西安市新城区", ["西安市", "新城区"]),
    ],
)
def test_ordinary_words_are_regions_where_the_text_says_so(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("济南高新区推出多测合一", ["济南市", "高新区"]),
        ("新旧动能转换起步区", ["起步区"]),
        ("苏州高新技术产业开发区", ["苏州市", "高新区"]),
        ("雄安新区与浦东新区", ["雄安新区", "浦东新区"]),
        ("在华山街道办事处，麻江县宣威镇", ["华山街道", "麻江县", "宣威镇"]),
        ("2024年溪口镇接待学生，6月沙河镇开园", ["溪口镇", "沙河镇"]),
        ("更为张湾街道争光，用于刁窝镇", ["张湾街道", "刁窝镇"]),
        ("不断完善镇、村两级服务", []),
        ("向阳镇、将军镇、为民街道", ["向阳镇", "将军镇", "为民街道"]),
    ],
)
def test_zones_and_towns(text: str, names: list[str]) -> None:
    assert _names(text) == names


def test_parents_lead_up_to_the_province() -> None:
    assert parents("历下区") == ("济南市", "山东省")
    assert parents("济南市") == ("山东省",)
    assert parents("朝阳区", {"北京市"}) == ("北京市",)
    assert parents("山东省") == ()
    assert parents("没有区") == ()


def test_a_name_of_several_cities_needs_its_city() -> None:
    assert parents("市中区") == ()
    assert parents("市中区", {"济南市"}) == ("济南市", "山东省")
    assert parents("市中区", ["历下区", "乐山市"]) == ("乐山市", "四川省")
    assert parents("市中区", {"山东省"}) == ()  # 济南 and 枣庄 have one


def test_within_is_strict_and_goes_all_the_way_up() -> None:
    assert within("历下区", "济南市")
    assert within("历下区", "山东省")
    assert within("市中区", "枣庄市")
    assert not within("历下区", "历下区")
    assert not within("济南市", "历下区")
    assert not within("历下区", "青岛市")


def test_a_district_weighs_more_than_the_city_before_it() -> None:
    weights = weigh_regions("济南市天桥区新增项目，天桥区有济南新材料产业园区。")

    assert weights == {"天桥区": 4.0, "济南市": 1.0}


def test_a_long_text_takes_time_in_proportion() -> None:
    text = "济南市历下区和槐荫区推动和平路、市中的合作，资源共享。" * 400
    find_regions(text)

    def seconds(text: str) -> float:
        start = time.perf_counter()
        find_regions(text)
        return time.perf_counter() - start

    short = min(seconds(text[: len(text) // 4]) for _ in range(3))
    assert min(seconds(text) for _ in range(3)) < 12 * short


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2024年，柳溪区新建学校3所", ["柳溪区"]),
        ("其中青溪县5200人、石泉县4800人", ["青溪县", "石泉县"]),
        ("由白溪县水利局负责建设", ["白溪县"]),
        ("松岭市城南区，松岭的粮食", ["松岭市", "城南区"]),  # a district 松岭区 lies far away
    ],
)
def test_a_district_that_no_table_holds_is_known_by_its_ending(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    ["为辖区家庭", "在全市推开", "该地区", "A股上市公司", "示范区治理", "进园区后", "开发区"],
)
def test_words_that_end_like_a_district_are_none(text: str) -> None:
    assert _names(text) == []


def test_a_district_written_behind_its_city_lies_in_it() -> None:
    """The table has a 东城区 in another city; what is written together belongs together."""
    assert innermost(find_regions("松岭市东城区养老床位")) == ("东城区",)


def test_a_city_before_its_centre_district_leaves_it_its_first_character() -> None:
    assert [m.name for m in find_regions("枣庄市中区装了多少个充电桩")] == ["枣庄市", "市中区"]


def test_a_county_that_is_also_a_word_is_none_inside_a_longer_name() -> None:
    assert find_regions("北横通道上半年穿越了两处") == []


@pytest.mark.parametrize(
    ("name", "local", "city"),
    [
        ("义乌市", True, "金华市"),
        ("婺城区", True, "金华市"),
        ("昆山市", True, "苏州市"),
        ("金华市", False, "金华市"),
        ("东莞市", False, "东莞市"),
        ("上海市", False, "上海市"),
        ("浦东新区", True, "上海市"),
        ("浙江省", False, None),
    ],
)
def test_a_city_within_a_city_is_as_local_as_a_county(
    name: str, local: bool, city: str | None
) -> None:
    assert is_local(name) == local
    assert city_of(name) == city


def test_a_school_named_after_a_lake_is_in_no_district_of_its_name() -> None:
    assert _names("镜湖实验学校投资最多") == []
    assert _names("镜湖上半年新增学位") == ["镜湖区"]


@pytest.mark.parametrize("text", ["建设学习型街道", "目前街道已有12人", "送戏下乡", "坚持镇街联动"])
def test_words_before_a_street_or_town_are_no_name_of_one(text: str) -> None:
    assert find_regions(text) == []
