"""汇总 over HTTP: rows that were signed and accepted, never live figures."""

import asyncio
from uuid import uuid4

from services.reporting.consolidation.members import union
from shared.events.reporting import COLUMNS
from tests.reporting.consolidation.sheets import (
    accept,
    accepted,
    body,
    both_accepted,
    code_of,
    consolidate,
    prepared,
    sheet,
)
from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.telling import found, unit, visit


async def test_its_rows_are_the_accepted_ones_whatever_came_since(office: Office) -> None:
    numbers = await both_accepted(office)
    found(office.reporting.story, "later", "12-13", by=FILER)
    await office.publish()
    made = await sheet(office, await consolidate(office))
    assert [row["number"] for row in made["rows"]] == numbers
    for row, number in zip(made["rows"], numbers, strict=True):
        assert row["cells"] == (await office.submission(number))["cells"]
    for column, value in made["totals"]["sum"].items():
        if column != "fines":
            assert value == sum(row["cells"][column] for row in made["rows"])
    assert (made["state"], made["state_name"], made["updated"]) == ("signed", "已汇总", False)
    assert made["name"] == "第2期（截至12月14日）"
    assert (await office.submission(numbers[0]))["state_name"] == "已汇总"


async def test_each_counts_once_in_the_distinct_total(office: Office) -> None:
    """u1 was inspected by both; u5 by a working group, at a moment when it had no department."""
    await both_accepted(office)
    totals = (await prepared(office))["totals"]
    assert (totals["sum"]["inspected"], totals["distinct"]["inspected"]) == (2, 1)
    assert totals["uncredited"] == {"inspected": 1, "hazards_found": 1}
    assert totals["sum"]["fines"] == totals["distinct"]["fines"] == "1.200001"


async def test_who_has_not_reported_is_named_and_empty_never_zero(office: Office) -> None:
    await accepted(office)
    refused = await office.post("consolidations", await body(office))
    assert code_of(refused) == "not_all_reported"
    assert "乙科" in refused.json()["detail"]
    office.set_clock("12-14 18:00")
    made = await sheet(office, await consolidate(office))
    assert [each["id"] for each in made["missing"]] == [OTHER]
    (row,) = [row for row in made["rows"] if row["filer"]["id"] == OTHER]
    assert (row["number"], row["cells"]) == (None, None)


async def test_what_is_not_reviewed_is_reviewed_first(office: Office) -> None:
    await accepted(office)
    await office.signed("2", OTHER)
    assert [each["id"] for each in (await prepared(office))["pending"]] == [OTHER]
    assert code_of(await office.post("consolidations", await body(office))) == "review_pending"
    empty = await body(office, "annex-4")
    office.set_clock("12-14 18:00")
    assert code_of(await office.post("consolidations", empty)) == "nothing_to_consolidate"
    unopened = {**empty, "period": "3", "annex": "annex-3"}
    office.set_clock("12-14 17:59")
    assert code_of(await office.post("consolidations", unopened)) == "period_not_open"


async def test_a_department_outside_the_list_may_file_and_is_never_missing(office: Office) -> None:
    visit(office.reporting.story, "by-c", "12-01", by="d-c", unit_id="u1")
    await office.publish()
    await both_accepted(office)
    assert (await prepared(office))["missing"] == []
    await accepted(office, "d-c")
    made = await sheet(office, await consolidate(office))
    assert [row["filer"]["id"] for row in made["rows"]] == [FILER, OTHER, "d-c"]


