"""What no import checker sees: foreign keys point down, every row has its federation, rooms say what they are for."""

import importlib
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db import models

from tools.findings import PACKAGE
from tools.stairs import floor_of, floors

ROOMS = sorted(room for floor in floors() for room in floor)
# The trail records who acted, and so names a person from a floor above.
MAY_POINT_UP = {("core.TrailEntry", "actor")}
WITHOUT_FEDERATION = {
    "core.Federation": "is one",
    "accounts.User": "a person may hold roles in several",
    "accounts.SignInAttempt": "the name that was tried may be nobody's",
    "accounts.ParkedForm": "its writer is not signed in",
    "triage.FrequencyTable": "how common words are, in all texts of the installation",
    "triage.IndexedKind": "how far a rebuild of the whole index has come",
}


def our_models() -> list[type[models.Model]]:
    """Every table of the product that is not a mere link between two others."""
    return [model for model in apps.get_models() if model.__module__.startswith("zhilian.")]


def room_of(model: type[models.Model]) -> str:
    """The room in which a model lives."""
    return model.__module__.split(".")[1]


def foreign_keys() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every field that points to another table of the product."""
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model in our_models():
                yield model, field


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"
        for model, field in foreign_keys()
        if (model._meta.label, field.name) not in MAY_POINT_UP and not may_point(model, field.related_model)
    ]
    assert not upward, "\n".join(upward)


def may_point(model: type[models.Model], target: type[models.Model]) -> bool:
    """Within a room, or to a lower floor; rooms that share a floor do not know each other."""
    return room_of(model) == room_of(target) or floor_of(room_of(target)) < floor_of(room_of(model))


def test_every_row_belongs_to_a_federation() -> None:
    homeless = [
        model._meta.label
        for model in our_models()
        if model._meta.label not in WITHOUT_FEDERATION and not has_federation(model)
    ]
    assert not homeless, f"no foreign key `federation`: {homeless}"


def has_federation(model: type[models.Model]) -> bool:
    """Whether a model has a foreign key of that name which is always filled."""
    field = next((field for field in model._meta.get_fields() if field.name == "federation"), None)
    return isinstance(field, models.ForeignKey) and not field.null


def test_exceptions_are_still_needed() -> None:
    labels = {model._meta.label for model in our_models()}
    assert labels >= set(WITHOUT_FEDERATION)
    assert {(model._meta.label, field.name) for model, field in foreign_keys()} >= MAY_POINT_UP


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room: str) -> None:
    assert find_spec(f"zhilian.{room}"), f"the room {room} has a floor but does not exist"
    assert (importlib.import_module(f"zhilian.{room}").__doc__ or "").strip(), f"zhilian/{room}/__init__.py is silent"


def test_every_room_has_a_floor() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(ROOMS)
