"""What a release would take away from those who rely on the one before. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.contracts.release.description import Description
from tests.contracts.release.flat import Table


def broken(before: Description, now: Description) -> list[str]:
    """Each as a sentence. Additions are none."""
    return [
        *_of_events(before["events"], now["events"]),
        *(f"golden {name}: its bytes changed" for name in _changed(before["golden"], now["golden"])),
        *(f"bus: {each} is gone" for each in sorted(set(before["bus"]) - set(now["bus"]))),
        *_of_http(before["http"], now["http"]),
        *(f"problem code {code} is gone" for code in sorted(set(before["codes"]) - set(now["codes"]))),
    ]


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [name for name, digest in before.items() if now.get(name) != digest]


def _of_events(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for type_, versions in before.items():
        for version, table in versions.items():
            named = f"event {type_} {version}"
            if version not in now.get(type_, {}):
                yield f"{named} is gone: logs hold it for ever"
                continue
            yield from _of_table(named, table, now[type_][version], sent=True, heard=True)


def _of_http(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name, operation in before.items():
        if name not in now:
            yield f"{name} is gone"
            continue
        found = now[name]
        yield from _of_table(f"{name} takes", operation["takes"], found["takes"], sent=True)
        for way, sent in (("sent", True), ("answers", False)):
            for media, table in operation[way].items():
                if media not in found[way]:
                    yield f"{name} {way} no {media} any more"
                    continue
                yield from _of_table(
                    f"{name} {way} {media}", table, found[way][media], sent=sent, heard=not sent
                )


def _of_table(
    named: str, before: Table, now: Table, *, sent: bool = False, heard: bool = False
) -> Iterator[str]:
    """Who sends may not be asked for more, who hears may not be given less."""
    for path, (what, required) in before.items():
        if path not in now:
            yield f"{named}: {path or 'it'} is gone"
        elif now[path][0] != what:
            yield f"{named}: {path or 'it'} was {what} and is {now[path][0]}"
        elif heard and required and not now[path][1]:
            yield f"{named}: {path} may be absent now"
        elif sent and not required and now[path][1]:
            yield f"{named}: {path} is required now"
    if sent:
        yield from (
            f"{named}: {path} is new and required: that takes a new version"
            for path, (_, required) in now.items()
            if required and path not in before and _parent(path) in ("", *before)
        )


def _parent(path: str) -> str:
    """What is within something new is as new as that."""
    return path[: max(0, *(path.rfind(mark) for mark in (".", "[", "{", "|")))]
