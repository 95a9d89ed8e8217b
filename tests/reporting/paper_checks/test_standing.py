"""What became of a report that a paper shows, folded from its filing: without any server."""

from dataclasses import replace
from typing import Any

import pytest

from services.reporting.counting.columns import columns_of
from services.reporting.filing.reviewing import accept, return_, withdraw
from services.reporting.filing.signing import content
from services.reporting.filing.state import Filing, evolve
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport
from services.reporting.paper.verifying import Joined
from services.reporting.paper_checks.standing import standing_of
from services.reporting.submissions.paper import paper_report
from shared.events.base import Event
from shared.events.reporting import SubmissionSigned
from tests.reporting.filing.signings import moment, person, signing
from tests.reporting.story import TOWN

NOW = moment("12-14 09:00")
ONE, TWO, THREE = (f"2-d-a-{number}" for number in (1, 2, 3))
BY = person("李雷", "safety-office")


def after(filing: Filing, *events: Event) -> Filing:
    for event in events:
        filing = evolve(filing, event, filing.version + 1, NOW)
    return filing


def sign(filing: Filing, units: int, corrects: str | None = None) -> Filing:
    figures = dict.fromkeys((column.key for column in columns_of("annex-3")), 0) | {"units": units}
    made = content(filing, signing(figures=figures, corrects=corrects), None, {})
    fields = {name: getattr(made, name) for name in type(made).model_fields}
    return after(filing, SubmissionSigned(**fields, key_id="k", signature="c2ln", paper_signature="c2ln"))


def paper(filing: Filing, of: str, **more: Any) -> Joined:
    return Joined(replace(paper_report(filing.submissions[of].signed, TOWN), **more), 1, ())


def told(filing: Filing, number: str) -> str:
    said = standing_of(paper(filing, number), filing)
    return said.zh


SIGNED = sign(Filing(), 1)
ACCEPTED = after(SIGNED, *accept(SIGNED, "winter", [ONE], BY))
CORRECTED = sign(ACCEPTED, 2, ONE)


def test_what_stands_is_the_latest_accepted_or_not() -> None:
    assert told(SIGNED, ONE) == told(ACCEPTED, ONE) == "与报送原件一致，目前最新。"


def test_what_was_withdrawn_or_returned_is_not_valid_any_more() -> None:
    withdrawn = after(SIGNED, withdraw(SIGNED, "winter", ONE, BY, NOW))
    assert told(sign(withdrawn, 3), ONE) == "已撤回，不再有效。"
    assert told(sign(withdrawn, 3), TWO) == "与报送原件一致，目前最新。"
    returned = after(SIGNED, return_(SIGNED, "winter", ONE, BY, NOW, "请核对", None))
    assert told(returned, ONE) == "已退回，不再有效，请以重新报送的为准。"


def test_what_was_corrected_names_the_correction_in_force() -> None:
    assert told(CORRECTED, ONE) == "已被第1次更正替代，请以更正报为准。"
    assert told(CORRECTED, TWO) == "与报送原件一致，目前最新。"
    again = sign(after(CORRECTED, *accept(CORRECTED, "winter", [TWO], BY)), 3, TWO)
    assert told(again, ONE) == told(again, TWO) == "已被第2次更正替代，请以更正报为准。"
    assert told(again, THREE) == "与报送原件一致，目前最新。"


def test_a_correction_that_was_taken_back_leaves_what_it_corrected() -> None:
    back = after(CORRECTED, withdraw(CORRECTED, "winter", TWO, BY, NOW))
    assert told(back, ONE) == "与报送原件一致，目前最新。"
    assert told(back, TWO) == "已撤回，不再有效。"
    assert told(sign(back, 4, ONE), ONE) == "已被第1次更正替代，请以更正报为准。"


@pytest.mark.parametrize(
    "more",
    [
        {"number": TWO}, {"digest": "sha256:" + "00" * 32}, {"signed_at": "2024-12-14T01:00:00.000001Z"},
        {"campaign": "another"}, {"rows": ()}, {"positions": {"registry": 1}},
    ],
)  # fmt: skip
def test_only_what_says_just_the_same_is_the_original(more: dict[str, Any]) -> None:
    """The signature may hold: of a key that somebody stole."""
    with pytest.raises(PaperRefused) as caught:
        standing_of(paper(SIGNED, ONE, **more), SIGNED)
    assert caught.value.code == "no_original"


def test_while_codes_are_missing_nothing_is_said_of_what_became_of_it() -> None:
    report: PaperReport = paper(SIGNED, ONE).report
    said = standing_of(Joined(report, 3, (1, 3)), Filing())
    assert (said.kind, said.zh) == ("incomplete", "签名有效，还缺第1、3个二维码，请一并核验。")
