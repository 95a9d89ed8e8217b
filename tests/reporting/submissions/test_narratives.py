"""情况说明 over HTTP: drafted, signed as it was shown, carried over, and printed as a letter."""

import io
from typing import Any

import docx

from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.submissions.test_reviewing import code_of
from tests.reporting.telling import closed, found


async def drafted(office: Office, period: str = "2") -> dict[str, Any]:
    answer = await office.get(f"periods/{period}/{FILER}/narrative", office.officer)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_every_number_opens_its_cell(office: Office) -> None:
    made = await drafted(office)
    assert made["paragraph"].startswith("截至2024年12月14日09:00，甲科累计监管单位")
    assert made["paragraph"].endswith("本期为首次报送。")
    for number in made["numbers"]:
        assert made["paragraph"][number["start"] : number["end"]] == number["text"]
        if number["kind"] != "value":
            continue
        (address,) = number["cells"]
        answer = await office.reporting.client.get(address.removeprefix("/reporting"), headers=office.officer)
        assert str(answer.json()["value"]) == number["text"], number


async def test_changes_name_the_report_that_they_are_against(office: Office) -> None:
    first = await office.signed("1", late_reason="not_entered")
    found(office.reporting.story, "more", "12-11", by=FILER)
    closed(office.reporting.story, "12-12", "more")
    await office.publish()
    made = await drafted(office)
    changes = [number for number in made["numbers"] if number["kind"] == "added"]
    assert {number["since"] for number in changes} == {first}
    found_more = next(number for number in changes if "/hazards_found?" in number["cells"][0])
    before = (await office.submission(first))["figures"]["hazards_found"]
    now = next(number for number in made["numbers"] if "/hazards_found?" in number["cells"][0])
    assert int(now["text"]) == before + int(found_more["text"])


async def test_what_is_signed_is_what_was_shown_and_it_is_carried_over(office: Office) -> None:
    made = await drafted(office)
    written = {"problems": "九小场所底数不清。", "next_steps": "逐户建档。"}
    other = {"paragraph": made["paragraph"] + "另有9条。", **written}
    assert code_of(await office.sign(narrative=other)) == "figures_changed"
    number = await office.signed(narrative={"paragraph": made["paragraph"], **written})
    assert (await office.submission(number))["narrative"] == {"paragraph": made["paragraph"], **written}
    office.set_clock("12-15 09:00")
    later = await drafted(office, "3")
    assert (later["problems"], later["next_steps"]) == tuple(written.values())
    assert "与第2期（截至12月14日）相比" in later["paragraph"]


async def test_a_number_that_no_figure_backs_is_flagged_and_not_refused(office: Office) -> None:
    path = f"periods/2/{FILER}/narrative"
    body = {"problems": "另有987条隐患未登记。", "next_steps": None}
    answer = await office.reporting.client.post(
        f"/campaigns/winter/{path}", json=body, headers=office.officer
    )
    assert answer.status_code == 200, answer.text
    assert [each["text"] for each in answer.json()["unbacked"]["problems"]] == ["987"]
    made = await drafted(office)
    assert (await office.sign(narrative={"paragraph": made["paragraph"], **body})).status_code == 201


async def test_no_number_of_a_person_stands_in_it(office: Office) -> None:
    made = await drafted(office)
    narrative = {"paragraph": made["paragraph"], "problems": "请联系13800138000。"}
    assert code_of(await office.sign(narrative=narrative)) == "personal_data"


async def test_it_is_printed_as_a_letter(office: Office) -> None:
    made = await drafted(office)
    written = {"problems": "底数不清。\n台账不全。", "next_steps": "=1+1 逐户建档。"}
    number = await office.signed(narrative={"paragraph": made["paragraph"], **written})
    answer = await office.get(f"submissions/{number}/narrative.docx", office.officer)
    assert answer.status_code == 200, answer.text
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert [text for text in texts if text] == [
        "关于第2期（截至12月14日）安全生产大排查情况的说明", "镇安委办：", made["paragraph"],
        "一、存在问题", "底数不清。", "台账不全。", "二、下一步工作", "=1+1 逐户建档。",
        "甲科", "2024年12月14日", f"回执号 {number}",
    ]  # fmt: skip
    other = await office.signed("2", OTHER)
    answer = await office.get(f"submissions/{other}/narrative.docx")
    assert (answer.status_code, code_of(answer)) == (404, "not_found")


async def test_a_filer_sees_its_own(office: Office) -> None:
    answer = await office.get(f"periods/2/{OTHER}/narrative", office.officer)
    assert (answer.status_code, code_of(answer)) == (403, "not_yours")
