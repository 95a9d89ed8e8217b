"""Anybody asks what a paper is worth, at a running service: figures as signed, and what became of them."""

import re
from dataclasses import replace
from typing import Any

import httpx

from services.reporting.consolidation.paper import codes_of
from services.reporting.counting.columns import columns_of
from services.reporting.filing.state import Submission
from services.reporting.paper.codes import codes
from services.reporting.paper.payload import payload, read_payload
from services.reporting.paper.report import PaperReport, PaperRow, paper_bytes
from services.reporting.submissions.paper import paper_report, printed
from shared.http.bounded import BRIEF
from shared.signing import SigningKey, read_keys, with_new_key
from tests.reporting.consolidation.sheets import accept, both_accepted, consolidate, sheet
from tests.reporting.story import CAMPAIGN, TOWN
from tests.reporting.submissions.office import FILER, Office
from tests.reporting.two_towns import ELSEWHERE

URL = "https://paicha.example"


async def submission(office: Office, number: str) -> Submission:
    filing = await office.reporting.app.state.desk.filing(office.township, CAMPAIGN)
    found: Submission = filing.submissions[number]
    return found


async def code_of(office: Office, number: str) -> str:
    """As it stands on the paper."""
    (code,) = printed(await submission(office, number), office.township, URL).codes
    return code


async def codes_of_sheet(office: Office, number: str) -> tuple[str, ...]:
    filing = await office.reporting.app.state.desk.filing(office.township, CAMPAIGN)
    return codes_of(filing.consolidations[number].signed, office.township, URL)


async def asked(office: Office, *given: str) -> dict[str, Any]:
    answer = await office.reporting.client.post("/paper/checks", json={"codes": given})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def key_of(office: Office) -> SigningKey:
    return read_keys(office.keys.read_bytes())[-1]


def forged(report: PaperReport, key: SigningKey) -> list[str]:
    """Signed by a key, whatever it says."""
    return list(codes(report, URL, key.id, key.private.sign))


def refused(answer: dict[str, Any]) -> tuple[str, str, str]:
    assert not answer["valid"]
    assert set(answer) == {"valid", "verdict", "zh", "en", "reason"}, "nothing of what it claims is repeated"
    return answer["verdict"], answer["zh"], answer["reason"]["code"]


MISMATCH = "校验不符，请与镇安委办核实。"


async def test_a_paper_is_shown_as_it_was_signed(office: Office) -> None:
    number = await office.signed()
    code = await code_of(office, number)
    answer = await asked(office, code)
    assert (answer["valid"], answer["verdict"], answer["zh"]) == (
        True,
        "current",
        "与报送原件一致，目前最新。",
    )
    signed, report = await office.submission(number), answer["report"]
    for name in ("number", "digest", "occurred_until", "signed_at", "policy", "annex"):
        assert report[name] == signed[name], name
    assert (report["township"], report["campaign"], report["name"]) == (TOWN, CAMPAIGN, signed["period_name"])
    assert report["positions"] == {log: each["position"] for log, each in signed["logs"].items()}
    assert report["rows"] == [{"filer": {"id": FILER, "name": "甲科"}, "cells": signed["cells"]}]
    assert [column["key"] for column in report["columns"]] == [each.key for each in columns_of("annex-3")]
    assert report["header"][0] == {"text": "填报单位", "row": 0, "rows": 3, "column": 0, "columns": 1}
    details = {each["label"]: each["text"] for each in report["details"]}
    assert details["统计截至"].startswith("2024-12-14 09:00:")
    assert details["校验和"] == signed["digest"]
    assert answer == await asked(office, code.partition("#")[2]), "with or without the address before it"


async def test_nothing_is_told_that_is_not_on_the_paper(office: Office) -> None:
    number = await office.signed(remarks=[{"column": "fines", "text": "含补充处罚"}])
    code = await code_of(office, number)
    said = str(await asked(office, code))
    for kept in ("王芳", "科员", "含补充处罚", "officer@", "warnings", "lineage"):
        assert kept not in said
    await office.post("review/acceptances", {"numbers": [number]})
    assert str(await asked(office, code)) == said, "that it was accepted stands on no paper"


async def test_what_was_withdrawn_or_returned_says_so(office: Office) -> None:
    withdrawn = await office.signed()
    await office.post(f"submissions/{withdrawn}/withdraw", {}, office.officer)
    returned = await office.signed()
    standing = await asked(office, await code_of(office, returned))
    await office.post(f"submissions/{returned}/return", {"reason": "请核对"})
    for number, verdict in ((withdrawn, "withdrawn"), (returned, "returned")):
        answer = await asked(office, await code_of(office, number))
        assert (answer["valid"], answer["verdict"]) == (True, verdict)
        assert answer["report"]["number"] == number
        assert "请核对" not in str(answer)
    assert standing["verdict"] == "current"


