"""A small district in which a few troubles are told by many: texts for the tests of hot issues."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from zhilian.triage.rules.hot import Text

START = datetime(2026, 3, 2, 9, 0)

# Of each trouble: how it is told in a subject, and in a body.
TROUBLES: dict[str, tuple[list[str], list[str]]] = {
    "power": (
        ["坪地工业区频繁停电影响生产", "坪地工业区又停电了", "请解决坪地工业区频繁停电", "坪地工业区一周停电三次"],
        ["我司在坪地工业区生产注塑件，本月多次停电，机器报废模具。", "停电没有提前通知，坪地工业区几十家工厂都停产。"],
    ),
    "waste": (
        [
            "横岗眼镜城废水处理收费翻倍",
            "横岗眼镜城污水处理费突然上涨",
            "眼镜城废水处理费太高",
            "横岗眼镜城废水收费不合理",
        ],
        ["横岗眼镜城的废水由一家公司统一处理，今年收费翻倍。", "废水处理费上涨没有协商，眼镜厂承受不了。"],
    ),
    "loan": (
        [
            "知识产权质押贷款贴息迟迟不到账",
            "质押贷款贴息何时发放",
            "申请知识产权质押贷款贴息没有结果",
            "咨询质押贷款贴息到账时间",
        ],
        ["去年申请的知识产权质押贷款贴息至今没有发放。", "贴息材料交了半年，质押贷款利息一直自己承担。"],
    ),
}
ALONE = [
    ("龙翔大道路灯不亮", "晚上下班路很黑，员工担心安全。"),
    ("食堂油烟管道怎么审批", "想给员工食堂装油烟管道，不知找哪个窗口。"),
    ("外籍工程师续签证材料", "公司外籍工程师的居留许可快到期。"),
    ("货车限行时间能否调整", "送货车辆早高峰进不了园区。"),
    ("商标被他人抢注怎么办", "我们用了十年的商标被别人注册。"),
    ("厂房消防验收排队太久", "厂房改造完成两个月还没有验收。"),
    ("招工难希望组织招聘会", "节后缺普工三十名。"),
    ("公交末班车太早", "夜班工人下班没有车坐。"),
    ("垃圾清运次数减少", "园区垃圾堆积有异味。"),
    ("税务系统发票申请失败", "网上申领发票提示错误。"),
    ("宿舍宽带网速很慢", "员工宿舍网络经常掉线。"),
    ("门口积水排水不畅", "下雨后仓库门口积水很深。"),
]


def told(trouble: str, count: int, *, since: datetime = START, every: timedelta = timedelta(hours=7)) -> list[Text]:
    """So many texts about one trouble, each by a firm of its own, one after the other."""
    subjects, bodies = TROUBLES[trouble]
    return [
        Text(
            f"{trouble}-{number}",
            since + every * number,
            subjects[number % len(subjects)],
            bodies[number % len(bodies)],
            firm=f"{trouble} firm {number}",
        )
        for number in range(count)
    ]


def others() -> list[Text]:
    """Texts that have nothing to do with each other."""
    return [
        Text(f"other-{number}", START + timedelta(days=number), subject, body, firm=f"firm {number}")
        for number, (subject, body) in enumerate(ALONE)
    ]


def district(seed: int = 0) -> list[Text]:
    """Twelve about power, nine about waste water, six about loans, and a dozen others; in any order."""
    texts = [*told("power", 12), *told("waste", 9), *told("loan", 6), *others()]
    random.Random(seed).shuffle(texts)
    return texts
