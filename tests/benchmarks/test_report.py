"""Tables, targets and the page, out of kept results: what is missing is said, nothing is claimed for it."""

from pathlib import Path

import pytest

from benchmarks.peers import MESSAGE_DB_SIDE, OURS_ON_DEBIAN
from benchmarks.plots.figures import figures
from benchmarks.report.appends import appends_table
from benchmarks.report.documented import BEGIN, END, NoPlace, documented
from benchmarks.report.printed import printed
from benchmarks.report.targets import Target, targets
from benchmarks.results import Results
from tests.benchmarks.kept import growth, keep_appends


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results("full", tmp_path)


def reached(results: Results) -> dict[str, str]:
    return {target.what: target.reached for target in targets(results)}


def test_nothing_measured_is_no_target_reached(results: Results) -> None:
    assert set(reached(results).values()) == {"not measured"}


def test_the_best_peer_and_the_best_of_those_that_miss_nothing(results: Results) -> None:
    keep_appends(results)
    (line,) = [line for line in appends_table(results) if "256 bytes, 32 callers, new streams" in line]
    assert line.rstrip(" |").endswith("8.0 × (20.0 ×)")


def test_a_ratio_is_claimed_of_none_whose_readers_were_not_looked_at(results: Results) -> None:
    keep_appends(results)
    (results.folder / "hidden_rows.json").unlink()
    (line,) = [line for line in appends_table(results) if "256 bytes, 32 callers, new streams" in line]
    assert line.rstrip(" |").endswith("8.0 × (–)")
    assert reached(results)["append, 32 callers, new streams, ÷ best peer that misses nothing"] == (
        "not measured"
    )


def test_a_side_that_was_not_to_be_had_is_named(results: Results) -> None:
    keep_appends(results, MESSAGE_DB_SIDE, OURS_ON_DEBIAN)
    assert appends_table(results)[-1].startswith(f"**Not measured: {OURS_ON_DEBIAN}, {MESSAGE_DB_SIDE}**")


def test_targets_on_either_side_of_their_bounds(results: Results) -> None:
    keep_appends(results)
    found = reached(results)
    assert found["append, 32 callers, new streams"] == "yes, proud"
    assert found["append, 256 callers, new streams"] == "**NO**"
    assert found["append, 32 callers, new streams, p99"] == "yes"
    assert Target("p99", 5.0, 5, None, " ms", at_most=True).reached == "**NO**"
    assert Target("rate", 45_000.0, 45_000).reached == "yes"


@pytest.mark.parametrize(("largest", "told"), [(5_000.0, "yes"), (4_999.0, "**NO**")])
def test_ten_million_events_against_ten_thousand(results: Results, largest: float, told: str) -> None:
    results.keep("growth", growth(largest), [])
    assert reached(results)["the same at 10 million events, of that at 10,000"] == told


def test_the_page_has_what_was_measured_and_keeps_what_stands_around_it(results: Results) -> None:
    keep_appends(results)
    results.keep("growth", growth(6_000.0), [])
    page = f"# Performance\n\n{BEGIN}\nold figures\n{END}\n\n## By hand\n"
    drawing = list(figures(results))
    written = documented(page, results, drawing)
    assert written.startswith(f"# Performance\n\n{BEGIN}\n")
    assert written.endswith(f"{END}\n\n## By hand\n")
    assert "old figures" not in written
    assert documented(written, results, drawing) == written
    files = [figure["file"] for figure in drawing]
    assert files == [
        "latency-32-new.svg", "latency-32-existing.svg", "latency-256-new.svg", "latency-256-existing.svg",
        "growth-log.svg",
    ]  # fmt: skip
    assert all(f"](performance/{file})" in written for file in files)
    assert "| 10,000,000 | 40.0 | 166.7 | 50.0 | 2.5 |" in written, "the plot's figures, as a table"


def test_a_page_without_its_marks_is_refused(results: Results) -> None:
    with pytest.raises(NoPlace):
        documented("# Performance\n", results, [])


def test_parts_of_another_day_are_told_apart(results: Results) -> None:
    keep_appends(results)
    results.keep("relay", {"rate": 1.0, "cpu_us": {}, "stream_bytes": 1.0}, ["another machine"])
    told = [line for line in printed(results) if line.endswith(" machine")]
    assert [line.partition(":")[0] for line in told] == ["- append, hidden_rows", "- relay"]
