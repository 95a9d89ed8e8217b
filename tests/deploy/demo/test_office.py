"""What the made-up people say when they sign, from what the form shows them."""

from datetime import UTC, datetime
from typing import Any

from deploy.demo import texts
from deploy.demo.acts import Sign
from deploy.demo.office import signed
from services.reporting.submissions.asking import SignAsked

NOW = datetime(2024, 12, 1, tzinfo=UTC)
SHOWN: dict[str, Any] = {
    "report": {
        "occurred_until": "2024-11-30T10:00:00.000000Z",
        "positions": {"registry": 1, "hazards": 2},
        "digest": "sha256:0",
        "rows": [],
    },
    "waiting": 0,
    "falls": [],
    "unchanged": False,
}


def asked(act: Sign, **shown: Any) -> SignAsked:
    """As the service reads it."""
    return SignAsked.model_validate(signed(act, SHOWN | shown))


def test_what_was_seen_is_signed_and_nothing_else_said() -> None:
    body = asked(Sign(NOW, "1", "v-dasheng"))
    assert (body.period, body.filer, body.report.digest, body.report.waiting) == (
        "1",
        "v-dasheng",
        "sha256:0",
        0,
    )
    assert (body.remarks, body.fall_reasons, body.unchanged, body.late_reason) == ([], {}, False, None)


def test_what_fell_has_its_reason_and_what_is_equal_its_tick() -> None:
    falls = [{"column": "units_blue", "by": 1}, {"column": "hazards_closed", "by": 2}]
    body = asked(Sign(NOW, "1", "v-dasheng"), falls=falls, unchanged=True)
    assert body.fall_reasons == {"units_blue": texts.FALL_OF_UNITS, "hazards_closed": texts.FALL}
    assert body.unchanged


def test_late_on_behalf_with_a_remark_or_as_a_correction() -> None:
    assert asked(Sign(NOW, "1", "v-dasheng", late_reason="on_leave")).late_reason == "on_leave"
    for_it = asked(Sign(NOW, "1", "v-dasheng", on_behalf=True)).on_behalf
    assert for_it is not None
    assert for_it.reason == texts.ON_BEHALF
    (remark,) = asked(Sign(NOW, "1", "v-dasheng", remark=texts.REMARK)).remarks
    assert (remark.column, remark.text) == ("hazards_closed", texts.REMARK)
    body = asked(Sign(NOW, "1", "v-dasheng", edition=2, correction=texts.CORRECTION))
    assert (body.corrects, body.correction_reason) == ("1-v-dasheng-1", texts.CORRECTION)
