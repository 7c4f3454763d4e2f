"""Which heading means which column."""

import pytest

from zhilian.cases.importer import CASES
from zhilian.files.imports import Column, MissingColumn, match
from zhilian.members.importer import MEMBERS

COLUMNS = (
    Column("name", "name", ("企业名称", "name"), required=True),
    Column("phone", "phone", ("联系电话", "电话")),
)


def fields(*headings: str, chosen: dict[str, str] | None = None) -> list[str | None]:
    return [one.field for one in match(COLUMNS, headings, chosen)]


def test_headings_are_known_in_chinese_and_english_and_any_width_and_case() -> None:
    assert fields("ＮＡＭＥ", "备注", "联系 电话") == ["name", None, "phone"]


def test_asides_of_a_heading_do_not_matter() -> None:
    assert fields("企业名称（必填）*", "电话:") == ["name", "phone"]


def test_where_two_headings_mean_one_column_the_surest_wins() -> None:
    assert fields("name", "企业名称") == [None, "name"]
    assert fields("企业名称", "电话", "联系电话") == ["name", None, "phone"]


def test_a_needed_column_that_is_not_there_is_named() -> None:
    with pytest.raises(MissingColumn) as missing:
        fields("公司", "电话")
    assert [one.field for one in missing.value.columns] == ["name"]
    assert [one.text for one in missing.value.headings] == ["公司", "电话"]


def test_a_persons_word_goes_before() -> None:
    assert fields("公司", "企业名称", chosen={"公司": "name"}) == ["name", None]
    assert fields("公司", "企业名称", chosen={"公司": "nonsense", "企业名称": "name"}) == [None, "name"]


@pytest.mark.parametrize("importer", [MEMBERS, CASES])
def test_no_heading_means_two_columns(importer: object) -> None:
    names = [name for column in importer.columns for name in column.headings]  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
