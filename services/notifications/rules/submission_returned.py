"""A submission, or a correction of one, was returned: its filer is told. Pure."""

from collections.abc import Iterator

from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.form import Form
from shared.instant import parse_instant

RETURNED = "submission_returned"


def returned_demands(form: Form) -> Iterator[Demand]:
    """At once, while nothing was signed since. In a closed period nothing can be signed any more."""
    returned = form.place.get("returned")
    if returned is None or form.closed:
        return
    yield Demand(
        rule=RETURNED,
        subject=str(form.subject),
        due=parse_instant(returned["at"]),
        audience=(Audience(Seat.REPORTER, form.subject.filer),),
        until=parse_instant(returned["keeps_time_until"]),
        facts=form.facts | {"number": returned["number"], "until": returned["keeps_time_until"]},
    )
