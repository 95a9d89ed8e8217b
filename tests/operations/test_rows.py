"""What the console says of each thing that can go wrong: since when, what of it figures show, what to do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.follower.lag import Following, Lag
from shared.operations.row import Fault, Rank, Row
from shared.operations.rows.of_copies import SealSeen, archive_row, seal_row, verification_row
from shared.operations.rows.of_intake import letters_row, pending_row, waiting_row
from shared.operations.rows.of_log import LogSeen, log_row, stream_row
from shared.operations.rows.of_reading import FIGURES_LATE, read_model_row, reader_row
from shared.operations.trend import Sample, Trend
from shared.read_model.stopped import Stopped
from shared.relay.compare import Verdict
from shared.verifying.run import Run
from shared.verifying.told import Found

WELL = LogSeen("hazards", 120, 120, Verdict.EQUAL, writable=True, reason="")
NOTHING = Trend([Sample(0, 0)])
GROWING = Trend([Sample(0, 0), Sample(60, 500)])
SHRINKING = Trend([Sample(0, 500), Sample(60, 100)])
STOPPED = Stopped("hazards", 17, "hazard.dreamt", 1, "this release knows none", 1_735_000_000_000_000)
FOUND = Run(
    datetime(2024, 12, 1, tzinfo=UTC), state="done", findings=[Found("log", 7, "hash", "第7条 event 7")]
)
WRONG = {
    "ahead": log_row(replace(WELL, verdict=Verdict.AHEAD, writable=False)),
    "different": log_row(replace(WELL, verdict=Verdict.DIFFERENT, writable=False)),
    "closed": log_row(replace(WELL, verdict=None, writable=False, reason="the database is away")),
    "no stream": stream_row(replace(WELL, stream_last=None), NOTHING, 0),
    "not relayed": stream_row(replace(WELL, stream_last=20), GROWING, 60),
    "not as sealed": seal_row(SealSeen("hazards", 60, refused=True)),
    "not archived": archive_row("hazards", 60, "disk full"),
    "found": verification_row("hazards", FOUND),
    "not verified": verification_row("hazards", replace(FOUND, state="failed")),
    "behind": reader_row("reporting", "hazards", Lag(70, 60, Following.FOLLOWING), GROWING, FIGURES_LATE),
    "failing": reader_row("reporting", "hazards", Lag(70, 60, Following.FAILING), GROWING, FIGURES_LATE),
    "stopped": read_model_row("reporting", "figures", None, [STOPPED]),
    "folded anew": read_model_row("reporting", "figures", "is folded anew: 3 of 9 events", []),
    "intake": pending_row("hazards", 500, GROWING),
    "letters": letters_row("hazards", 3, 60),
    "waiting": waiting_row("hazards", 1234, 7200),
}


def fault_of(row: Row) -> Fault:
    assert row.fault is not None, row
    return row.fault


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_says_what_to_do_in_both_languages(name: str) -> None:
    fault = fault_of(WRONG[name])
    assert fault.command or fault.address or "无需处理" in fault.first.zh
    for words in (fault.cause, fault.effect, fault.first):
        assert words.zh
        assert words.en
    assert fault.first.zh.endswith("。")
    assert fault.first.en.endswith(".")


def test_what_halts_stands_before_what_may_wait() -> None:
    order = sorted(WRONG, key=lambda name: fault_of(WRONG[name]).rank)
    assert set(order[:3]) == {"ahead", "different", "closed"}
    assert fault_of(WRONG["found"]).rank is Rank.WRONG
    assert order.index("stopped") < order.index("behind") < order.index("letters")


def test_the_effect_on_figures_has_its_number() -> None:
    assert fault_of(WRONG["behind"]).effect.zh == "报表数字少了最近 70 条登记。"
    assert fault_of(WRONG["waiting"]).effect.zh == "还有1,234条数据待核实，本次未计入。"
    assert "hazards 16" in fault_of(WRONG["stopped"]).effect.zh
    assert fault_of(WRONG["stopped"]).since == STOPPED.since_moment


@pytest.mark.parametrize(
    "row",
    [
        log_row(WELL),
        stream_row(WELL, NOTHING, 0),
        stream_row(replace(WELL, stream_last=20), SHRINKING, 600),
        stream_row(replace(WELL, stream_last=119), GROWING, 1),
        seal_row(SealSeen("hazards", 60, refused=False)),
        seal_row(SealSeen("hazards", None, refused=False)),
        archive_row("hazards", 60, ""),
        verification_row("hazards", None),
        verification_row("hazards", replace(FOUND, findings=[])),
        reader_row("reporting", "hazards", Lag(0, 0, Following.FOLLOWING), NOTHING, FIGURES_LATE),
        reader_row("reporting", "hazards", Lag(70, 60, Following.FOLLOWING), SHRINKING, FIGURES_LATE),
        read_model_row("reporting", "figures", None, []),
        pending_row("hazards", 0, NOTHING),
        pending_row("hazards", 500, SHRINKING),
        letters_row("hazards", 0, None),
        waiting_row("hazards", 5, 60),
    ],
    ids=lambda row: f"{row.name}: {row.stands.en}",
)
def test_what_is_well_or_getting_better_is_no_fault(row: Row) -> None:
    assert row.fault is None
