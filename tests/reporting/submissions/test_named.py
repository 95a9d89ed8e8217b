"""A report named by a submission's number: the figures that were signed, whatever was recorded since."""

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from services.reporting.counting.columns import columns_of
from services.reporting.counting.policy import POLICIES
from tests.reporting.story import open_campaign
from tests.reporting.submissions.office import FILER, OTHER, VILLAGE, Office
from tests.reporting.submissions.reading_back import checked, texts_of, xlsx_text
from tests.reporting.submissions.test_rights import refused
from tests.reporting.telling import closed, found, penalty, voided
from tests.reporting.two_towns import ELSEWHERE

NUMBER = f"2-{FILER}-1"
REASONS = dict.fromkeys(("hazards_found", "hazards_closed", "major_found", "major_closed"), "重复录入")
QUESTIONS = (
    ("annex-3", {}),
    ("annex-3/series", {"by": "period"}),
    ("annex-3/ranking", {"by": "closing_rate"}),
    ("annex-3/ageing", {}),
    ("annex-3/overdue", {}),
    ("annex-3/time-to-close", {}),
    ("annex-3/coverage", {}),
    (f"annex-3/cells/{FILER}/hazards_found", {}),
    (f"annex-3/cells/{FILER}/hazards_found/why-not/h1", {}),
    ("annex-3/series.csv", {}),
    ("annex-3/ranking.csv", {"by": "fines"}),
    ("annex-3/overdue.csv", {}),
    ("annex-3/coverage.csv", {}),
)


@pytest.fixture
async def signed(office: Office) -> Office:
    """Signed in both towns under one number; then much was recorded that the signed reports don't know."""
    story = office.reporting.story
    found(story, "only-here", "12-13")
    await office.publish()
    for town in (office, elsewhere(office)):
        for filer in (FILER, OTHER, VILLAGE):
            await town.signed("2", filer)
    found(story, "later", "12-10")
    closed(story, "12-12", "h2")
    voided(story, "h1")
    penalty(story, "p2", "12-12", fen=5)
    await office.publish()
    return office


def elsewhere(office: Office) -> Office:
    return Office(office.reporting, office.keys, office.database, township=ELSEWHERE)


def as_addresses(submission: dict[str, Any]) -> dict[str, str]:
    """The same report, named by what was frozen."""
    logs = submission["logs"]
    return {
        "occurred_until": submission["occurred_until"],
        "positions": ",".join(f"{log}:{logs[log]['position']}" for log in ("registry", "hazards")),
        "policy": submission["policy"],
    }


async def test_the_form_is_the_one_that_was_signed_to_its_digest(signed: Office) -> None:
    filers = (("annex-3", FILER), ("annex-3", OTHER), ("annex-4", VILLAGE))
    for town, (annex, filer) in product((signed, elsewhere(signed)), filers):
        number = f"2-{filer}-1"
        submission = await town.submission(number)
        form = (await town.get(annex, submission=number)).json()
        assert form["digest"] == submission["digest"]
        assert [row["filer"]["id"] for row in form["rows"]] == [filer]
        assert form["rows"][0]["cells"] == submission["cells"]
        assert set(form["rows"][0]["cells"]) == {column.key for column in columns_of(annex)}
        assert form["submission"] == number
        assert "totals" not in form
        now = (await town.get(annex, occurred_until=submission["occurred_until"])).json()
        assert now["digest"] != submission["digest"]


async def test_towns_of_the_same_numbers_answer_their_own(signed: Office) -> None:
    here = (await signed.get("annex-3", submission=NUMBER)).json()
    there = (await elsewhere(signed).get("annex-3", submission=NUMBER)).json()
    assert here["rows"][0]["cells"]["hazards_found"] == there["rows"][0]["cells"]["hazards_found"] + 1
    assert here["digest"] != there["digest"]


