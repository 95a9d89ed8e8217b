"""The columns of 附件3 and 附件4, each declared once: cells, forms, API and terminal follow this list."""

from dataclasses import dataclass
from typing import Literal

from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE

DEPARTMENTS_FORM = "annex-3"
VILLAGES_FORM = "annex-4"
FILER_KINDS = {DEPARTMENTS_FORM: DEPARTMENT, VILLAGES_FORM: VILLAGE}
"""Each annex and the kind of organisation that files it."""

_BOTH = (DEPARTMENTS_FORM, VILLAGES_FORM)
_ONLY_3 = (DEPARTMENTS_FORM,)
_ONLY_4 = (VILLAGES_FORM,)
_BASIS = ("基础工作",)
_GRADES = ("基础工作", "分级监管")
_INSPECTION = ("督导检查",)
_HAZARDS = ("隐患排查整治情况",)
_ALL_HAZARDS = ("隐患排查整治情况", "隐患总数")
_MAJOR_HAZARDS = ("隐患排查整治情况", "其中重大隐患")


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    path: tuple[str, ...]
    """The headers above the label, from the top."""
    annexes: tuple[str, ...]
    counts: Literal["unit", "hazard", "penalty", "case"]
    """What its members are."""
    kind: Literal["count", "sum"] = "count"
    """Distinct members, or the sum of their weights (fen)."""
    shared: bool = False
    """True when several subjects may mark one member, or one member count for several filers of the annex."""


COLUMNS = (
    Column("units", "监管单位（家）", _BASIS, _BOTH, "unit"),
    Column("units_red", "红色单位（家）", _GRADES, _BOTH, "unit"),
    Column("units_orange", "橙色单位（家）", _GRADES, _BOTH, "unit"),
    Column("units_yellow", "黄色单位（家）", _GRADES, _BOTH, "unit"),
    Column("units_blue", "蓝色单位（家）", _GRADES, _BOTH, "unit"),
    Column("inspected", "检查企业（家）", _INSPECTION, _ONLY_3, "unit", shared=True),
    Column("inspected_by_leader", "其中领导检查企业（家）", _INSPECTION, _ONLY_3, "unit", shared=True),
    Column("hazards_found", "排查（条）", _ALL_HAZARDS, _BOTH, "hazard"),
    Column("hazards_closed", "已整改（条）", _ALL_HAZARDS, _BOTH, "hazard"),
    Column("major_found", "排查（条）", _MAJOR_HAZARDS, _BOTH, "hazard"),
    Column("major_closed", "已整改（条）", _MAJOR_HAZARDS, _BOTH, "hazard"),
    Column("referred_to_district", "向区级部门移送隐患（条）", _HAZARDS, _ONLY_3, "hazard", shared=True),
    Column("supervised", "纳入挂牌督办（条）", _HAZARDS, _ONLY_3, "hazard", shared=True),
    Column("penalised", "执法处罚（家）", (), _ONLY_3, "unit", shared=True),
    Column("fines", "行政罚款（万元）", (), _ONLY_3, "penalty", kind="sum"),
    Column("cases_referred", "向区级部门移送案件（件）", (), _ONLY_3, "case", shared=True),
    Column("referred_to_town", "向镇属部门移送隐患（条）", _HAZARDS, _ONLY_4, "hazard", shared=True),
)

COLUMN = {column.key: column for column in COLUMNS}


def columns_of(annex: str) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS if annex in column.annexes)


def annex_of_filer(kind: str | None) -> str:
    """What no filer is credited with was done by working groups, whose acts belong in 附件3."""
    return VILLAGES_FORM if kind == VILLAGE else DEPARTMENTS_FORM