async def test_after_it_there_is_only_a_correction_and_a_new_edition_lists_what_changed(
    office: Office,
) -> None:
    numbers = await both_accepted(office)
    first = await consolidate(office)
    refused = await office.post(f"submissions/{numbers[0]}/return", {"reason": "请核对"})
    assert code_of(refused) == "correct_instead"
    assert code_of(await office.post("consolidations", await body(office))) == "already_consolidated"
    office.set_clock("12-20 09:00")
    found(office.reporting.story, "missed", "12-13", by=FILER)
    await office.publish()
    correction = await office.signed(corrects=numbers[0], correction_reason="漏录一条")
    assert not (await sheet(office, first))["updated"], "a correction that is not accepted changes nothing"
    await accept(office, correction)
    before = await sheet(office, first)
    assert (before["updated"], before["updates"]) == (True, [{"filer": FILER, "number": correction}])
    second = await consolidate(office)
    made = await sheet(office, second)
    assert (made["edition"], made["replaces"]) == (2, first)
    assert [(each["column"], each["from"], each["to"]) for each in made["changes"]] == [
        ("hazards_found", 2, 3)
    ]
    unchanged = await sheet(office, first)
    assert (unchanged["rows"], unchanged["replaced_by"]) == (before["rows"], second)
    lines = (await office.get("consolidations")).json()["consolidations"]
    assert [line["number"] for line in lines] == [first, second]


async def test_the_period_before_is_closed_by_it(office: Office) -> None:
    """补报 is open until the next deadline is consolidated."""
    late = {"late_reason": "not_entered"}
    assert (await office.sign("1", OTHER, **late)).status_code == 201
    await accepted(office)
    await accepted(office, OTHER, unchanged=True)
    await consolidate(office)
    refused = await office.sign("1", FILER, **late)
    assert (refused.status_code, code_of(refused)) == (409, "period_closed")
    assert "第1期" in refused.json()["detail"]
    assert "第2期" in refused.json()["detail"]
    answer = await office.get("completeness", period="1")
    (departments,) = [each for each in answer.json()["periods"] if each["annex"] == "annex-3"]
    states = {line["filer"]["id"]: (line["state"], line["state_name"]) for line in departments["filers"]}
    assert states == {FILER: ("closed", "已关闭"), OTHER: ("signed", "已报送")}
    period = (await office.get("completeness", office.officer, period="2")).json()["periods"][0]
    assert period["consolidated"] is None, "its edition would tell a filer that others were corrected"
    extension = {"period": "1", "filer": FILER, "until": "2024-12-20T18:00:00+08:00", "reason": "停电"}
    assert code_of(await office.post("review/extensions", extension)) == "period_closed"


async def test_what_was_shown_is_signed_or_nothing(office: Office) -> None:
    await both_accepted(office)
    asked = await body(office)
    other = {**asked, "sheet": {**asked["sheet"], "digest": "sha256:" + "0" * 64}}
    assert code_of(await office.post("consolidations", other)) == "figures_changed"
    key = str(uuid4())
    first = await office.post("consolidations", asked, key=key)
    again = await office.post("consolidations", asked, key=key)
    assert (first.status_code, first.json()) == (201, again.json())


async def test_two_who_sign_it_at_once_give_one_sheet_and_one_clear_answer(office: Office) -> None:
    await both_accepted(office)
    asked = await body(office)
    answers = await asyncio.gather(*(office.post("consolidations", asked) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    refusals = {code_of(answer) for answer in answers if answer.status_code == 409}
    assert refusals == {"already_consolidated"}


async def test_names_are_those_of_the_cutoff(office: Office) -> None:
    office.reporting.story.tell(
        "organisation.registered", "12-20", OTHER, name="乙科（新）", kind="department"
    )
    await accepted(office)
    office.set_clock("12-21 09:00")
    await office.publish()
    made = await sheet(office, await consolidate(office))
    assert [row["filer"]["name"] for row in made["rows"]] == ["甲科", "乙科"]


def test_a_union_counts_each_member_once_and_adds_up_what_has_weight() -> None:
    assert COLUMNS >= 17
    one = {"units": {"u1": 1, "u2": 1}, "fines": {"p1": 500}}
    other = {"units": {"u2": 1}, "fines": {"p2": 1}}
    both = union("annex-3", [one, other])
    assert (both["units"], both["fines"], both["inspected"]) == (2, 501, 0)


async def test_of_two_towns_each_has_its_own(office: Office) -> None:
    await both_accepted(office)
    number = await consolidate(office)
    office.township = "500112999"
    assert (await office.get("consolidations")).json() == {"consolidations": []}
    assert (await office.get(f"consolidations/{number}")).status_code == 404
    unit(office.reporting.story, "more")
    await both_accepted(office)
    assert await consolidate(office) == number, "numbers are the town's own"
