"""Units of Chinese news text: the family and dimension of each, and its size in the base unit.

Two figures can be compared when their units have one dimension. 人 and 人次, 元 and 美元, 年 and 天
are of one family and of two dimensions; 亩 and 公顷 of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Family = Literal[
    "money", "people", "percent", "percentage-point", "multiple", "area", "length", "duration",
    "weight", "volume", "power", "energy", "temperature", "data", "age", "score", "rate", "ratio",
    "count", "ordinal", "number", "label", "clock",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written; a value in it times ``size`` is in the dimension's base unit."""

    name: str
    family: Family
    dimension: str
    size: Fraction = Fraction(1)


# (family, dimension): unit and size, the base unit first
_MEASURES: dict[tuple[Family, str], str] = {
    ("money", "元"): "元 1 元人民币 1 块钱 1 人民币 1",
    ("money", "美元"): "美元 1",
    ("money", "欧元"): "欧元 1",
    ("money", "港元"): "港元 1 港币 1",
    ("money", "日元"): "日元 1",
    ("money", "英镑"): "英镑 1",
    ("money", "卢布"): "卢布 1",
    ("money", "韩元"): "韩元 1",
    ("money", "新台币"): "新台币 1",
    ("money", "瑞士法郎"): "瑞士法郎 1",
    ("money", "加元"): "加元 1",
    ("money", "澳元"): "澳元 1",
    ("money", "新元"): "新元 1 新加坡元 1",
    ("money", "卢比"): "卢比 1",
    ("money", "泰铢"): "泰铢 1",
    ("people", "人"): "人 1 名 1 位 1 个人 1 口人 1 死 1 伤 1",
    ("people", "人次"): "人次 1",
    ("percent", "%"): "% 1 ％ 1 ‰ 1/10 成 10",
    ("percentage-point", "百分点"): "个百分点 1 百分点 1 个基点 1/100 基点 1/100",
    ("multiple", "倍"): "倍 1",
    ("multiple", "番"): "番 1",
    ("area", "平方米"): "平方米 1 平米 1 ㎡ 1 m² 1 平方公里 1000000 平方千米 1000000 公顷 10000 "
    "亩 2000/3 平方厘米 1/10000 平方英里 2589988 平方英尺 0.09290304 "
    "平方英寸 0.00064516",
    ("length", "米"): "米 1 公里 1000 千米 1000 km 1000 厘米 1/100 cm 1/100 毫米 1/1000 mm 1/1000 "
    "微米 1/1000000 纳米 1/1000000000 nm 1/1000000000 海里 1852 英里 1609 "
    "华里 500 英寸 127/5000 英尺 381/1250 m 1",
    ("duration", "年"): "年 1 个年头 1 年头 1 个月 1/12 个多月 1/12 载 1 学年 1 "
    "个学年 1 学期 1/2 个学期 1/2 个季度 1/4 个财季 1/4 个财年 1",
    ("duration", "分钟"): "分钟 1 小时 60 个钟头 60 钟头 60 个小时 60 个多小时 60 秒 1/60 "
    "秒钟 1/60 天 1440 日 1440 昼夜 1440 周 10080 个星期 10080 星期 10080 "
    "个礼拜 10080 礼拜 10080",
    ("duration", "工作日"): "工作日 1 个工作日 1 交易日 1 个交易日 1",
    ("duration", "学时"): "学时 1 个学时 1 课时 1 个课时 1",
    ("weight", "公斤"): "公斤 1 千克 1 kg 1 吨 1000 斤 1/2 克 1/1000 毫克 1/1000000 "
    "微克 1/1000000000",
    ("volume", "立方米"): "立方米 1 m³ 1 立方 1 升 1/1000 毫升 1/1000000 L 1/1000 mL 1/1000000 "
    "CC 1/1000000 cc 1/1000000",
    ("power", "千瓦"): "千瓦 1 kW 1 兆瓦 1000 MW 1000 瓦 1/1000 W 1/1000 GW 1000000",
    ("energy", "毫安时"): "毫安时 1 mAh 1 安时 1000",
    ("energy", "千瓦时"): "千瓦时 1 千瓦·时 1 kWh 1 度电 1 兆瓦时 1000 MWh 1000 "
    "GWh 1000000",
    ("temperature", "℃"): "℃ 1 摄氏度 1 °C 1",
    ("data", "GB"): "GB 1 TB 1024 PB 1048576 MB 1/1024",
    ("age", "岁"): "岁 1 周岁 1",
    ("score", "分"): "分 1 积分 1 个积分 1",
    ("rate", "Mbps"): "Mbps 1 Gbps 1000",
    ("rate", "赫兹"): "赫兹 1 Hz 1 kHz 1000 MHz 1000000 GHz 1000000000",
}  # fmt: skip
# each counts its own things; 个 may count any of them
_COUNTS = (
    "个 家 户 所 项 条 处 件 座 辆 台 套 间 栋 幢 层 张 本 册 篇 幅 枚 块 片 支 只 头 匹 株 "
    "棵 朵 架 艘 列 根 批 类 大类 种 款 门 堂 节 场 次 期 轮 回 遍 趟 站 笔 单 宗 起 例 份 部 "
    "部门 部委 版 集 组 队 团 班 车 字 页 级 镇 县 村 社区 街道 连冠 连胜 连涨 桌 盏 颗 粒 瓶 "
    "箱 盒 袋 包 桶 步 道 席 床 点 户次 场次 班次 架次 车次 批次 件次 例次 家次 频次 标准箱 项次 "
    "案 注 标箱 星 股 票 代 单元 床位 学位 泊位 字节 像素 度 "
    "方面 尾 羽 基 首 剂 封 杯 碗 双 副 卷"
)
_ORDINALS = "届 世纪 年级 号 号线 号楼 楼 周年"
# characters that turn a unit into another word: 元旦, 位居, 家庭, 部分
_NOT = {
    "部": "分署委队长", "次": "性于要产", "位": "居列于置移", "名": "录单列称篇著校",
    "度": "过假", "票": "子房价据",
    "分": "之别为成享", "成": "立为功果长员本都交", "道": "路", "年": "级代轻", "天": "桥然津",
    "元": "旦宵", "人": "民才均", "家": "长庭属乡具园境", "口": "岸号", "期": "间望待",
    "台": "湾", "组": "成织建", "场": "馆所地景", "层": "面次", "节": "约能假目", "起": "来草到",
    "份": "额内子", "例": "如",
    "回": "迁收归", "轮": "流", "门": "店户", "级": "别", "单": "位项", "点": "击",
    "班": "子", "团": "结体", "面": "向对积临", "列": "入出为", "代": "表替", "号": "召称",
    "条": "件", "支": "持付撑出", "处": "于理", "所": "有以属", "集": "中聚成", "站": "在",
    "包": "括含", "步": "入伐", "队": "伍", "类": "似", "车": "间辆站", "套": "餐",
    "版": "本块权", "环": "境节比", "圈": "子", "页": "面", "股": "份权", "周": "边围年末",
    "村": "民庄支委干", "县": "域级区处委", "镇": "区长委",
    "字": "样", "席": "位", "床": "位", "粒": "度",
    "克": "服", "升": "级至到高", "片": "区", "根": "据本", "架": "构", "头": "部", "株": "洲",
    "尾": "号数气矿随声部盘", "基": "本金础地因于层准站建", "封": "面闭锁控顶建杀", "杯": "子赛",
    "首": "次届批期都席要先日府位创家例付发", "剂": "量型", "卷": "入烟",
    "双": "方边向休减重控增创一", "副": "主总省市区县书局处校院会秘部职教科产作食",
    "案": "件例子板情由卷", "星": "级期光座球辰空火海巴河云号红电集台村镇湖山桥路街酒上将",
    "注": "册意入射重视定资解释明销目满",
    "载": "体重荷客人货物入明于着有歌道县难", "间": "接", "块": "链", "本": "报市区省级科",
}  # fmt: skip


