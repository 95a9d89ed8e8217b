"""What every event is: a frozen, strict record under a written-down type and version."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic._internal._model_construction import ModelMetaclass

from shared.json_types import JsonObject


class EventType(ModelMetaclass):
    """Makes `isinstance` and `match` on events as quick as on plain classes: folds live on it."""

    __instancecheck__ = type.__instancecheck__


class Event(BaseModel, metaclass=EventType):
    """The data of one event. Its type and version are the storage format: never rename them.

    A changed shape is a new version. The class here is the newest one; the one before it goes to
    `shared.events.older`, with the upcaster, and keeps its golden file.
    """

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", validate_by_name=True, validate_by_alias=True
    )

    type: ClassVar[str]
    version: ClassVar[int] = 1

    def payload(self) -> JsonObject:
        """The data as stored: what was not given is absent."""
        return self.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