async def test_what_was_corrected_says_by_which_correction(office: Office) -> None:
    number = await office.signed()
    await office.post("review/acceptances", {"numbers": [number]})
    office.set_clock("12-20 09:00")
    correction = await office.signed(corrects=number, correction_reason="漏录", unchanged=True)
    answer = await asked(office, await code_of(office, number))
    assert (answer["verdict"], answer["zh"]) == ("corrected", "已被第1次更正替代，请以更正报为准。")
    assert correction not in str(answer)
    assert (await asked(office, await code_of(office, correction)))["verdict"] == "current"


async def test_a_sheet_of_all_filers_is_told_by_its_edition(office: Office) -> None:
    first_reports = await both_accepted(office)
    first = await consolidate(office)
    codes_of_first = await codes_of_sheet(office, first)
    answer = await asked(office, *codes_of_first)
    assert (answer["verdict"], answer["report"]["filer"], answer["report"]["number"]) == (
        "current",
        "",
        first,
    )
    assert answer["report"]["details"][1]["text"] == "各科室汇总"
    made = await sheet(office, first)
    assert [row["cells"] for row in answer["report"]["rows"]] == [row["cells"] for row in made["rows"]]
    assert answer["report"]["totals"] == {kind: made["totals"][kind] for kind in ("sum", "distinct")}
    office.set_clock("12-20 09:00")
    more = {"correction_reason": "漏录", "unchanged": True}
    await accept(office, await office.signed(corrects=first_reports[0], **more))
    second = await consolidate(office)
    replaced = await asked(office, *codes_of_first)
    assert (replaced["verdict"], replaced["zh"]) == ("replaced", "已被第2版汇总替代，请以新版为准。")
    assert (await asked(office, *(await codes_of_sheet(office, second))))["verdict"] == "current"


async def test_one_changed_digit_is_refused(office: Office) -> None:
    paper = read_payload(await code_of(office, await office.signed()))
    (row,) = paper.report.rows
    for place, figure in enumerate(row.figures):
        figures = (*row.figures[:place], figure + 1, *row.figures[place + 1 :])
        changed = replace(paper.report, rows=(replace(row, figures=figures),))
        answer = await asked(office, payload(changed, paper.key_id, paper.signature))
        assert refused(answer) == ("mismatch", MISMATCH, "wrong_signature")


async def test_what_our_key_signed_without_an_original_is_refused(office: Office) -> None:
    """As of a key that was stolen: another town of the same ids, an unknown number, other contents."""
    signed = (await submission(office, await office.signed())).signed
    others: list[dict[str, Any]] = [
        {"township": ELSEWHERE}, {"number": "2-d-a-9"}, {"digest": "sha256:" + "0" * 64},
        {"campaign": "another"}, {"township": "nowhere/at all"},
    ]  # fmt: skip
    for more in others:
        (code,) = forged(replace(paper_report(signed, TOWN), **more), key_of(office))
        assert refused(await asked(office, code)) == ("mismatch", MISMATCH, "no_original"), more


async def test_each_town_s_paper_is_held_against_its_own_filing(office: Office) -> None:
    """The same number, filer and campaign: what became of one says nothing of the other."""
    elsewhere = replace(office, township=ELSEWHERE)
    here, there = await office.signed(), await elsewhere.signed()
    assert here == there
    await office.post(f"submissions/{here}/withdraw", {}, office.officer)
    ours, theirs = await code_of(office, here), await code_of(elsewhere, there)
    assert (await asked(office, ours))["verdict"] == "withdrawn"
    answer = await asked(office, theirs)
    assert (answer["verdict"], answer["report"]["township"]) == ("current", ELSEWHERE)
    assert refused(await asked(office, ours, theirs))[::2] == ("unreadable", "parts_disagree")


async def test_a_key_of_nobody_s_proves_nothing(office: Office) -> None:
    signed = (await submission(office, await office.signed())).signed
    (foreign,) = read_keys(with_new_key(None))
    (code,) = forged(paper_report(signed, TOWN), foreign)
    assert refused(await asked(office, code)) == ("mismatch", MISMATCH, "unknown_key")


async def test_a_revoked_key_is_good_for_what_the_log_knows_it_signed_before(office: Office) -> None:
    number = await office.signed()
    code, key = await code_of(office, number), key_of(office)
    signed = (await submission(office, number)).signed
    body = {"revoked_from": "2024-12-14T12:00:00+08:00", "reason": "私钥外泄"}
    path = f"/keys/{key.id}/revocation"
    answer = await office.reporting.client.post(path, json=body, headers=office.as_("operator"))
    assert answer.status_code == 200, answer.text
    assert (await asked(office, code))["verdict"] == "current"
    dated_back = replace(paper_report(signed, TOWN), signed_at="2024-12-14T02:00:00.000000Z")
    assert refused(await asked(office, *forged(dated_back, key)))[2] == "no_original"
    later = replace(dated_back, signed_at="2024-12-15T00:00:00.000000Z")
    assert refused(await asked(office, *forged(later, key)))[2] == "key_not_valid_then"


