"""排查, 已整改 and 重大: what was found in the window, and what became of it by the cut-off."""

import pytest

from tests.reporting.counting.cases import Case
from tests.reporting.story import Story, town
from tests.reporting.telling import closed, found, listed, merged, referred, regraded, reopened, unit, voided

FOUND = {"hazards_found": 1}
CLOSED = {"hazards_found": 1, "hazards_closed": 1}
MAJOR = {"hazards_found": 1, "major_found": 1}
MAJOR_CLOSED = {"hazards_found": 1, "hazards_closed": 1, "major_found": 1, "major_closed": 1}
NOBODY = ""


def _at_unit(s: Story, department: str | None = "d-a", when: str = "2024-06-01") -> None:
    unit(s, when=when, department=department)


DISCOVERY = [
    Case("村居发现计入村居", lambda s: found(s, by="v-e"), {"v-e": FOUND}),
    Case("科室发现计入科室", lambda s: found(s, by="d-b"), {"d-b": FOUND}),
    Case("单位自报的不算", lambda s: (found(s, by="unit"), closed(s)), {}),
    Case("窗口之前发现的，窗口内销号也不算", lambda s: (found(s, when="11-14 23:59"), closed(s)), {}),
    Case("窗口开始的一刻算在内", lambda s: found(s, when="11-15"), {"d-a": FOUND}),
    Case("截止的一刻发现的不算", lambda s: found(s, when="12-01"), {}, until="12-01"),
    Case("早于单位登记的发现也算", lambda s: (_at_unit(s, when="12-20"), found(s)), {"d-a": FOUND}),
    Case(
        "作废：任何时候都不算，不论何日作废", lambda s: (found(s), voided(s, "h1", when="02-20")), {}, "12-02"
    ),
    Case("工作组发现：单位当时的科室", lambda s: (_at_unit(s), found(s, by="g-1")), {"d-a": FOUND}),
    Case(
        "工作组发现：同一时刻的改派算在内",
        lambda s: (
            _at_unit(s),
            found(s, by="g-1"),
            s.tell("unit.reassigned", "12-01", "u1", department="d-b"),
        ),
        {"d-b": FOUND},
    ),
    Case(
        "工作组发现：补报的改派转移归属，销号也随之",
        lambda s: (
            _at_unit(s),
            found(s, by="g-1", severity="major"),
            closed(s),
            s.tell("unit.reassigned", "11-20", "u1", department="d-b"),
        ),
        {"d-b": MAJOR_CLOSED},
    ),
    Case(
        "工作组发现：当时没有科室，不计入任何科室",
        lambda s: (_at_unit(s, None), found(s, by="g-1")),
        {NOBODY: FOUND},
    ),
    Case(
        "工作组发现：单位并入另一家，仍是所写单位当时的科室",
        lambda s: (
            _at_unit(s),
            unit(s, "u2", department="d-b"),
            found(s, by="g-1"),
            merged(s, "u1", "u2", "unit"),
        ),
        {"d-a": FOUND},
    ),
    Case(
        "单位作废，隐患本身仍是隐患",
        lambda s: (_at_unit(s), found(s), voided(s, "u1", "unit")),
        {"d-a": FOUND},
    ),
]

CLOSURE = [
    Case(
        "谁发现计入谁，不论谁整改谁销号", lambda s: (found(s, by="v-e"), closed(s, by="d-b")), {"v-e": CLOSED}
    ),
    Case(
        "自称已整改不是销号",
        lambda s: (found(s), s.tell("hazard.rectification_claimed", "12-03", "h1", by="unit")),
        {"d-a": FOUND},
    ),
    Case(
        "截止的一刻才销号：截止时未销号",
        lambda s: (found(s), closed(s, "12-05")),
        {"d-a": FOUND},
        until="12-05",
    ),
    Case("窗口结束之后才销号：不算", lambda s: (found(s), closed(s, "03-01")), {"d-a": FOUND}, until="04-01"),
    Case("回头看不合格：已整改减少", lambda s: (found(s), closed(s), reopened(s, "12-20")), {"d-a": FOUND}),
    Case(
        "回头看不合格在截止之后：截止时仍是已整改",
        lambda s: (found(s), closed(s), reopened(s, "12-20")),
        {"d-a": CLOSED},
        until="12-20",
    ),
    Case(
        "重新打开后再次销号",
        lambda s: (found(s), closed(s), reopened(s, "12-20"), closed(s, "01-05")),
        {"d-a": CLOSED},
    ),
    Case(
        "同一时刻以记录先后为序：先销号后不合格",
        lambda s: (found(s), closed(s, "12-05"), reopened(s, "12-05")),
        {"d-a": FOUND},
    ),
    Case(
        "补报的销号按发生时间，在不合格之前",
        lambda s: (found(s), closed(s, "12-05"), reopened(s, "12-20"), closed(s, "12-10")),
        {"d-a": FOUND},
    ),
]

