"""What the events of the comparison say."""

from datetime import UTC, datetime

import pytest

from benchmarks.payloads import payloads, size
from benchmarks.sides.facts import changed, found


def test_every_event_of_256_bytes_is() -> None:
    for data in (each for kind in payloads("256").values() for each in kind):
        assert size({"hazard_id": "hazard-1", **data}) == 256


@pytest.mark.parametrize("kind", ["256", "real"])
def test_all_are_facts_that_the_service_reads(kind: str) -> None:
    texts = payloads(kind)
    facts = [found("h-1", data) for data in texts["found"]]
    facts += [changed("h-1", 1, data) for data in texts["changed"]]
    assert all(fact.occurred < datetime.now(UTC) for fact in facts)


def test_real_ones_differ_from_each_other() -> None:
    assert len({str(data) for data in payloads("real")["found"]}) > 50
