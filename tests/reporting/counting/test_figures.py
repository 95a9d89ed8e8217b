"""Totals both ways, remarks, exact money, digests, the policy's parameters, the answer document."""

import json
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest

from services.reporting.counting.columns import COLUMNS, columns_of
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.town import Town
from services.reporting.forms.documents.document import document
from services.reporting.forms.documents.money import wan_yuan
from services.reporting.reading.asked_form import Form
from shared.json_types import JsonObject
from tests.reporting.counting.answering import answer
from tests.reporting.story import CAMPAIGN, town
from tests.reporting.telling import closed, found, penalty, referred, regraded, unit, visit


def row(document: JsonObject, filer: str) -> JsonObject:
    return next(row["cells"] for row in document["rows"] if row["filer"]["id"] == filer)


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0.0000"),
        (1, "0.000001"),
        (10, "0.00001"),
        (100, "0.0001"),
        (1_200_000, "1.2000"),
        (123_456_789, "123.456789"),
        (123_456_780, "123.45678"),
        (10**18 + 1, "1000000000000.000001"),
    ],
)
def test_money_is_exact(fen: int, shown: str) -> None:
    assert wan_yuan(fen) == shown


def test_columns_are_those_of_the_notice() -> None:
    assert [len(columns_of(annex)) + 1 for annex in ("annex-3", "annex-4")] == [17, 11]
    assert len({column.key for column in COLUMNS}) == len(COLUMNS)


def test_columns_of_one_header_stand_together() -> None:
    for annex in ("annex-3", "annex-4"):
        paths = [column.path for column in columns_of(annex)]
        for depth in (1, 2):
            heads = [path[:depth] for path in paths if len(path) >= depth]
            changes = sum(one != other for one, other in pairwise(heads)) + 1
            assert changes == len(set(heads)) or depth == 1


def test_every_listed_filer_has_a_row_of_zeros_in_the_order_of_the_notice() -> None:
    told = answer(town(), "annex-4")
    assert [row["filer"] for row in told["rows"]] == [
        {"id": "v-e", "name": "东村"},
        {"id": "v-w", "name": "西村"},
    ]
    assert set(row(told, "v-w").values()) == {0}
    assert row(answer(town()), "d-a")["fines"] == "0.0000"


def test_a_department_that_is_not_listed_gets_a_row_once_it_acts() -> None:
    story = town()
    assert [row["filer"]["id"] for row in answer(story)["rows"]] == ["d-a", "d-b"]
    found(story, by="d-c")
    assert [row["filer"]["id"] for row in answer(story)["rows"]] == ["d-a", "d-b", "d-c"]


def test_totals_both_ways_and_what_is_credited_to_nobody() -> None:
    story = town()
    unit(story, "u1", department=None)
    unit(story, "u2")
    visit(story, "i1", unit_id="u2", by="d-a", with_=["d-b"])
    visit(story, "i2", unit_id="u1", by="g-1")
    told = answer(story)
    assert told["totals"]["sum"]["inspected"] == 2
    assert told["totals"]["distinct"]["inspected"] == 2
    assert [w["code"] for w in told["warnings"] if w["filer"] is None] == ["uncredited"]
    visit(story, "i3", unit_id="u1", by="d-b")
    told = answer(story)
    assert told["totals"]["sum"]["inspected"] == 3
    assert told["totals"]["distinct"]["inspected"] == 2


def test_fines_have_one_total() -> None:
    story = town()
    unit(story)
    penalty(story, fen=1)
    penalty(story, "p2", by="d-b", fen=2)
    totals = answer(story)["totals"]
    assert totals["sum"]["fines"] == totals["distinct"]["fines"] == "0.000003"
    assert (totals["sum"]["penalised"], totals["distinct"]["penalised"]) == (2, 1)


def test_ungraded_units_are_told() -> None:
    story = town()
    unit(story, "u1", grade="red")
    unit(story, "u2")
    codes = {(w["filer"], w["code"], w["level"]) for w in answer(story, "annex-4")["warnings"]}
    assert codes == {("v-e", "ungraded_units", "warning")}


def test_referring_more_than_was_found_is_only_a_warning() -> None:
    story = town()
    found(story, by="v-e")
    referred(story, by="d-a")
    codes = {(w["filer"], w["code"], w["level"]) for w in answer(story)["warnings"]}
    assert codes == {("d-a", "referred_to_district_exceeds_hazards_found", "warning")}


def test_a_single_filer_sees_its_row_and_no_totals() -> None:
    story = town()
    found(story, by="d-a")
    told = answer(story, only=frozenset({"d-b"}))
    assert [row["filer"]["id"] for row in told["rows"]] == ["d-b"]
    assert "totals" not in told
    assert answer(story, "annex-4", only=frozenset({"d-b"}))["rows"] == []


@pytest.mark.parametrize("only", [None, frozenset({"d-b"})])
def test_the_digest_is_that_of_the_canonical_form_of_what_is_answered(only: frozenset[str] | None) -> None:
    """Totals are in it where they are shown."""
    story = town()
    found(story)
    told = answer(story, only=only)
    content = {
        "digest_version": 2,
        "annex": "annex-3",
        "campaign": CAMPAIGN,
        "policy": told["policy_hash"],
        "occurred_until": told["occurred_until"],
        "positions": told["positions"],
        "rows": {row["filer"]["id"]: row["cells"] for row in told["rows"]},
    }
    content |= {} if only else {"totals": told["totals"]}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert told["digest"] == "sha256:" + sha256(canonical).hexdigest()


def test_names_do_not_move_the_digest_and_an_old_report_prints_the_old_name() -> None:
    story = town()
    positions = story.positions
    before = answer(story, until="12-31")
    story.tell("organisation.registered", "02-01", "d-a", name="新甲科", kind="department")
    form = Form("annex-3", story.campaign(), "1", before["occurred_until"], None, positions)
    again = document(form, story.figures("12-31"), Town.of(story.rows()).organisations, None)
    assert again == before
    assert answer(story)["rows"][0]["filer"]["name"] == "新甲科"


def test_the_policy_is_parameters() -> None:
    story = town()
    unit(story)
    found(story, "h1", by="unit")
    found(story, "h2", severity="major")
    regraded(story, "mitigated", "general", id_="h2")
    found(story, "h3", by="g-1")
    closed(story, id_="h3")
    penalty(story, fen=5)
    story.tell("penalty.revoked", "12-09", "p1", reason="复议")
    usual = POLICIES["1"]
    assert story.figures().row("annex-3", "")["hazards_found"] == 0
    assert story.figures(policy=replace(usual, self_reports_count=True)).cell("", "hazards_found") == 1
    strict = replace(usual, mitigated_counts_as_major=False)
    assert (
        story.figures().cell("d-a", "major_found"),
        story.figures(policy=strict).cell("d-a", "major_found"),
    ) == (1, 0)
    assert story.figures(policy=replace(usual, revoked_penalties_count=False)).cell("d-a", "fines") == 0
    alone = replace(usual, groups_credit_department_of_unit=False)
    assert story.figures(policy=alone).cell("", "hazards_closed") == 1


def test_the_policy_of_version_1_is_pinned() -> None:
    """Changing what it hashes is a new policy: signed reports name this one."""
    assert POLICIES["1"].content_hash() == "af7dfabeab45ee9bf4ce98d353587aa9cc46e6ad5126658fc840a0697f9f010a"
