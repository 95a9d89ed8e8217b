"""撤回, 退回, 审核通过, 更正, 延期 over HTTP."""

import asyncio
from typing import Any

from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.telling import found, reopened


def code_of(answer: Any) -> str:
    code: str = answer.json()["code"]
    return code


async def state(office: Office, number: str) -> str:
    told: str = (await office.submission(number))["state"]
    return told


async def test_what_is_withdrawn_can_be_signed_anew_and_keeps_its_time(office: Office) -> None:
    """12-14 is a Saturday: the next working day is Monday, the 16th."""
    first = await office.signed()
    answer = await office.post(f"submissions/{first}/withdraw", {}, office.officer)
    assert answer.status_code == 200, answer.text
    submission = await office.submission(first)
    assert (submission["state"], submission["state_name"]) == ("withdrawn", "已撤回")
    assert submission["keeps_time_until"] == "2024-12-16T10:00:00.000000Z"
    again = await office.post(f"submissions/{first}/withdraw", {}, office.officer)
    assert (again.status_code, code_of(again)) == (409, "not_standing")
    office.set_clock("12-16 17:59")
    signed = await office.sign(late_reason="not_entered")
    assert (signed.status_code, signed.json()["number"]) == (201, f"2-{FILER}-2")
    assert signed.json()["on_time"]


async def test_signed_again_too_late_it_is_late(office: Office) -> None:
    first = await office.signed()
    await office.post(f"submissions/{first}/withdraw", {}, office.officer)
    office.set_clock("12-16 18:00")
    assert not (await office.sign(late_reason="not_entered")).json()["on_time"]


async def test_what_is_returned_says_why_and_at_which_cell(office: Office) -> None:
    number = await office.signed()
    body = {"reason": "罚款与处罚决定书不符", "column": "fines"}
    assert code_of(await office.post(f"submissions/{number}/return", body, office.officer)) == "not_allowed"
    answer = await office.post(f"submissions/{number}/return", body)
    assert answer.status_code == 200, answer.text
    (act,) = (await office.submission(number))["acts"]
    assert (act["act"], act["reason"], act["column"], act["by"]["name"]) == (
        "returned", "罚款与处罚决定书不符", "fines", "李雷"
    )  # fmt: skip
    assert (await office.prepared())["standing"] is None
    assert await office.signed() == f"2-{FILER}-2"
    other = await office.post(
        f"submissions/2-{FILER}-2/return", {"reason": "x", "column": "referred_to_town"}
    )
    assert code_of(other) == "not_found"


async def test_many_are_accepted_at_once_those_with_warnings_one_by_one(office: Office) -> None:
    """All or none. The units of d-a have no grade: a warning."""
    numbers = [await office.signed(), await office.signed("2", OTHER)]
    assert (await office.submission(numbers[0]))["warnings"]
    assert "warnings" not in await office.submission(numbers[1])
    both = await office.post("review/acceptances", {"numbers": numbers})
    assert (code_of(both), await state(office, numbers[1])) == ("accept_one_by_one", "signed")
    unknown = await office.post("review/acceptances", {"numbers": [numbers[1], "2-nobody-1"]})
    assert (unknown.status_code, await state(office, numbers[1])) == (404, "signed")
    for number in numbers:
        answer = await office.post("review/acceptances", {"numbers": [number]}, key=f"accept {number}")
        assert answer.status_code == 200, answer.text
        repeated = await office.post("review/acceptances", {"numbers": [number]}, key=f"accept {number}")
        assert repeated.json() == answer.json()
        assert await state(office, number) == "accepted"
    refused = await office.post(f"submissions/{numbers[0]}/withdraw", {}, office.officer)
    assert code_of(refused) == "already_accepted"
    assert code_of(await office.post("review/acceptances", {"numbers": numbers[:1]})) == "already_accepted"


async def test_a_correction_takes_the_place_of_what_was_accepted(office: Office) -> None:
    number = await office.signed()
    office.set_clock("12-20 09:00")
    found(office.reporting.story, "late", "12-13")
    await office.publish()
    more = {"corrects": number, "correction_reason": "漏录一条"}
    assert code_of(await office.sign(**more)) == "correct_by_returning"
    await office.post("review/acceptances", {"numbers": [number]})
    assert code_of(await office.sign(corrects=number)) == "correction_needs_reason"
    assert code_of(await office.sign(**{**more, "corrects": "2-d-a-9"})) == "not_standing"
    corrected = await office.signed(**more)
    assert corrected == f"2-{FILER}-2"
    before = await office.submission(number)
    assert (before["state"], before["state_name"], before["corrected_by"]) == (
        "corrected", "已被更正", corrected
    )  # fmt: skip
    assert (await office.submission(corrected))["figures"]["hazards_found"] == 3
    lines = (await office.get("submissions", filer=FILER)).json()["submissions"]
    assert [line["on_time"] for line in lines] == [True, True], "a correction does not make it late"