def large_sheet(report: PaperReport) -> PaperReport:
    """So large that it takes several codes."""
    columns = len(report.rows[0].figures)
    rows = tuple(PaperRow(f"d-{number:02}", f"第{number}个科室", (number,) * columns) for number in range(60))
    return replace(report, filer="", rows=rows)


async def test_of_several_codes_the_missing_ones_are_named(office: Office) -> None:
    signed = (await submission(office, await office.signed())).signed
    given = forged(large_sheet(paper_report(signed, TOWN)), key_of(office))
    assert len(given) > 2
    answer = await asked(office, given[1], given[1])
    assert (answer["valid"], answer["verdict"]) == (True, "incomplete")
    assert (answer["report"]["parts"], answer["report"]["missing"][0]) == (len(given), 1)
    assert 2 not in answer["report"]["missing"]
    rows = read_payload(given[1]).report.rows
    assert [row["filer"]["id"] for row in answer["report"]["rows"]] == [row.filer for row in rows]
    whole = await asked(office, *reversed(given))
    assert refused(whole)[2] == "no_original", "nobody signed this one here"
    paper = read_payload(given[0])
    spoilt = payload(replace(paper.report, policy="2"), paper.key_id, paper.signature)
    assert refused(await asked(office, spoilt, *given[1:]))[2] == "parts_disagree"


async def test_garbage_is_told_apart(office: Office) -> None:
    for given, verdict, code in (
        ("hello", "unreadable", "not_a_payload"),
        ("", "unreadable", "not_a_payload"),
        ("<script>alert(1)</script>", "unreadable", "not_a_payload"),
        ("https://paicha.example/reporting/paper#9abc", "unreadable", "unknown_version"),
        ("1", "mismatch", "damaged"),
        ("1" + "A" * 900, "mismatch", "damaged"),
    ):
        told = await asked(office, given)
        assert refused(told)[::2] == (verdict, code), given
        assert "script" not in str(told)


async def test_what_can_be_no_question_is_a_problem(office: Office) -> None:
    client = office.reporting.client
    for body in ({}, {"codes": []}, {"codes": ["1"] * 100}, {"codes": ["1" * 1201]}, {"codes": [1]}, [], "1"):
        answer = await client.post("/paper/checks", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), body
    answer = await client.post("/paper/checks", content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert (await client.post("/paper/checks?x=1", json={"codes": ["1"]})).status_code == 422


async def test_a_large_body_is_refused_before_it_is_looked_at(office: Office) -> None:
    async def parts() -> Any:
        for _ in range(16):
            yield b"[" * 64 * 1024

    for content in (b"[" * 1024 * 1024, b" " * (BRIEF.kib * 1024 + 1), parts()):
        headers = {"content-type": "application/json"}
        answer = await office.reporting.client.post("/paper/checks", content=content, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "request_too_large")


async def test_strangers_share_what_there_is(office: Office) -> None:
    """With all places taken the next is told to come back; who is signed in notices nothing."""
    admission = office.reporting.app.state.paper_admission
    shares = [admission.of("strangers") for _ in range(32)]
    for share in shares:
        share.__enter__()
    try:
        answer = await office.reporting.client.post("/paper/checks", json={"codes": ["1"]})
        assert (answer.status_code, answer.json()["code"]) == (503, "too_busy")
        assert answer.headers["retry-after"]
        assert (await office.get("submissions")).status_code == 200
    finally:
        for share in shares:
            share.__exit__(None, None, None)


async def test_the_page_is_open_and_closed_to_everything_else(office: Office) -> None:
    client = office.reporting.client
    page: httpx.Response = await client.get("/paper", params={"from": "singlemessage"})
    assert page.status_code == 200
    policy = dict(each.strip().split(" ", 1) for each in page.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy)
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "://" not in page.text
    assert "verify-paper" in page.text
    assert not re.search(r"<script(?! src=)| style=| on\w+=", page.text)
    for part in re.findall(r'(?:src|href)="paper/([^"]+)"', page.text):
        answer = await client.get(f"/paper/{part}")
        assert (answer.status_code, answer.headers["cache-control"].rpartition(", ")[2]) == (200, "immutable")
        assert answer.headers["content-type"] in ("text/javascript; charset=utf-8", "text/css; charset=utf-8")
    assert (await client.get("/paper/page/nothing.js")).status_code == 404
    for path in ("/paper/", "/paper/elsewhere", "/papers"):
        assert (await client.get(path)).status_code == 401


async def test_signed_bytes_are_those_of_the_report(office: Office) -> None:
    """What is forged above is forged as the service signs."""
    number = await office.signed()
    key, signed = key_of(office), (await submission(office, number)).signed
    paper = read_payload(await code_of(office, number))
    assert paper.signature == key.private.sign(paper_bytes(paper_report(signed, TOWN)))
