"""What an event says, in words: each service declares it field by field for its own types. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.wording import Both, same

Named: TypeAlias = tuple[str, str]
"""Kind and id."""
Names: TypeAlias = Mapping[Named, str]
"""What things are called now; what is missing is called by its id."""
Says: TypeAlias = Callable[[Any, Names], Both]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an event's data."""

    name: str
    label: Both
    says: Says
    kind: str = ""
    """Of what the ids in it name."""
    leads: bool = False
    """Whether that has a page of its own."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One type of event."""

    title: Both
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    label: Both
    text: Both
    about: Named | None = None
    """What has a page of its own."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words."""

    title: Both
    lines: Sequence[Line]

    @property
    def zh(self) -> str:
        """In one sentence."""
        said = "；".join(f"{line.label.zh}：{line.text.zh}" for line in self.lines)
        return f"{self.title.zh}（{said}）" if said else self.title.zh


def told(saying: Saying, data: Mapping[str, Any], names: Names) -> Told:
    """What is absent in the data, or an empty list, is not spoken of."""
    spoken = [field for field in saying.fields if data.get(field.name) not in (None, [])]
    lines = [_line(field, data[field.name], names) for field in spoken]
    return Told(saying.title, lines)


def named_in(saying: Saying, data: Mapping[str, Any]) -> Iterator[Named]:
    """What has to be looked up before it can be told."""
    for field in saying.fields:
        if field.kind and field.name in data:
            value = data[field.name]
            yield from ((field.kind, str(each)) for each in (value if isinstance(value, list) else [value]))


def _line(field: Field, value: Any, names: Names) -> Line:
    about = (field.kind, str(value)) if field.leads else None
    return Line(field.label, field.says(value, names), about)


def text(name: str, zh: str, en: str) -> Field:
    """As it was entered."""
    return Field(name, Both(zh, en), lambda value, _: same(str(value)))


def coded(name: str, zh: str, en: str, words: Mapping[Any, Both]) -> Field:
    return Field(name, Both(zh, en), lambda value, _: words[value])


def organisation(name: str, zh: str, en: str) -> Field:
    return Field(name, Both(zh, en), _called("organisation"), "organisation")


def official(name: str, zh: str, en: str) -> Field:
    return Field(name, Both(zh, en), _called("official"), "official")


def subject(name: str, zh: str, en: str, kind: str) -> Field:
    """A unit by its name, anything else by its id; with a page of its own."""
    return Field(name, Both(zh, en), _called(kind), kind, leads=True)


def day(name: str, zh: str, en: str) -> Field:
    """`2024-12-31`"""
    return Field(name, Both(zh, en), lambda value, _: day_in_words(value))


def day_in_words(written: str) -> Both:
    year, month, date = (int(part) for part in written.split("-"))
    return Both(f"{year}年{month}月{date}日", written)


def _called(kind: str) -> Says:
    def says(value: Any, names: Names) -> Both:
        each = value if isinstance(value, list) else [value]
        called = [names.get((kind, str(one)), str(one)) for one in each]
        return Both("、".join(called), ", ".join(called))

    return says
