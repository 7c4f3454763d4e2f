"""Why: the words of a text that carried a label."""
# house: allow chinese: the stop words are Chinese

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .features import counted, occurrences, places, weighed
from .reading import Batch

MOST: Final = 4  # words shown
LONGEST: Final = 12  # characters of words run together
LEAST: Final = 0.12  # a word that carried less than this share of the first one's weight is not shown
STOP_WORDS: Final = """
    的 了 是 在 我 我们 你 你们 您 您好 你好 他 他们 她 它 这 那 这个 那个 这些 那些 这样 和 与 及 或 也 都 就
    还 又 很 不 没 没有 有 无 为 为何 为什么 什么 怎么 如何 哪里 吗 呢 吧 啊 请 请问 请求 希望 关于 问题 尊敬
    领导 谢谢 感谢 一个 一直 现在 目前 已经 但是 可是 因为 所以 如果 而且 然后 以及 对 对于 从 到 把 被 让 给 将
    由 向 以 于 其 之 能 能否 可以 可 是否 应该 要 会 说 去 来 上 下 里 中 后 前 年 月 日 号 个 人 等 本人 自己
    大家 多 多次 反映 咨询 投诉 建议 情况 进行 相关 有关 部门 解决 处理 帮忙 今天 昨天 明天 后天 今年 去年 明年
    本月 上月 上个月 下个月 这个月 上周 下周 最近 刚才 刚刚 每天 每次 每月 时候 时间 早上 上午 中午 下午 晚上
"""
STOP: Final = frozenset(STOP_WORDS.split())
MASK: Final = re.compile(r"[a-zA-Z]\d*[市区县]?$")  # places made unreadable before the texts were published


class Table(NamedTuple):
    """A model's known buckets, its weights (labels × places) and its rarities."""

    known: NDArray[np.uint32]
    weights: NDArray[np.float16]
    rarity: NDArray[np.float16]


def words_that_carried(batch: Batch, table: Table, labels: NDArray[np.int64]) -> list[tuple[str, ...]]:
    """For each label the words of the one text in ``batch`` that spoke most for it against the others, best first."""
    shares = _shares(batch, table, labels)
    ends = batch.word_ends
    begins = np.concatenate([np.zeros(1, np.int64), ends])[:-1]
    sums = np.concatenate([np.zeros((len(labels), 1)), np.cumsum(shares, axis=1)], axis=1)
    per_word = sums[:, ends] - sums[:, begins]
    text = batch.text
    words = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
    return [_best(words, line, batch.field[begins]) for line in per_word]


def _shares(batch: Batch, table: Table, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each character of the text added for each label, more than for the labels on the average."""
    features = counted(batch)
    features = weighed(features._replace(bucket=places(features.bucket, table.known)), table.rarity)
    found = list(occurrences(batch))
    bucket = np.concatenate([one for _, one, _ in found])
    begin = np.concatenate([one.begin for _, _, one in found])
    end = np.concatenate([one.end for _, _, one in found])
    _, which, times = np.unique(bucket, return_inverse=True, return_counts=True)
    each = features.value[which] / (times[which] * (end - begin))  # of one text the buckets stand in order
    weights = table.weights[:, places(bucket, table.known)].astype(np.float32)
    against = weights.mean(axis=0)
    size = len(batch.codes) + 1
    lines = []
    for label in labels:
        added = each * (weights[label] - against)
        lines.append(np.cumsum(np.bincount(begin, added, size) - np.bincount(end, added, size))[:-1])
    return np.stack(lines)


def _best(words: Sequence[str], carried: NDArray[np.float64], field: NDArray[np.int32]) -> tuple[str, ...]:
    """The phrases that carried most: telling words, those that stand side by side run together."""
    sums: dict[str, float] = {}
    for word, share in zip(words, carried.tolist(), strict=True):
        if share > 0 and tells(word):
            sums[word] = sums.get(word, 0) + share
    chosen = sorted(sums, key=sums.__getitem__, reverse=True)[: 2 * MOST]
    chosen = [word for word in chosen if sums[word] >= LEAST * sums[chosen[0]]]
    phrases: dict[str, float] = {}
    for phrase, share in _phrases(words, carried.tolist(), field.tolist(), frozenset(chosen)):
        phrases[phrase] = phrases.get(phrase, 0) + share
    return _distinct(sorted(phrases, key=phrases.__getitem__, reverse=True))


def tells(word: str) -> bool:
    """Whether a word says something to a reader: not a stop word, a number or a mark."""
    return word not in STOP and any(letter.isalpha() for letter in word) and not MASK.match(word)


def _phrases(
    words: Sequence[str], carried: Sequence[float], field: Sequence[int], chosen: frozenset[str]
) -> Iterator[tuple[str, float]]:
    """Runs of chosen words within one field, no longer than LONGEST, each with what it carried."""
    phrase, total, last = "", 0.0, -1
    for word, share, place in zip(words, carried, field, strict=True):
        goes_on = word in chosen and place == last and len(phrase) + len(word) <= LONGEST
        if phrase and not goes_on:
            yield phrase, total
            phrase, total = "", 0.0
        if word in chosen:
            phrase, total, last = phrase + word, total + max(share, 0.0), place
    if phrase:
        yield phrase, total


def _distinct(phrases: Sequence[str]) -> tuple[str, ...]:
    """The first MOST phrases of two characters or more that do not say again what an earlier one says."""
    kept: list[str] = []
    for phrase in phrases:
        if len(phrase) > 1 and not any(phrase in other or other in phrase for other in kept):
            kept.append(phrase)
    return tuple(kept[:MOST])
