"""What the form above a comparison says: sliders, fields and lists, read into a point. Pure.

Without a script a slider and the field beside it are both sent; whichever was moved is meant.
"""

import re
from collections.abc import Mapping

from services.reporting.pages.compare.point import Point
from services.reporting.pages.compare.stops import Stops, read
from shared.instant import moment_at, write_instant
from shared.problems import Rejected

_STEP = re.compile(r"[0-9]{1,4}")


def chosen(fields: Mapping[str, str], prefix: str, occurred: Stops, recorded: Stops) -> Point:
    """What is moved lets go of a submission; a recorded time that is moved, of positions."""
    said = {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}
    until, moved = _moment(said, "occurred", occurred)
    known, moved_too = _moment(said, "recorded", recorded)
    policy = said.get("policy", "")
    if said.get("submission") and not (moved or moved_too or policy != said.get("policy_was", "")):
        return Point(submission=said["submission"])
    return Point(
        occurred_until=_instant(until),
        recorded_until=_instant(known),
        positions=None if moved_too or known is not None else said.get("positions") or None,
        policy=policy or None,
    )


def _moment(said: Mapping[str, str], name: str, stops: Stops) -> tuple[int | None, bool]:
    """And whether it was moved."""
    was, now = said.get(f"{name}_was", ""), said.get(f"{name}_at", "")
    before = _read(name, was)
    step = said.get(f"{name}_step", "")
    if now == was and _STEP.fullmatch(step) and int(step) != stops.step_of(before):
        return stops.at(int(step)), True
    return _read(name, now), now != was


def _read(name: str, text: str) -> int | None:
    try:
        return read(text)
    except ValueError:
        detail = f"请按 2024-12-14T18:00 填写 a day and time like 2024-12-14T18:00: {text}"
        raise Rejected("invalid_request", field=f"{name}_until", detail=detail) from None


def _instant(moment: int | None) -> str | None:
    return None if moment is None else write_instant(moment_at(moment))
