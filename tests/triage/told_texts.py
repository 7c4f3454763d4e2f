"""Made-up difficulties of firms under four labels, as many as a test asks for."""

from __future__ import annotations

import random

from zhilian.triage.rules.classify import Sample

WORDS = {
    "融资": ["贷款到期银行不肯续贷", "抵押物评估太低", "担保费太高", "流动资金紧张", "利率上浮", "授信额度被压缩"],
    "用工": ["招不到熟练工人", "员工社保补缴", "工伤认定拖了半年", "劳动仲裁", "夜班工资怎么算", "技能培训补贴"],
    "用地": ["厂房租金上涨", "工业用地指标", "土地证办不下来", "厂房消防验收", "规划许可", "园区搬迁"],
    "税费": ["出口退税迟迟不到", "发票额度不够", "税务稽查", "研发费用加计扣除", "个税申报", "滞纳金减免"],
}
FRAMES = [
    "我公司位于{place}，{first}，{second}，请帮助协调。",
    "{place}一家企业反映：{first}；另外{second}。",
    "关于{first}，还有{second}，盼答复。",
]
PLACES = ["坂田", "平湖", "布吉", "横岗", "龙城", "坪地"]


def samples(count: int, seed: int = 1, labels: int = 4) -> list[Sample]:
    """So many samples, the labels in turn, the same for the same seed."""
    draw = random.Random(seed)
    names = list(WORDS)[:labels]
    return [sample(names[number % labels], draw) for number in range(count)]


def sample(label: str, draw: random.Random) -> Sample:
    """One text: two of its label's phrases in a frame, every fifth time with another label's phrase among them."""
    first, second = draw.sample(WORDS[label], 2)
    if draw.random() < 0.2:
        second = draw.choice(draw.choice(list(WORDS.values())))
    body = draw.choice(FRAMES).format(place=draw.choice(PLACES), first=first, second=second)
    return Sample(label, first, body)


def examples() -> list[Sample]:
    """What a category table says of itself: a name and keywords."""
    return [Sample(label, "", word) for label, words in WORDS.items() for word in (label, *words)]
