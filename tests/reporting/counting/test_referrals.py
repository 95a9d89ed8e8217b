"""移送, 挂牌, 处罚, 罚款, 案件: each credited to the filer that did it."""

import pytest

from tests.reporting.counting.cases import Case
from tests.reporting.story import Story, town
from tests.reporting.telling import case, found, listed, merged, penalty, referred, unit, voided, withdrawn

DISTRICT = {"referred_to_district": 1}
TOWN = {"referred_to_town": 1}
LISTED = {"supervised": 1}


def _answered(s: Story) -> None:
    s.tell("hazard.referral_answered", "12-05", "h1", to="x-1", answer="refused")


REFERRALS = [
    Case(
        "移送两次是一条",
        lambda s: (found(s), referred(s), referred(s, "12-09"), referred(s, to="x-2")),
        {"d-a": DISTRICT},
    ),
    Case("对方退回仍算移送", lambda s: (found(s), referred(s), _answered(s)), {"d-a": DISTRICT}),
    Case("科室移送科室不在表内", lambda s: (found(s), referred(s, to="d-b")), {}),
    Case(
        "两个科室都移送，各计一条",
        lambda s: (found(s), referred(s), referred(s, by="d-b")),
        {"d-a": DISTRICT, "d-b": DISTRICT},
    ),
    Case("村居移送科室", lambda s: (found(s, by="v-e"), referred(s, by="v-e", to="d-a")), {"v-e": TOWN}),
    Case(
        "村居发现、科室再移送区级：各计各的",
        lambda s: (found(s, by="v-e"), referred(s, by="v-e", to="d-a"), referred(s, "12-03", by="d-a")),
        {"v-e": TOWN, "d-a": DISTRICT},
    ),
    Case(
        "窗口之前发现的，窗口内移送、挂牌要算",
        lambda s: (found(s, when="11-01"), referred(s), listed(s)),
        {"d-a": DISTRICT | LISTED},
    ),
    Case(
        "单位自报的，移送、挂牌要算",
        lambda s: (found(s, by="unit"), referred(s), listed(s)),
        {"d-a": DISTRICT | LISTED},
    ),
    Case("窗口之前的移送不算", lambda s: (found(s, when="11-01"), referred(s, "11-14 23:59")), {}),
    Case("截止的一刻移送的不算", lambda s: (found(s), referred(s, "12-02")), {}, until="12-02"),
    Case(
        "撤销移送：不论日期，撤销此前记录的",
        lambda s: (found(s), referred(s), withdrawn(s, "02-20")),
        {},
        until="12-10",
    ),
    Case(
        "撤销之后再次移送重新计入，即使日期更早",
        lambda s: (found(s), referred(s), withdrawn(s), referred(s, "12-01")),
        {"d-a": DISTRICT},
    ),
    Case(
        "只撤销对那一个接收单位的移送",
        lambda s: (found(s), referred(s), referred(s, to="x-2"), withdrawn(s)),
        {"d-a": DISTRICT},
    ),
    Case("作废的隐患，移送和挂牌都不算", lambda s: (found(s), referred(s), listed(s), voided(s, "h1")), {}),
    Case(
        "合并：被并入的移送和挂牌归存续的，合并后去重",
        lambda s: (
            found(s),
            found(s, "h2"),
            referred(s),
            referred(s, id_="h2"),
            listed(s),
            merged(s, "h1", "h2"),
        ),
        {"d-a": DISTRICT | LISTED},
    ),
]

SUPERVISION = [
    Case(
        "新的级别不增加",
        lambda s: (found(s), listed(s, level="level-3"), listed(s, "12-09", level="level-1")),
        {"d-a": LISTED},
    ),
    Case(
        "摘牌不减少",
        lambda s: (found(s), listed(s), s.tell("hazard.supervision_lifted", "12-09", "h1", by="d-a")),
        {"d-a": LISTED},
    ),
    Case("谁挂牌计入谁，不论谁发现", lambda s: (found(s, by="v-e"), listed(s, by="d-b")), {"d-b": LISTED}),
    Case("窗口之外的挂牌不算", lambda s: (found(s, when="11-01"), listed(s, "11-10")), {}),
]

