"""Which of this machine's fonts stand for the four that official papers are set in.

The proper ones (方正小标宋, 仿宋_GB2312, 黑体, 楷体_GB2312) are licensed and not ours to give away: an office that
owns them puts them into a folder. Free ones stand in; Noto Sans CJK comes with the installation: there always is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

_SERIF: Final = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "思源宋体")
_SANS: Final = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "思源黑体", "WenQuanYi Zen Hei")
_SONG: Final = ("SimSun", "宋体", "NSimSun", "STSong", "AR PL SungtiL GB", "AR PL UMing CN")
_LAST: Final = (*_SERIF, *_SONG, *_SANS)
_LATIN: Final = ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman")
ROLES: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        *("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "方正公文小标宋"),
        *_LAST,
    ),
    "body": (
        *(
            "FangSong_GB2312",
            "仿宋_GB2312",
            "FangSong",
            "仿宋",
            "STFangsong",
            "华文仿宋",
            "方正仿宋_GBK",
            "方正公文仿宋",
        ),
        *("Zhuque Fangsong", "Zhuque Fangsong (technical preview)", "朱雀仿宋", "FandolFang R", "FandolFang"),
        *_LAST,
    ),
    "black": ("SimHei", "黑体", "STHeiti", "华文黑体", "方正黑体_GBK", "方正公文黑体", *_SANS, *_LAST),
    "script": (
        *("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体", "方正楷体_GBK", "方正公文楷体"),
        *("LXGW WenKai", "霞鹜文楷", "AR PL KaitiM GB", "AR PL UKai CN", "FandolKai"),
        *_LAST,
    ),
    "latin": _LATIN,
}


class NoFont(Exception):
    """No Chinese font was found; the message tells what to install."""

    def __init__(self) -> None:
        super().__init__(
            "没有可用的中文字体，无法生成 PDF。请在服务器上安装字体后重试：apt install fonts-noto-cjk；"
            "也可以先下载 Word 文件（.docx）。"
        )
        self.message_en = (
            "No Chinese font was found, so no PDF can be made. Install one on the server: apt install fonts-noto-cjk; "
            "the Word file (.docx) can be downloaded meanwhile."
        )


def find(folders: Sequence[Path], *, only: bool = False) -> typst.Fonts:
    """Look through the given folders; unless only there, through the machine's own fonts and the supplied one, too."""
    if only:
        return typst.Fonts(False, False, [str(folder) for folder in folders])
    return typst.Fonts(font_paths=[str(folder) for folder in (*folders, *supplied())])


def supplied() -> Iterator[Path]:
    """The folder of the font that the installation brings along."""
    spec = find_spec("noto_cjk_sans_otc")
    yield from map(Path, spec.submodule_search_locations or () if spec else ())


def choose(fonts: typst.Fonts, folders: Sequence[Path]) -> dict[str, list[str]]:
    """For each role the families to try, best first; the office's own of unknown name come after the proper ones.

    Errors: NoFont when none of them has Chinese.
    """
    present = {family.casefold(): family for family in fonts.families()}
    own = find(folders, only=True).families() if folders else []
    chosen = {
        role: [present[name.casefold()] for name in names if name.casefold() in present]
        for role, names in ROLES.items()
    }
    if not chosen["body"] and not own:
        raise NoFont
    return {role: families + (own if role != "latin" else []) for role, families in chosen.items()}
