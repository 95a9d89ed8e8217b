"""Signing over HTTP, on a real log and a real stream."""

import asyncio
from typing import Any

import asyncpg
import pytest

from services.reporting.keys.purposes import SUBMISSION
from shared.events.envelope import Envelope
from shared.relay.stored_bytes import read_one
from shared.signing import is_signed, with_new_key
from tests.reporting.story import TOWN
from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.telling import closed, found, reopened, voided


def code_of(answer: Any) -> str:
    code: str = answer.json()["code"]
    return code


async def test_a_report_is_opened_filled_signed_and_frozen(office: Office) -> None:
    prepared = await office.prepared()
    assert prepared["period"]["name"] == "第2期（截至12月14日）"
    assert not prepared["late"]
    assert prepared["standing"] is None
    assert prepared["falls"] == []
    answer = await office.sign(remarks=[{"column": "fines", "text": "含一起补充处罚"}])
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert receipt["number"] == f"2-{FILER}-1"
    assert receipt["on_time"]
    submission = await office.submission(receipt["number"])
    assert submission["cells"] == prepared["report"]["rows"][0]["cells"]
    assert submission["signer"] == {
        "account": f"officer@{FILER}", "name": "王芳", "office": "科员", "organisation": FILER
    }  # fmt: skip
    assert submission["state"] == "signed"
    assert submission["digest"] == receipt["digest"]
    assert submission["remarks"] == [{"column": "fines", "text": "含一起补充处罚"}]
    assert (await office.prepared())["standing"]["number"] == receipt["number"]


async def signed_event(office: Office, position: int) -> Envelope:
    """As the stream has it, for anybody who follows."""
    bus = await office.reporting.bus.connect("reporting")
    async with asyncio.timeout(20):
        while (await bus.jetstream(timeout=30).stream_info("REPORTING")).state.messages < position:
            await asyncio.sleep(0.05)
    return Envelope.from_bytes(await read_one(bus, "reporting", position))


async def test_the_signature_is_over_everything_that_was_frozen(office: Office) -> None:
    receipt = (await office.sign()).json()
    event = await signed_event(office, receipt["position"])
    (key,) = (await office.reporting.client.get("/keys")).json()["keys"]
    content = dict(event.data)
    signature, key_id = content.pop("signature"), content.pop("key_id")
    del content["paper_signature"]
    assert key_id == key["id"]
    assert is_signed(key["public_key"], SUBMISSION, content, signature)
    for name, value in content.items():
        other = {**content, name: value + 1 if isinstance(value, int) else [value]}
        assert not is_signed(key["public_key"], SUBMISSION, other, signature), name
    assert not is_signed(key["public_key"], "paper", content, signature)


async def test_a_key_is_good_for_the_first_report_that_it_signs(office: Office) -> None:
    """At its signed_at, by which paper is judged; and a new key ends the one before, not what it signed."""
    signed = [await office.submission(await office.signed())]
    office.keys.write_bytes(with_new_key(office.keys.read_bytes()))
    signed.append(await office.submission(await office.signed("2", OTHER)))
    keys = {key["id"]: key for key in (await office.reporting.client.get("/keys")).json()["keys"]}
    first, second = (keys[each["key_id"]] for each in signed)
    assert first["valid_from"] <= signed[0]["signed_at"] < first["valid_until"]
    assert second["valid_from"] <= signed[1]["signed_at"]
    assert second["valid_until"] is None


async def test_it_is_recorded_after_every_event_that_it_freezes(office: Office) -> None:
    """The logs' clocks may be ahead of ours."""
    event = await signed_event(office, (await office.sign()).json()["position"])
    for log, frozen in event.data["logs"].items():
        told = office.reporting.story.logs[log][frozen["position"] - 1]
        assert event.recorded > told.recorded
        assert (frozen["log_id"], event.township) == (told.log_id, TOWN)


async def test_the_same_key_gives_the_first_answer_and_another_content_is_a_conflict(office: Office) -> None:
    body = await office.body()
    first = await office.post("submissions", body, office.officer, "once")
    office.set_clock("12-20 09:00")
    found(office.reporting.story, "new", "12-13")
    await office.publish()
    again = await office.post("submissions", body, office.officer, "once")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    other = await office.post("submissions", {**body, "unchanged": True}, office.officer, "once")
    assert (other.status_code, code_of(other)) == (409, "id_conflict")


async def test_what_is_signed_is_what_was_shown(office: Office) -> None:
    body = await office.body()
    other = {**body, "report": {**body["report"], "digest": "sha256:" + "0" * 64}}
    refused = await office.post("submissions", other, office.officer)
    assert (refused.status_code, code_of(refused)) == (409, "figures_changed")
    found(office.reporting.story, "new", "12-13")
    await office.publish()
    answer = await office.post("submissions", body, office.officer)
    assert answer.status_code == 201, "facts that come later flow into the next report"
    assert (await office.submission(f"2-{FILER}-1"))["figures"]["hazards_found"] == 2
    assert (await office.prepared())["report"]["rows"][0]["cells"]["hazards_found"] == 3


