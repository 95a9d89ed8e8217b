"""A sheet is verified row by row, its totals from the rows, and the documents that were kept to the byte."""

import asyncio
from collections import defaultdict
from dataclasses import replace
from threading import Event
from typing import Any

from services.reporting.subjects.kept import entry_of
from services.reporting.verification.sheet_anew import sheet_differences
from shared.events.stream_id import StreamId
from tests.reporting.consolidation.sheets import both_accepted, consolidate, sheet
from tests.reporting.consolidation.test_going_up import UP, kept
from tests.reporting.story import CAMPAIGN, TOWN
from tests.reporting.submissions.office import FILER, Office
from tests.reporting.telling import found


async def verified(office: Office, path: str) -> dict[str, Any]:
    auditor, again = office.as_("auditor"), {"again": "true"}
    async with asyncio.timeout(60):
        while True:
            answer = await office.get(f"{path}/verify", auditor, **again)
            assert answer.status_code == 200, answer.text
            document: dict[str, Any] = answer.json()
            if document["state"] not in ("waiting", "running"):
                return document
            again = {}
            await asyncio.sleep(0.05)


def differing(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Without what can't be checked here: the logs' owners do not run in this test."""
    return [(each["copy"], each["what"]) for each in document["findings"] if each["difference"]]


async def test_a_sheet_stays_what_its_events_say(office: Office) -> None:
    await both_accepted(office)
    number = await consolidate(office)
    assert (await office.post(f"consolidations/{number}/send-up", UP)).status_code == 200
    await kept(office, number)
    found(office.reporting.story, "later", "12-13", by=FILER)
    await office.publish()
    assert differing(await verified(office, f"consolidations/{number}")) == []
    assert (await office.get(f"consolidations/{number}/verify", office.safety_office)).status_code == 403


async def test_a_kept_document_that_is_lost_or_altered_is_named(office: Office) -> None:
    number = (await both_accepted(office))[0]
    files = {file["suffix"]: file["hash"] for file in await kept(office, number)}
    blobs = office.keys.parent / "blobs"
    (blobs / files["pdf"][7:9] / files["pdf"][7:]).unlink()
    (blobs / files["xlsx"][7:9] / files["xlsx"][7:]).write_bytes(b"other")
    document = await verified(office, f"submissions/{number}")
    assert sorted(differing(document)) == [("file", "altered"), ("file", "lost")]
    named = {each["what"]: each["file"] for each in document["findings"] if each["copy"] == "file"}
    assert named == {"altered": files["xlsx"], "lost": files["pdf"]}


async def test_a_changed_event_is_named_by_its_position(office: Office) -> None:
    await both_accepted(office)
    number = await consolidate(office)
    await kept(office, number)
    position = (await sheet(office, number))["position"]
    async with office.owner() as connection:
        await connection.execute("alter table events disable trigger user")
        await connection.execute(
            "update events set raw = set_byte(raw, 9, get_byte(raw, 9) # 1) where position = $1", position
        )
    findings = (await verified(office, f"consolidations/{number}"))["findings"]
    (found_,) = [each for each in findings if each["difference"]]
    assert (found_["copy"], found_["what"], found_["log"], found_["position"]) == (
        "log", "bytes", "reporting", position
    )  # fmt: skip


async def test_each_total_is_derived_from_the_rows_and_each_row_from_its_events(office: Office) -> None:
    await both_accepted(office)
    await consolidate(office)
    filing = await office.reporting.app.state.desk.filing(TOWN, CAMPAIGN)
    (made,) = filing.consolidations.values()
    entries: dict[Any, list[Any]] = defaultdict(list)
    for log in office.reporting.story.logs.values():
        for envelope in log:
            entry = entry_of(envelope)
            if entry is not None and envelope.township == TOWN:
                entries[StreamId.parse(envelope.stream)[1:]].append(entry)

    def found_with(**other: Any) -> list[str]:
        altered = replace(made, signed=made.signed.model_copy(update=other))
        return [each.what for each in sheet_differences(altered, filing.submissions, entries, Event())]

    assert found_with() == []
    assert found_with(sum=made.signed.sum | {"hazards_found": 77}) == ["sum"]
    assert found_with(distinct=made.signed.distinct | {"inspected": 2}) == ["distinct"]
    assert found_with(uncredited={}) == ["uncredited"]
    row = made.signed.rows[0].model_copy(update={"figures": made.signed.rows[0].figures | {"units": 9}})
    assert found_with(rows=[row, *made.signed.rows[1:]]) == ["rows", "sum"]
    entries["hazard", "h1"] = []
    assert set(found_with()) == {"figures", "digest", "lineage"}
