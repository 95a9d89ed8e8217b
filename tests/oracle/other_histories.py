"""Inspections, penalties, cases and self-checks, with their corrections."""

from dataclasses import replace
from typing import Any
from zlib import crc32

from tests.oracle.said import Said, effective, of_type, standing
from tests.oracle.teller import Teller

PENALTY_KINDS = ("fine", "stop_work", "suspend_business", "other")
FINES = (1, 99, 100, 10_000, 1_000_000, 123_456, 50_000_00, 7)
SELF_CHECK_ITEMS = ("1.1.1", "1.1.2", "1.2.1", "1.4.1")


def inspection_history(teller: Teller, inspection: str) -> list[Said]:
    rng = teller.rng
    by = teller.pick(rng.choices(("department", "village", "working_group"), (55, 15, 30))[0])
    others = [id_ for id_ in teller.town.kinds if id_ != by]
    officials = list(teller.town.terms)
    first = teller.say(
        ("inspection", inspection),
        "inspection.completed",
        teller.moments.draw(),
        inspection_id=inspection,
        unit_id=rng.choice(teller.ids["unit"]),
        by=by,
        participants=rng.sample(officials, rng.choice((0, 0, 1, 1, 2))),
        **teller.maybe(0.35, **{"with": rng.sample(others, rng.choice((0, 1, 1, 2)))}),
        **teller.maybe(0.2, checklist="2-1", findings=[{"item": "2-1.7", "passed": rng.random() < 0.5}]),
    )
    return _with_corrections(teller, [first], "inspection.voided", inspection_id=inspection)


def penalty_history(teller: Teller, penalty: str) -> list[Said]:
    rng = teller.rng
    kinds = rng.sample(PENALTY_KINDS, rng.choice((1, 1, 2, 3)))
    first = teller.say(
        ("penalty", penalty),
        "penalty.imposed",
        teller.moments.draw(),
        penalty_id=penalty,
        unit_id=rng.choice(teller.ids["unit"]),
        by=teller.pick("department"),
        kinds=kinds,
        fine_fen=rng.choice(FINES) if "fine" in kinds else 0,
        decision_no=f"渝北大盛罚〔2024〕{rng.randint(1, 99)}号",
        **teller.maybe(0.2, hazard_id=rng.choice(teller.ids["hazard"])),
    )
    facts = [_in_parts(first) if crc32(penalty.encode()) % 2 else first]
    if rng.random() < 0.25:
        time = teller.moments.draw(after=first.time)
        facts.append(
            teller.say(first.subject, "penalty.revoked", time, penalty_id=penalty, reason="复议撤销")
        )
    return _with_corrections(teller, facts, "penalty.voided", penalty_id=penalty)


def _in_parts(said: Said) -> Said:
    """The same as version 2 says it, the sum as two fines where it can be two."""
    data = dict(said.data)
    fen, parts = data.pop("fine_fen"), list[dict[str, Any]]()
    for kind in data.pop("kinds"):
        fines = [fen // 2, fen - fen // 2] if fen > 1 else [fen]
        parts += [{"kind": kind, "fine_fen": each} for each in fines] if kind == "fine" else [{"kind": kind}]
    return replace(said, data=data | {"parts": parts}, version=2)


def _with_corrections(teller: Teller, facts: list[Said], voided: str, **named: str) -> list[Said]:
    """Perhaps voided as a whole, perhaps some facts taken back, perhaps that taken back too."""
    for _ in range(teller.rng.choice((0, 0, 0, 0, 0, 1, 2, 3))):
        if of_type(standing(facts), voided) or teller.rng.random() < 0.3:
            said = teller.take_back(facts)
        else:
            said = teller.say(
                facts[0].subject, voided, teller.moments.draw(), **named, reason=teller.reason()
            )
        if said is not None:
            facts.append(said)
    return facts


def case_history(teller: Teller, case: str) -> list[Said]:
    facts = [_case_referred(teller, case)]
    for _ in range(teller.rng.choice((0, 0, 0, 1, 2, 3, 4))):
        facts.append(_next_of_case(teller, facts))
    return facts


def _next_of_case(teller: Teller, facts: list[Said]) -> Said:
    case = facts[0].subject[1]
    if teller.rng.random() < 0.25:
        taken_back = teller.take_back(facts)
        if taken_back is not None:
            return taken_back
    if standing(facts)[-1].type == "case.withdrawn" and teller.rng.random() < 0.8:
        return _case_referred(teller, case)
    return teller.say(
        ("case", case), "case.withdrawn", teller.moments.draw(), case_id=case, reason=teller.reason()
    )


def _case_referred(teller: Teller, case: str) -> Said:
    return teller.say(
        ("case", case),
        "case.referred",
        teller.moments.draw(),
        case_id=case,
        by=teller.pick("department"),
        to=teller.pick("district_department"),
        **teller.maybe(0.6, unit_id=teller.rng.choice(teller.ids["unit"])),
    )


def self_check_history(teller: Teller, filer: str, item: str) -> list[Said]:
    facts: list[Said] = []
    for _ in range(teller.rng.choice((0, 1, 1, 2, 3))):
        if len(facts) > 0 and effective(facts) and teller.rng.random() < 0.3:
            taken_back = teller.take_back(facts, keep_first=False)
            assert taken_back is not None
            facts.append(taken_back)
            continue
        status = teller.rng.choice(("done", "partly", "not_done"))
        facts.append(
            teller.say(
                ("self_check", f"{filer}:{item}"),
                "self_check.recorded",
                teller.moments.draw(),
                filer=filer,
                item=item,
                status=status,
                **teller.maybe(0.3, remark="持续推进"),
            )
        )
    return facts