async def test_behind_every_cell_is_what_was_signed(signed: Office) -> None:
    cells = (await signed.submission(NUMBER))["cells"]
    for column, value in cells.items():
        lineage = (await signed.get(f"annex-3/cells/{FILER}/{column}", submission=NUMBER)).json()
        assert (lineage["value"], lineage["submission"]) == (value, NUMBER), column
        weights = sum(subject["weight"] for subject in lineage["subjects"])
        assert weights == (await signed.submission(NUMBER))["figures"][column]


async def test_every_question_is_answered_as_by_the_reports_other_name(signed: Office) -> None:
    """Whoever asks, it is what the filer itself is answered: its row alone, without totals."""
    named = as_addresses(await signed.submission(NUMBER))
    people = (signed.officer, signed.safety_office, signed.as_("auditor"))
    for (path, asked), who in product(QUESTIONS, people):
        expected = await signed.get(path, signed.officer, **asked, **named)
        answer = await signed.get(path, who, **asked, submission=NUMBER)
        assert answer.status_code == 200, answer.text
        if path.endswith(".csv"):
            assert answer.text == expected.text
        else:
            assert answer.json() == expected.json() | {"submission": NUMBER}
        assert answer.headers["etag"] != expected.headers["etag"]
        again = await signed.get(
            path, who | {"If-None-Match": answer.headers["etag"]}, **asked, submission=NUMBER
        )
        assert again.status_code == 304


async def test_who_sees_every_filer_may_ask_why_anothers_is_not_in_it(signed: Office) -> None:
    path = f"annex-3/cells/{FILER}/hazards_found/why-not/h5"
    assert (await signed.get(path, submission=NUMBER)).json()["counted"] is False
    assert refused(await signed.get(path, signed.officer, submission=NUMBER)) == (403, "not_yours")


async def test_of_a_submission_there_is_one_row_and_no_totals(signed: Office) -> None:
    for path, asked in (
        ("annex-3/totals", {}),
        (f"annex-3/cells/{OTHER}/units", {}),
        ("annex-3/cells/total:sum/units", {}),
        ("annex-3/cells/total:distinct/units", {}),
        ("annex-3/cells/uncredited/hazards_found", {}),
        ("annex-3/series", {"filers": "total:sum"}),
        ("annex-3/series", {"filers": f"{FILER},{OTHER}"}),
    ):
        answer = await signed.get(path, submission=NUMBER, **asked)
        assert refused(answer) == (422, "not_in_submission"), path
        answer = await signed.get(path, signed.officer, submission=NUMBER, **asked)
        assert refused(answer) == (403, "not_yours"), path


async def test_nothing_else_names_it_at_the_same_time(signed: Office) -> None:
    for name, value in (
        ("occurred_until", "2024-12-14T18:00:00+08:00"),
        ("recorded_until", "2024-12-14T18:00:00+08:00"),
        ("positions", "registry:1"),
        ("policy", "1"),
    ):
        answer = await signed.get("annex-3", submission=NUMBER, **{name: value})
        assert refused(answer) == (422, "invalid_request")
        assert name in answer.json()["detail"]


async def test_it_is_of_one_form(signed: Office) -> None:
    answer = await signed.get("annex-4", submission=NUMBER)
    assert refused(answer) == (422, "invalid_request")
    assert "annex-3" in answer.json()["detail"]


async def test_who_may_not_see_it_learns_nothing_by_naming_it(signed: Office) -> None:
    for path, asked in QUESTIONS:
        for number in (f"2-{OTHER}-1", "2-nobody-1"):
            answer = await signed.get(path, signed.officer, submission=number, **asked)
            assert refused(answer) == (403, "not_yours"), path
        nowhere = await signed.get(path, submission="2-nobody-1", **asked)
        assert refused(nowhere) == (404, "not_found"), path
    dashboard = await signed.get("annex-3", signed.as_("dashboard", name=None), submission=NUMBER)
    assert refused(dashboard) == (403, "not_allowed")
    operator = await signed.get("annex-3", signed.as_("operator"), submission=NUMBER)
    assert refused(operator) == (403, "not_allowed")


