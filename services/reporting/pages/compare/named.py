"""A point as differences name a report."""

from dataclasses import asdict

from services.reporting.differences.asking import ReportName
from services.reporting.pages.compare.point import Place, Point


def name_of(place: Place, point: Point) -> ReportName:
    return ReportName.model_validate({"campaign": place.campaign, "annex": place.annex, **asdict(point)})