SEVERITY = [
    Case("一开始就是重大", lambda s: found(s, severity="major"), {"d-a": MAJOR}),
    Case("后来升为重大", lambda s: (found(s), regraded(s, "raised", "major")), {"d-a": MAJOR}),
    Case(
        "截止的一刻才升级",
        lambda s: (found(s), regraded(s, "raised", "major", "12-10")),
        {"d-a": FOUND},
        "12-10",
    ),
    Case(
        "治理降级后仍计入重大",
        lambda s: (found(s, severity="major"), regraded(s, "mitigated", "general"), closed(s, "12-20")),
        {"d-a": MAJOR_CLOSED},
    ),
    Case(
        "误判为重大：任何时候都不是重大",
        lambda s: (found(s, severity="major"), regraded(s, "misjudged", "general", "02-01")),
        {"d-a": FOUND},
        until="12-10",
    ),
    Case(
        "误判为一般：任何时候都是重大",
        lambda s: (found(s), regraded(s, "misjudged", "major", "02-01")),
        {"d-a": MAJOR},
        until="12-02",
    ),
    Case(
        "误判撤销此前记录的升级，不论升级的日期",
        lambda s: (
            found(s),
            regraded(s, "raised", "major", "02-01"),
            regraded(s, "misjudged", "general", "12-05"),
        ),
        {"d-a": FOUND},
    ),
    Case(
        "误判之后记录的升级重新计入，即使日期更早",
        lambda s: (
            found(s),
            regraded(s, "misjudged", "general", "12-20"),
            regraded(s, "raised", "major", "12-05"),
        ),
        {"d-a": MAJOR},
    ),
    Case(
        "两次误判，以后记录的为准",
        lambda s: (
            found(s),
            regraded(s, "misjudged", "major", "12-20"),
            regraded(s, "misjudged", "general", "12-10"),
        ),
        {"d-a": FOUND},
    ),
    Case("重大但窗口之前发现的不算", lambda s: (found(s, when="11-01", severity="major"), closed(s)), {}),
]

MERGING = [
    Case(
        "并入另一条：发现、等级、销号以存续的为准",
        lambda s: (
            found(s, "h1", by="d-a", severity="major"),
            closed(s, id_="h1"),
            found(s, "h2", by="v-w"),
            merged(s, "h1", "h2"),
        ),
        {"v-w": FOUND},
    ),
    Case(
        "链式合并到尽头",
        lambda s: (
            [found(s, h, by=by) for h, by in (("h1", "d-a"), ("h2", "d-b"), ("h3", "v-e"))],
            merged(s, "h1", "h2"),
            merged(s, "h2", "h3"),
        ),
        {"v-e": FOUND},
    ),
    Case(
        "尽头作废：都不算，移送和挂牌也不算",
        lambda s: (
            found(s, "h1"),
            referred(s),
            listed(s),
            found(s, "h2"),
            merged(s, "h1", "h2"),
            voided(s, "h2"),
        ),
        {},
    ),
    Case(
        "互相并入：编号最小的存续",
        lambda s: (
            found(s, "h1", by="d-a"),
            found(s, "h2", by="d-b"),
            merged(s, "h1", "h2"),
            merged(s, "h2", "h1"),
        ),
        {"d-a": FOUND},
    ),
]


@pytest.mark.parametrize("case", [*DISCOVERY, *CLOSURE, *SEVERITY], ids=str)
def test_hazards(case: Case) -> None:
    assert case.counted(*MAJOR_CLOSED) == case.cells


@pytest.mark.parametrize("case", MERGING, ids=str)
def test_merged_hazards(case: Case) -> None:
    assert case.counted() == case.cells


def test_closings_and_takings_back_undo_each_other() -> None:
    story = town()
    found(story)
    closing = closed(story)
    back = story.taken_back("hazard", "h1", closing)
    assert story.figures().cell("d-a", "hazards_closed") == 0
    story.taken_back("hazard", "h1", back)
    assert story.figures().cell("d-a", "hazards_closed") == 1


def test_what_was_known_at_positions_stays() -> None:
    story = town()
    found(story)
    then = story.positions
    voided(story, "h1")
    assert story.figures(positions=then).cell("d-a", "hazards_found") == 1
    assert story.figures().cell("d-a", "hazards_found") == 0