async def test_whatever_became_of_it_it_can_be_named(signed: Office) -> None:
    digests = {number: (await signed.submission(number))["digest"] for number in (NUMBER, f"2-{OTHER}-1")}
    await signed.post(f"submissions/{NUMBER}/withdraw", {}, signed.officer)
    await signed.post("review/acceptances", {"numbers": [f"2-{OTHER}-1"]})
    signed.set_clock("12-20 09:00")
    await signed.signed("2", OTHER, corrects=f"2-{OTHER}-1", correction_reason="漏录", unchanged=True)
    village = (await signed.submission(f"2-{VILLAGE}-1"))["digest"]
    await signed.post(f"submissions/2-{VILLAGE}-1/return", {"reason": "请核对"})
    for number, digest in digests.items():
        assert (await signed.get("annex-3", submission=number)).json()["digest"] == digest
    returned = (await signed.get("annex-4", submission=f"2-{VILLAGE}-1")).json()
    assert returned["digest"] == village
    states = [(await signed.submission(number))["state"] for number in (*digests, f"2-{VILLAGE}-1")]
    assert states == ["withdrawn", "corrected", "returned"]


async def test_no_other_figures_are_answered_under_its_number(
    signed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that counts otherwise under the same version would."""
    other = replace(POLICIES["1"], mitigated_counts_as_major=False)
    monkeypatch.setitem(POLICIES, "1", other)
    for path in ("annex-3", f"annex-3/cells/{FILER}/units", "annex-3.xlsx", "annex-3/coverage"):
        answer = await signed.get(path, submission=NUMBER)
        assert refused(answer) == (409, "policy_not_as_signed"), path
    assert refused(await signed.get(f"submissions/{NUMBER}/since")) == (409, "policy_not_as_signed")
    answer = await signed.get(f"submissions/{NUMBER}/diff/{NUMBER}")
    assert refused(answer) == (409, "policy_not_as_signed")
    assert (await signed.get(f"submissions/{NUMBER}")).status_code == 200


async def test_a_log_begun_anew_holds_other_events_at_its_positions(signed: Office) -> None:
    async with signed.owner() as connection:
        await connection.execute("update checkpoints set log_id = 'another' where log = 'hazards'")
    answer = await signed.get("annex-3", submission=NUMBER)
    assert refused(answer) == (409, "signed_over_another_log")


async def asked_difference(office: Office, who: Any, **sides: Any) -> Any:
    return await office.reporting.client.post("/diff", json=sides, headers=who)


async def test_differences_take_it_on_either_side(signed: Office) -> None:
    """It is of the filer's cells alone; whoever asks, what the filer itself is answered."""
    now = {"campaign": "winter", "annex": "annex-3", "occurred_until": "2024-12-14T09:00:00+08:00"}
    submission, other_name = {"submission": NUMBER}, as_addresses(await signed.submission(NUMBER))
    plain = {"campaign": "winter", "annex": "annex-3", **other_name}
    expected = (await asked_difference(signed, signed.officer, a=plain, b=now)).json()
    for who in (signed.officer, signed.safety_office):
        answer = await asked_difference(signed, who, a=submission, b=now)
        assert answer.status_code == 200, answer.text
        assert answer.json()["cells"] == expected["cells"]
        assert answer.json()["a"] == expected["a"] | {"submission": NUMBER}
        back = (await asked_difference(signed, who, a=now, b=submission)).json()
        assert [(cell["from"], cell["to"]) for cell in back["cells"]] == [
            (cell["to"], cell["from"]) for cell in expected["cells"]
        ]
    assert {cell["filer"] for cell in expected["cells"]} == {FILER}
    same = (await asked_difference(signed, signed.officer, a=submission, b=submission)).json()
    assert same["cells"] == []
    both_forms = {"occurred_until": now["occurred_until"]}
    answer = (await asked_difference(signed, signed.officer, a=submission, b=both_forms)).json()
    assert answer["cells"] == expected["cells"], "the other side is of the submission's form, and campaign"


async def test_differences_refuse_what_can_not_be_compared(signed: Office) -> None:
    own, other = {"submission": NUMBER}, {"submission": f"2-{OTHER}-1"}
    village = {"submission": f"2-{VILLAGE}-1"}
    for a, b in (
        (own, other),
        (own, village),
        (own, {"annex": "annex-4"}),
        ({**own, "annex": "annex-4"}, own),
        ({**own, "policy": "1"}, own),
        ({**own, "positions": {"registry": 1}}, own),
    ):
        answer = await asked_difference(signed, signed.safety_office, a=a, b=b)
        assert refused(answer) == (422, "invalid_request"), (a, b)
    answer = await asked_difference(signed, signed.officer, a=own, b=other)
    assert refused(answer) == (403, "not_yours")
    nowhere = own | {"campaign": "nowhere"}
    answer = await asked_difference(signed, signed.safety_office, a=nowhere, b=nowhere)
    assert refused(answer) == (404, "not_found")


async def test_with_several_campaigns_it_is_said_which(signed: Office) -> None:
    open_campaign(signed.reporting.story, "autumn", starts="2024-09-01", ends="2024-11-15")
    await signed.publish()
    own = {"submission": NUMBER}
    answer = await asked_difference(signed, signed.officer, a=own, b={})
    assert refused(answer) == (422, "invalid_request")
    assert "autumn, winter" in answer.json()["detail"]
    answer = await asked_difference(signed, signed.officer, a=own, b={"campaign": "winter"})
    assert answer.status_code == 200, "the other side says it"
    town = elsewhere(signed)
    assert (await asked_difference(town, town.officer, a=own, b={})).status_code == 200, "it has one campaign"


async def test_what_if_takes_it(signed: Office) -> None:
    position = next(
        event["position"]
        for subject in (await signed.get(f"annex-3/cells/{FILER}/hazards_found", submission=NUMBER)).json()[
            "subjects"
        ]
        if subject["id"] == "h2"
        for event in subject["events"]
    )
    body = {"suppose": {"log": "hazards", "position": position}, "reports": [{"submission": NUMBER}]}
    answer = await signed.reporting.client.post("/what-if", json=body, headers=signed.safety_office)
    assert answer.status_code == 200, answer.text
    (report,) = answer.json()["reports"]
    assert report["report"]["submission"] == NUMBER
    moved = {(cell["filer"], cell["column"]): (cell["from"], cell["to"]) for cell in report["cells"]}
    found_before = (await signed.submission(NUMBER))["cells"]["hazards_found"]
    assert moved == {(FILER, "hazards_found"): (found_before, found_before - 1)}


async def test_the_list_behind_a_cell_is_of_what_was_signed(signed: Office) -> None:
    path = f"annex-3/cells/{FILER}/hazards_found.xlsx"
    text = xlsx_text((await signed.get(path, submission=NUMBER)).content)
    assert "h1" in text, "it was voided later"
    assert "h1" not in xlsx_text((await signed.get(path)).content)
    assert refused(await signed.get(path, signed.officer, submission=f"2-{OTHER}-1")) == (403, "not_yours")


async def test_a_form_named_by_it_is_printed_as_it_was_signed(signed: Office, tmp_path: Path) -> None:
    pdf = await signed.get("annex-3.pdf", submission=NUMBER)
    assert pdf.content == (await signed.get(f"submissions/{NUMBER}.pdf")).content
    assert (await checked(signed, tmp_path, pdf.content))[0] == 0
    await signed.post("review/acceptances", {"numbers": [NUMBER]})
    signed.set_clock("12-20 09:00")
    word = await signed.get("annex-3.docx", submission=NUMBER)
    assert not any("已被更正" in text for text in texts_of(word.content))
    await signed.signed("2", FILER, corrects=NUMBER, correction_reason="漏录", fall_reasons=REASONS)
    again = await signed.get(
        "annex-3.docx", signed.safety_office | {"If-None-Match": word.headers["etag"]}, submission=NUMBER
    )
    assert any("已被更正" in text for text in texts_of(again.content))
