"""Where the pages of filing are, and the addresses of the API that they link to."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from services.reporting.pages.compare.point import Place, Point
from services.reporting.submissions.preparing import Seen
from shared.events.reporting import SubmissionSigned
from shared.instant import moment_at, write_instant


def api(campaign: str) -> str:
    return f"/reporting/campaigns/{quote(campaign, safe='')}"


def periods_page(campaign: str) -> str:
    return f"/reporting/pages/campaigns/{quote(campaign, safe='')}/periods"


def period_page(campaign: str, period: str) -> str:
    return f"{periods_page(campaign)}/{quote(period, safe='')}"


def signing_page(
    campaign: str, period: str, filer: str, corrects: str | None = None, seen: Seen | None = None
) -> str:
    """`seen`: the very report, so that somebody who signs in again comes back to it."""
    address = f"{period_page(campaign, period)}/{quote(filer, safe='')}"
    asked = {} if corrects is None else {"corrects": corrects}
    if seen is not None:
        asked |= {"occurred_until": write_instant(moment_at(seen.occurred_until))}
        asked |= {"positions": written_positions(seen.positions)}
    return f"{address}?{urlencode(asked)}" if asked else address


def cells_page(campaign: str, annex: str, filer: str) -> str:
    """What is behind a figure, up to its column."""
    return f"/reporting/pages/campaigns/{quote(campaign, safe='')}/{annex}/cells/{quote(filer, safe='')}"


def submission_page(campaign: str, number: str) -> str:
    return f"/reporting/pages/campaigns/{quote(campaign, safe='')}/submissions/{quote(number, safe='')}"


def why_page(campaign: str, signed: SubmissionSigned, before: str) -> str:
    """Why a figure is another one than in the report before; its column is to be added."""
    place = Place(campaign, signed.annex)
    a, b = Point(submission=before), Point(submission=signed.number)
    return place.address("compare/why", a, b, filer=signed.filer)


def preparing_sheet_page(campaign: str, period: str, annex: str) -> str:
    return f"{period_page(campaign, period)}/consolidated/{annex}"


def sheet_page(campaign: str, number: str) -> str:
    return f"/reporting/pages/campaigns/{quote(campaign, safe='')}/consolidations/{quote(number, safe='')}"


def verification_page(campaign: str, number: str) -> str:
    return f"/reporting/pages/campaigns/{quote(campaign, safe='')}/verifications/{quote(number, safe='')}"


def password_again(back: str) -> str:
    """Where the password is asked for once more, and back to the page."""
    return f"/registry/session/begin?{urlencode({'to': back, 'again': 'true'})}"


def written_positions(positions: Mapping[str, int]) -> str:
    """`hazards:940,registry:120`."""
    return ",".join(f"{log}:{position}" for log, position in sorted(positions.items()))