async def test_nothing_is_left_out_by_naming_an_older_report(office: Office) -> None:
    """By positions of before, by an earlier cut-off, by one that lies ahead."""
    body = await office.body()
    older = {**body["report"], "positions": {**body["report"]["positions"], "hazards": 1}}
    refused = await office.post("submissions", {**body, "report": older}, office.officer)
    assert (refused.status_code, code_of(refused)) == (409, "report_outdated")
    for until, code in (
        ("2024-12-12T09:00:00+08:00", "report_outdated"),
        ("2024-12-14T18:00:00+08:00", "cutoff_not_allowed"),
        ("2024-11-01T00:00:00+08:00", "cutoff_not_allowed"),
        ("yesterday", "invalid_request"),
    ):
        report = {**body["report"], "occurred_until": until}
        refused = await office.post("submissions", {**body, "report": report}, office.officer)
        assert code_of(refused) == code, until


async def test_a_second_signature_is_told_the_first(office: Office) -> None:
    number = await office.signed()
    again = await office.sign()
    assert (again.status_code, code_of(again)) == (409, "already_signed")
    assert number in again.json()["detail"]
    assert "王芳" in again.json()["zh"]


async def test_of_many_who_sign_at_once_one_does(office: Office) -> None:
    body = await office.body()
    answers = await asyncio.gather(
        *(office.post("submissions", body, office.officer, f"k{n}") for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    assert {code_of(answer) for answer in answers if answer.status_code != 201} == {"already_signed"}
    listed = (await office.get("submissions")).json()["submissions"]
    assert [each["number"] for each in listed] == [f"2-{FILER}-1"]


async def test_late_signing_asks_a_reason_and_keeps_the_deadline(office: Office) -> None:
    office.set_clock("12-15 10:00")
    prepared = await office.prepared()
    assert prepared["late"]
    assert prepared["report"]["occurred_until"] == "2024-12-14T10:00:00.000000Z"
    assert code_of(await office.sign()) == "late_needs_reason"
    assert code_of(await office.sign(late_reason="other")) == "late_needs_reason"
    answer = await office.sign(late_reason="other", late_note="系统升级")
    assert answer.status_code == 201
    assert not answer.json()["on_time"]


async def test_a_period_that_is_not_open_yet(office: Office) -> None:
    answer = await office.get(f"periods/3/{FILER}")
    assert (answer.status_code, code_of(answer)) == (409, "period_not_open")
    body = await office.body()
    refused = await office.post("submissions", {**body, "period": "3"}, office.officer)
    assert code_of(refused) == "period_not_open"
    assert code_of(await office.get(f"periods/9/{FILER}")) == "not_found"


async def test_a_cumulative_figure_that_falls_needs_a_reason_and_names_its_events(office: Office) -> None:
    story = office.reporting.story
    await office.signed()
    office.set_clock("12-20 09:00")
    reopened(story, "12-18", "h1")
    voided(story, "h2", "hazard")
    await office.publish()
    prepared = await office.prepared("3")
    assert [(fall["column"], fall["by"]) for fall in prepared["falls"]] == [
        ("hazards_found", 1), ("hazards_closed", 1), ("major_closed", 1)
    ]  # fmt: skip
    refused = await office.sign("3")
    assert code_of(refused) == "fall_needs_reason"
    assert "hazards_closed" in refused.json()["zh"]
    reasons = dict.fromkeys(("hazards_found", "hazards_closed", "major_closed"), "回头看未通过")
    number = await office.signed("3", fall_reasons=reasons)
    falls = {fall["column"]: fall for fall in (await office.submission(number))["falls"]}
    last = story.positions["hazards"]
    assert falls["hazards_closed"]["events"] == [{"log": "hazards", "position": last - 1}]
    assert falls["hazards_found"]["events"] == [{"log": "hazards", "position": last}]


async def test_a_report_equal_to_the_last_one_needs_the_tick(office: Office) -> None:
    await office.signed()
    office.set_clock("12-14 19:00")
    assert (await office.prepared("3"))["unchanged"]
    assert code_of(await office.sign("3")) == "unchanged_needs_tick"
    number = await office.signed("3", unchanged=True)
    assert (await office.submission(number))["unchanged"]
    closed(office.reporting.story, "12-14 10:00", "h2")
    await office.publish()
    assert code_of(await office.sign("2", OTHER, unchanged=True, late_reason="holiday")) == "figures_changed"


async def test_what_is_written_is_checked(office: Office, subtests: pytest.Subtests) -> None:
    for more, code, field in [
        ({"remarks": [{"text": "请联系13800138000"}]}, "personal_data", "remarks.0.text"),
        ({"remarks": [{"text": "长" * 201}]}, "invalid_request", "remarks.0.text"),
        ({"remarks": [{"text": "a"}] * 21}, "invalid_request", "remarks"),
        ({"late_reason": "overslept"}, "invalid_request", "late_reason"),
        ({"report": {}}, "invalid_request", "report"),
        ({"surprise": 1}, "invalid_request", "surprise"),
    ]:
        with subtests.test(more=more, code=code, field=field):
            answer = await office.post("submissions", {**await office.body(), **more}, office.officer)
            assert (answer.status_code, code_of(answer)) == (422, code)
            assert field in answer.json()["detail"]


async def test_a_signed_report_tells_what_has_come_since(office: Office) -> None:
    """To its own cut-off: what happened later flows into the next one."""
    number = await office.signed()
    assert (await office.get(f"submissions/{number}/since")).json() | {"positions": None} == {
        "number": number, "positions": None, "added": 0, "removed": 0, "cells": [],
    }  # fmt: skip
    story = office.reporting.story
    found(story, "new-1", "12-13")
    found(story, "new-2", "12-13")
    found(story, "later", "12-15")
    voided(story, "h2", "hazard")
    await office.publish()
    told = (await office.get(f"submissions/{number}/since", office.officer)).json()
    assert (told["added"], told["removed"]) == (2, 1)
    assert told["cells"] == [{"column": "hazards_found", "from": 2, "to": 3}]
    other = await office.get(f"submissions/{number}/since", office.as_("officer", OTHER))
    assert (other.status_code, code_of(other)) == (403, "not_yours")


async def test_two_submissions_differ_by_events_that_add_up(office: Office) -> None:
    first = await office.signed()
    office.set_clock("12-20 09:00")
    story = office.reporting.story
    reopened(story, "12-18", "h1")
    found(story, "new", "12-16")
    await office.publish()
    reasons = dict.fromkeys(("hazards_closed", "major_closed"), "回头看未通过")
    second = await office.signed("3", fall_reasons=reasons)
    there = (await office.get(f"submissions/{first}/diff/{second}", office.officer)).json()
    moved = {cell["column"]: (cell["from"], cell["to"]) for cell in there["cells"]}
    assert moved == {"hazards_found": (2, 3), "hazards_closed": (1, 0), "major_closed": (1, 0)}
    for cell in there["cells"]:
        assert sum(part["weight"] for part in cell["parts"]) == cell["to"] - cell["from"]
    back = (await office.get(f"submissions/{second}/diff/{first}")).json()
    assert {cell["column"]: (cell["to"], cell["from"]) for cell in back["cells"]} == moved
    other = await office.signed("3", OTHER)
    refused = await office.get(f"submissions/{first}/diff/{other}")
    assert (refused.status_code, code_of(refused)) == (422, "invalid_request")
    assert code_of(await office.get(f"submissions/{first}/diff/{other}", office.officer)) == "not_yours"


async def test_what_waited_on_the_screen_is_frozen(office: Office) -> None:
    """Nobody answers here, so that it is not known; the screen may have known it."""
    body = await office.body()
    assert (await office.prepared())["waiting"] is None
    body["report"]["waiting"] = 3
    answer = await office.post("submissions", body, office.officer)
    assert (await office.submission(answer.json()["number"]))["waiting"] == 3
    assert "waiting" not in await office.submission(await office.signed("2", OTHER))


async def test_a_key_is_needed(office: Office) -> None:
    body = await office.body()
    answer = await office.reporting.client.post(
        "/campaigns/winter/submissions", json=body, headers=office.officer
    )
    assert (answer.status_code, code_of(answer)) == (422, "invalid_request")
    assert "Idempotency-Key" in answer.json()["detail"]


async def test_the_projection_may_not_write_the_log(office: Office) -> None:
    await office.signed()
    pool = office.reporting.pool
    for statement in (
        "insert into events values (99, 's', 1, '')",
        "update log_head set position = position + 1",
        "insert into recorded_facts values ('p', 's', 'f', 'd', 1)",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)


async def test_what_could_never_be_printed_is_not_signed(office: Office) -> None:
    """Its name has to fit one QR code, with its figures and signature."""
    office.reporting.story.tell("organisation.registered", "11-20", FILER, name="长" * 180, kind="department")
    await office.publish()
    refused = await office.sign()
    assert (refused.status_code, code_of(refused)) == (409, "does_not_fit")
    assert "长长" in refused.json()["detail"]
    assert (await office.get("submissions")).json() == {"submissions": []}