_DIGITS = r"\d一二三四五六七八九十两"
_DAYS = r"(?=以[下内上]|内(?![蒙地外环部涝])|的?(?:行政)?拘留|游(?!客))|(?<=拘留.日)|(?<=拘留..日)"


def _table() -> dict[str, Unit]:
    table = {}
    for (family, dimension), written in _MEASURES.items():
        words = written.split()
        for name, size in zip(words[::2], words[1::2], strict=True):
            table[name] = Unit(name, family, dimension, Fraction(size))
    for name in _COUNTS.split():
        table[name] = Unit(name, "count", name)
    for name in _ORDINALS.split():
        table[name] = Unit(name, "ordinal", name)
    return table


UNITS = _table()


def _alternative(name: str) -> str:
    if name == "名":
        return rf"名(?![{_NOT[name]}]|企(?!业))"  # 三名企业家, not 百家名企
    if name == "死":
        return rf"死(?=[{_DIGITS}]{{1,4}}伤)"  # 1死2伤
    if name == "伤":
        return rf"(?<=[{_DIGITS}])伤(?![者员害口病残情势痛亡])"
    if name == "次":
        return rf"次(?![{_NOT[name]}]|全[会体])"  # 两次全区比赛, not 五次全会
    if name == "日":
        return rf"日(?:{_DAYS})"  # 拘留五日, not 5日
    not_before = _NOT.get(name, "")
    ascii_end = "(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else ""
    return re.escape(name) + (f"(?![{not_before}])" if not_before else ascii_end)


def _pattern() -> str:
    names = sorted(UNITS, key=len, reverse=True)
    return "(?:" + "|".join(_alternative(name) for name in names) + ")"


UNIT = _pattern()


def unit_named(written: str) -> Unit | None:
    """Return the unit as written, a rate for 元/平方米, None for no unit."""
    if "/" in written:
        return Unit(written, "rate", written)
    return UNITS.get(written)
