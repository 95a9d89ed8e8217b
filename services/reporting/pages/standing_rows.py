"""Lines of the console's table that only reporting has: generations, and the shadow rebuild. Pure."""

from collections.abc import Sequence

from services.reporting.generations.listed import Generation
from services.reporting.generations.under_way import UnderWay
from services.reporting.shadow.standing import Standing
from shared.instant import moment_at
from shared.operations.row import NO_EFFECT, Fault, Rank, Row
from shared.operations.words import Words

_PAGE = "/reporting/pages/operations/generations"


def generations_row(generations: Sequence[Generation], building: UnderWay | None) -> Row:
    what = Words("数据代", "Generations")
    if building is not None:
        return Row("generations", what, _building(building))
    waiting = [each for each in generations if each.built and not each.live and not each.answered_before]
    if not waiting:
        return Row("generations", what, Words("一代在用", "One answers"))
    name = waiting[-1].name
    if waiting[-1].approved:
        return Row("generations", what, Words(f"{name} 可切换", f"{name} may answer"))
    differs = waiting[-1].compared is not None
    stands = (
        Words(f"{name} 与现行不一致", f"{name} differs")
        if differs
        else Words(f"{name} 待比对", f"{name} is to be compared")
    )
    return Row("generations", what, stands, fault=_differs(name) if differs else None)


def shadow_row(found: Standing, *, on: bool) -> Row:
    what = Words("影子重算", "Shadow rebuild")
    if not on:
        return Row("shadow", what, Words("未启用", "Switched off"))
    if found.differs is not None:
        return Row("shadow", what, Words("与现行数字不一致", "Differs"), fault=_shadow_differs(found))
    if found.overdue:
        return Row("shadow", what, Words("逾期未做", "Overdue"), fault=_shadow_overdue(found))
    stands = Words("尚未做过", "None yet") if found.last_made is None else Words("一致", "Equal")
    return Row("shadow", what, stands)


def _building(building: UnderWay) -> Words:
    if not building.running:
        return Words(f"{building.generation} 的重建已中断", f"building {building.generation} was interrupted")
    return Words(f"正在重建 {building.generation}", f"{building.generation} is being built")


def _differs(name: str) -> Fault:
    return Fault(
        Rank.TO_DECIDE,
        "generation_differs",
        Words("重建的结果与现行数字不一致。", "What was built anew differs from what answers."),
        Words("现行数字照常提供，其中可能有误。", "Figures are answered as before; they may be wrong."),
        Words(
            f"数据代 {name} 与现行不一致：查看差异，确认无误的签认后切换，否则删除后重建。",
            f"Generation {name} differs: look at the difference, sign it where it is right and switch, else "
            "drop it and build anew.",
        ),
        address=_PAGE,
    )


def _shadow_differs(found: Standing) -> Fault:
    return Fault(
        Rank.WRONG,
        "shadow_differs",
        Words(f"从 {found.differs} 起不一致。", f"From {found.differs} on."),
        Words("现行数字可能有误。", "The figures that are answered may be wrong."),
        Words(
            "影子重算与现行数字不一致：先核验日志，再重建数据代并切换。",
            "The shadow rebuild differs from what answers: verify the logs, then rebuild and switch.",
        ),
        since=None if found.last_made is None else moment_at(int(found.last_made * 1_000_000)),
        command="paicha projection rebuild",
        address=_PAGE,
    )


def _shadow_overdue(found: Standing) -> Fault:
    return Fault(
        Rank.TO_KNOW,
        "shadow_overdue",
        Words("已有两个周期没有重算。", "For two periods nothing was derived again."),
        NO_EFFECT,
        Words(
            "影子重算逾期：查看 shadow 的日志；机器过于繁忙时它会一直让路。",
            "The shadow rebuild is overdue: see its log; on a busy machine it gives way to everything else.",
        ),
        since=None if found.last_made is None else moment_at(int(found.last_made * 1_000_000)),
        command="less DATA/logs/shadow.log",
    )
