"""Several files in one form."""

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tests.files import samples
from zhilian.files.fields import MultiFileField


class Intake(forms.Form):
    papers = MultiFileField()


class Demanding(forms.Form):
    papers = MultiFileField(required=True)


def filled(*files: object, form: type[forms.Form] = Intake) -> forms.Form:
    return form(QueryDict(), MultiValueDict({"papers": list(files)}))


def test_each_file_is_checked_and_stored() -> None:
    form = filled(samples.sent("../合同.pdf", samples.PDF), samples.sent("现场.jpg", samples.picture()))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["papers"]] == ["合同.pdf", "现场.jpg"]


def test_no_file_is_fine_unless_one_is_asked_for() -> None:
    assert filled().is_valid()
    assert Intake(QueryDict(), MultiValueDict()).is_valid()
    assert not filled(form=Demanding).is_valid()


def test_every_file_that_is_not_taken_is_named() -> None:
    form = filled(samples.sent("木马.exe", b"MZ"), samples.sent("合同.pdf", samples.PDF), samples.sent("空.txt", b""))
    assert [line.split("”")[0] for line in form.errors["papers"]] == ["“木马.exe", "“空.txt"]


def test_ten_files_are_one_too_many() -> None:
    form = filled(*[samples.sent("合同.pdf", samples.PDF)] * 10)
    assert form.errors["papers"] == ["一次最多上传 9 个文件。"]


def test_the_control_offers_the_kinds_that_are_taken() -> None:
    shown = str(Intake()["papers"])
    assert "multiple" in shown
    assert ".docx" in shown
