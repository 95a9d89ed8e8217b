"""A recorded time is answered where every log is certain, and refused with what can be asked instead."""

import pytest

from services.reporting.reading.positions import refuse_unless_final
from shared.instant import microseconds, moment_at, parse_instant
from shared.problems import Rejected

NINE = microseconds(parse_instant("2024-12-01T09:00:00+08:00"))


@pytest.mark.parametrize(
    ("registry", "hazards", "names"),
    [
        (NINE, NINE, None),
        (NINE + 1, NINE, None),
        (NINE - 1, NINE, "registry"),
        (NINE, NINE - 1, "hazards"),
        (NINE - 1, NINE - 2, "hazards"),
        (NINE - 2, NINE - 1, "registry"),
        (1, 1, "registry"),
    ],
)
def test_the_log_that_is_least_far_is_named(registry: int, hazards: int, names: str | None) -> None:
    final = {"registry": registry, "hazards": hazards}
    if names is None:
        refuse_unless_final(NINE, final)
        return
    with pytest.raises(Rejected, match="not_final") as refused:
        refuse_unless_final(NINE, final)
    details = refused.value.details
    assert (details["log"], refused.value.status) == (names, 409)
    assert parse_instant(details["until"]) == moment_at(min(registry, hazards))
    assert parse_instant(details["asked"]) == moment_at(NINE)
    refuse_unless_final(microseconds(parse_instant(details["until"])), final)
