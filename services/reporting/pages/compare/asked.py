"""Reading the two points out of an address."""

from typing import Annotated

from fastapi import Depends

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.pages.compare.point import Place, Point
from shared.http.parameters import Name
from shared.problems import Rejected


def asked_place(campaign: Name, annex: Name) -> Place:
    if annex not in FILER_KINDS:
        raise Rejected("not_found", what=annex)
    return Place(campaign, annex)


def asked_point(
    occurred_until: Name | None = None,
    recorded_until: Name | None = None,
    positions: Name | None = None,
    policy: Name | None = None,
    submission: Name | None = None,
) -> Point:
    return Point(occurred_until, recorded_until, positions, policy, submission)


def asked_from(
    from_occurred_until: Name | None = None,
    from_recorded_until: Name | None = None,
    from_positions: Name | None = None,
    from_policy: Name | None = None,
    from_submission: Name | None = None,
) -> Point | None:
    """None where the address says nothing of it."""
    said = (from_occurred_until, from_recorded_until, from_positions, from_policy, from_submission)
    return Point(*said) if any(each is not None for each in said) else None


AskedPlace = Annotated[Place, Depends(asked_place)]
AskedPoint = Annotated[Point, Depends(asked_point)]
AskedFrom = Annotated[Point | None, Depends(asked_from)]