PENALTIES = [
    Case(
        "同一家处罚两次是一家", lambda s: (unit(s), penalty(s), penalty(s, "p2")), {"d-a": {"penalised": 1}}
    ),
    Case(
        "两个科室处罚同一家，各计一家",
        lambda s: (unit(s), penalty(s, fen=100), penalty(s, "p2", by="d-b", fen=7)),
        {"d-a": {"penalised": 1, "fines": 100}, "d-b": {"penalised": 1, "fines": 7}},
    ),
    Case(
        "罚款按决定相加",
        lambda s: (unit(s), penalty(s, fen=100), penalty(s, "p2", fen=1)),
        {"d-a": {"penalised": 1, "fines": 101}},
    ),
    Case(
        "复议撤销仍算，罚款也算",
        lambda s: (unit(s), penalty(s, fen=100), s.tell("penalty.revoked", "12-09", "p1", reason="复议")),
        {"d-a": {"penalised": 1, "fines": 100}},
    ),
    Case(
        "处罚作废：从未作出",
        lambda s: (unit(s), penalty(s, fen=100), voided(s, "p1", "penalty")),
        {},
        until="12-10",
    ),
    Case(
        "按决定时间",
        lambda s: (unit(s), penalty(s, when="11-14"), penalty(s, "p2", when="03-01")),
        {},
        until="04-01",
    ),
    Case(
        "单位合并之后处罚的是一家",
        lambda s: (
            unit(s),
            unit(s, "u2"),
            penalty(s, fen=5),
            penalty(s, "p2", unit_id="u2", fen=5),
            merged(s, "u2", "u1", "unit"),
        ),
        {"d-a": {"penalised": 1, "fines": 10}},
    ),
    Case(
        "单位作废：不计家数，罚款照计",
        lambda s: (unit(s), penalty(s, fen=5), voided(s, "u1", "unit")),
        {"d-a": {"fines": 5}},
    ),
]

CASES_REFERRED = [
    Case("案件移送两次是一件", lambda s: (case(s), case(s, when="12-09")), {"d-a": {"cases_referred": 1}}),
    Case(
        "两个科室移送同一案件，各计一件",
        lambda s: (case(s), case(s, by="d-b")),
        {"d-a": {"cases_referred": 1}, "d-b": {"cases_referred": 1}},
    ),
    Case(
        "撤回案件：撤销此前记录的移送",
        lambda s: (case(s), s.tell("case.withdrawn", "02-20", "c1", reason="误送")),
        {},
        until="12-10",
    ),
    Case(
        "撤回之后再次移送重新计入",
        lambda s: (case(s), s.tell("case.withdrawn", "12-20", "c1", reason="误送"), case(s, when="12-02")),
        {"d-a": {"cases_referred": 1}},
    ),
    Case("按移送时间", lambda s: (case(s, when="11-14"), case(s, "c2", when="03-01")), {}, until="04-01"),
]

COLUMNS = (
    "referred_to_district",
    "referred_to_town",
    "supervised",
    "penalised",
    "fines",
    "cases_referred",
)


@pytest.mark.parametrize("case", [*REFERRALS, *SUPERVISION, *PENALTIES, *CASES_REFERRED], ids=str)
def test_referrals_and_enforcement(case: Case) -> None:
    assert case.counted(*COLUMNS) == case.cells


def test_a_sending_taken_back_never_was() -> None:
    story = town()
    found(story)
    sending = referred(story)
    story.taken_back("hazard", "h1", sending)
    assert story.figures().cell("d-a", "referred_to_district") == 0


def test_a_withdrawal_taken_back_lets_the_sending_stand() -> None:
    story = town()
    found(story)
    referred(story)
    story.taken_back("hazard", "h1", withdrawn(story))
    assert story.figures().cell("d-a", "referred_to_district") == 1
