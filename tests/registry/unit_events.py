"""What is said of a unit."""

from shared.events.registry import (
    UnitClosedDown,
    UnitDescribed,
    UnitGraded,
    UnitMerged,
    UnitReassigned,
    UnitRegistered,
    UnitReopened,
    UnitVoided,
)


def registered(
    village: str = "v-a", department: str | None = None, uscc: str | None = None
) -> UnitRegistered:
    return UnitRegistered(
        unit_id="u", name="餐馆", kind="small_venue", village=village, department=department, uscc=uscc
    )


def reassigned(**place: str | None) -> UnitReassigned:
    return UnitReassigned.model_validate({"unit_id": "u", **place})


CHANGES = [
    UnitDescribed(unit_id="u", name="饭店"),
    UnitGraded(unit_id="u", grade="red"),
    reassigned(village="v-b"),
    UnitClosedDown(unit_id="u"),
    UnitReopened(unit_id="u"),
]


MERGED = UnitMerged(unit_id="u", into="u-2")


VOIDED = UnitVoided(unit_id="u", reason="重复录入")
