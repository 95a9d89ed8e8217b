"""Which notice of the State Council a year's working days are from. Pure."""

from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

_FILE = Path(__file__).with_name("notices.yaml")


class Notice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int
    title: str
    number: str
    """国办发明电〔2024〕12号"""
    published: date
    source: str


def notice_of(year: int) -> Notice | None:
    """None for a year that is not announced yet, and for those before 2024, whose notices nobody needs."""
    return _notices().get(year)


@cache
def _notices() -> dict[int, Notice]:
    stated = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {notice.year: notice for notice in TypeAdapter(list[Notice]).validate_python(stated)}
