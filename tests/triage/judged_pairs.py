"""Made-up pairs whose answer lies in which words differ: synonyms mean the same, other things do not."""

import random

Pair = tuple[str, str]
THINGS = (
    ("贷款", "借款"),
    ("电费", "用电费用"),
    ("厂房", "车间"),
    ("招工", "招聘"),
    ("发票", "票据"),
    ("社保", "社会保险"),
)
ASKED = (
    ("怎么办理", "如何申请"),
    ("为什么被拒绝", "凭什么不通过"),
    ("什么时候到账", "多久才能拿到"),
    ("可以取消吗", "能不能撤回"),
)
ENDS = ("", "，急", "啊", "，我司在平湖", "，上周问过", "，请尽快")


def judged(count: int, seed: int = 0) -> tuple[list[Pair], list[bool]]:
    """So many pairs, half of which ask the same about the same thing."""
    random_ = random.Random(seed)
    pairs, same = [], []
    for at in range(count):
        thing, asked = random_.choice(THINGS), random_.choice(ASKED)
        other_thing, other_asked = thing, asked
        if at % 2:
            elsewhere = (another(random_, THINGS, thing), asked), (thing, another(random_, ASKED, asked))
            other_thing, other_asked = random_.choice(elsewhere)
        pairs.append((said(random_, thing, asked, at), said(random_, other_thing, other_asked, at + count)))
        same.append(at % 2 == 0)
    return pairs, same


def another(random_: random.Random, of: tuple[Pair, ...], than: Pair) -> Pair:
    """One of the others."""
    return random_.choice([one for one in of if one != than])


def said(random_: random.Random, thing: Pair, asked: Pair, number: int) -> str:
    """One way to say it; the number makes every sentence a different one."""
    return f"{random_.choice(thing)}{random_.choice(asked)}{random_.choice(ENDS)} {number}"
