"""What the rules of the reports are about: one filer's form of one period, or all forms of a period. Pure.

An id may hold a slash; written down it is escaped, so that a subject is read back as it was.
"""

from typing import NamedTuple

_FORM, _SUMMARY = "report", "summary"


class ReportSubject(NamedTuple):
    """Written `report/<campaign>/<period>/<filer>`."""

    campaign: str
    period: str
    filer: str

    def __str__(self) -> str:
        return _written(_FORM, *self)


class SummarySubject(NamedTuple):
    """Written `summary/<campaign>/<period>`."""

    campaign: str
    period: str

    def __str__(self) -> str:
        return _written(_SUMMARY, *self)


def forms_of(campaign: str, period: str) -> str:
    """What the subjects of all forms of a period begin with, and no others."""
    return str(ReportSubject(campaign, period, ""))


def read_report_subject(subject: str) -> ReportSubject | SummarySubject | None:
    """None for a subject of other rules."""
    match [_read(part) for part in subject.split("/")]:
        case ["report", campaign, period, filer]:
            return ReportSubject(campaign, period, filer)
        case ["summary", campaign, period]:
            return SummarySubject(campaign, period)
        case _:
            return None


def _written(*parts: str) -> str:
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def _read(part: str) -> str:
    return part.replace("%2F", "/").replace("%25", "%")