async def test_a_correction_is_prepared_as_it_is_measured_when_signed(office: Office) -> None:
    """By what it corrects, which is of no earlier period: each fall and its cause are seen before signing."""
    number = await office.signed()
    await office.post("review/acceptances", {"numbers": [number]})
    office.set_clock("12-20 09:00")
    reopened(office.reporting.story, "12-13 10:00", "h1")
    await office.publish()
    assert (await office.prepared())["falls"] == []
    answer = await office.get(f"periods/2/{FILER}", office.officer, corrects=number)
    prepared = answer.json()
    assert prepared["before"]["number"] == number
    (fall,) = [each for each in prepared["falls"] if each["column"] == "hazards_closed"]
    assert fall["events"] == [{"log": "hazards", "position": office.reporting.story.positions["hazards"]}]
    reasons = {each["column"]: "回头看未通过" for each in prepared["falls"]}
    more = {"corrects": number, "correction_reason": "销号有误"}
    assert code_of(await office.sign(**more)) == "fall_needs_reason"
    signed = await office.submission(await office.signed(**more, fall_reasons=reasons))
    assert [each["column"] for each in signed["falls"]] == [each["column"] for each in prepared["falls"]]
    for other in (number, f"2-{OTHER}-1"):
        refused = await office.get(f"periods/2/{FILER}", office.officer, corrects=other)
        assert code_of(refused) == "not_standing"


async def test_a_correction_that_is_returned_leaves_what_it_corrected(office: Office) -> None:
    number = await office.signed()
    await office.post("review/acceptances", {"numbers": [number]})
    office.set_clock("12-20 09:00")
    correction = await office.signed(corrects=number, correction_reason="漏录", unchanged=True)
    assert await state(office, number) == "corrected"
    await office.post(f"submissions/{correction}/return", {"reason": "并无遗漏"})
    assert (await state(office, number), await state(office, correction)) == ("accepted", "returned")
    (line,) = [each for each in await lines_of(office) if each["filer"]["id"] == FILER]
    assert (line["number"], line["state"], line["on_time"]) == (number, "accepted", True)


async def test_an_extension_pauses_and_still_counts_as_late(office: Office) -> None:
    body = {"period": "2", "filer": FILER, "until": "2024-12-17T18:00:00+08:00", "reason": "停电"}
    early = {**body, "until": "2024-12-14T18:00:00+08:00"}
    assert code_of(await office.post("review/extensions", early)) == "extension_too_early"
    assert code_of(await office.post("review/extensions", body, office.officer)) == "not_allowed"
    answer = await office.post("review/extensions", body)
    assert answer.status_code == 200, answer.text
    office.set_clock("12-15 09:00")
    (line,) = [each for each in await lines_of(office) if each["filer"]["id"] == FILER]
    assert (line["state"], line["state_name"], line["on_time"]) == ("extended", "经同意延期", False)
    assert not (await office.sign(late_reason="network_or_device")).json()["on_time"]
    office.set_clock("12-18 09:00")
    (line,) = [each for each in await lines_of(office) if each["filer"]["id"] == OTHER]
    assert line["state"] == "overdue"


async def lines_of(office: Office, period: str = "2") -> list[dict[str, Any]]:
    answer = await office.get("completeness", period=period)
    assert answer.status_code == 200, answer.text
    lines: list[dict[str, Any]] = answer.json()["periods"][0]["filers"]
    return lines


async def test_completeness_counts_who_has_reported(office: Office) -> None:
    await office.signed()
    returned = await office.signed("2", OTHER)
    await office.post(f"submissions/{returned}/return", {"reason": "请核对"})
    office.set_clock("12-15 09:00")
    await office.signed("2", "v-e", late_reason="on_leave")
    answer = (await office.get("completeness", period="2")).json()
    departments, villages = answer["periods"]
    assert departments["period"]["name"] == "第2期（截至12月14日）"
    assert departments["tally"] == {
        "expected": 2, "reported": 1, "on_time": 1, "late": 0, "extended": 0, "missing": 1,
        "timeliness": "50.0",
    }  # fmt: skip
    assert villages["tally"] == {
        "expected": 2, "reported": 1, "on_time": 0, "late": 1, "extended": 0, "missing": 1,
        "timeliness": "0.0",
    }  # fmt: skip
    states = {line["filer"]["id"]: line["state"] for line in departments["filers"] + villages["filers"]}
    assert states == {"d-a": "signed", "d-b": "returned", "v-e": "signed", "v-w": "overdue"}


async def test_a_department_that_is_not_listed_may_file_and_is_never_missing(office: Office) -> None:
    assert code_of(await office.get("periods/2/d-c")) == "nothing_to_report"
    found(office.reporting.story, "of-c", "12-10", by="d-c")
    await office.publish()
    await office.signed("2", "d-c")
    lines = {line["filer"]["id"]: line for line in await lines_of(office)}
    assert (lines["d-c"]["listed"], lines["d-c"]["state"]) == (False, "signed")
    assert (await office.get("completeness", period="2")).json()["periods"][0]["tally"]["expected"] == 2


async def test_two_who_review_at_once_give_one_answer(office: Office) -> None:
    number = await office.signed("2", OTHER)
    answers = await asyncio.gather(
        office.post("review/acceptances", {"numbers": [number]}),
        office.post(f"submissions/{number}/withdraw", {}, office.as_("officer", OTHER)),
        office.post(f"submissions/{number}/return", {"reason": "请核对"}),
    )
    state_now = await state(office, number)
    acts = (await office.submission(number))["acts"]
    assert sum(answer.status_code == 200 for answer in answers) == len(acts)
    assert acts[-1]["act"] == state_now
    for answer in answers:
        if answer.status_code != 200:
            assert code_of(answer) in ("not_standing", "already_accepted")
