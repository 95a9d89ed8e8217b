"""What is kept of a part: the last, or another commit's under a name of its own."""

from pathlib import Path

from benchmarks.profile.__main__ import kept_before
from benchmarks.profile.lines import profile_of, profile_table
from benchmarks.profile.places import Place
from benchmarks.results import Results


def test_a_part_measured_again_replaces_what_was_kept(tmp_path: Path) -> None:
    results = Results("full", tmp_path)
    assert results.found("relay") is None
    results.keep("relay", {"rate": 1}, [])
    results.keep("relay", {"rate": 2}, [])
    assert Results("full", tmp_path).found("relay") == {"rate": 2}
    assert Results("quick", tmp_path).found("relay") is None


def test_a_profile_stands_beside_that_of_the_last_other_commit(tmp_path: Path) -> None:
    results = Results("full", tmp_path)
    place = Place("shared/a.py f", "orjson")
    slow, quick = (profile_of("relay", {place: 50}, {"relay": cost, "nats": 4.0}) for cost in (20.0, 10.0))
    results.commit = "before"
    assert kept_before(results, "relay") is None
    results.keep("profile-relay", slow, [])
    assert kept_before(results, "relay") is None, "of the same commit"
    results.commit = "after"
    before = kept_before(results, "relay")
    assert before == slow
    told = "\n".join(profile_table("relay", quick, before))
    assert "| 10.0 | 20.0   | 100%  | shared/a.py f | orjson |" in told
    kept = results.of("profile-relay-before")
    assert kept is not None
    assert kept["commit"] == "before"
