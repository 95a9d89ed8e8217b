"""The sentences of 情况说明, by annex: a new column is a word in one of them. Figures stand in braces."""

TOTALS = {
    "annex-3": (
        "截至{until}，{filer}累计监管单位{units}家，其中红色单位{units_red}家、橙色单位{units_orange}家、"
        "黄色单位{units_yellow}家、蓝色单位{units_blue}家；检查企业{inspected}家，其中领导检查企业"
        "{inspected_by_leader}家；排查隐患{hazards_found}条，已整改{hazards_closed}条，整改率{hazards_rate}；"
        "其中重大隐患{major_found}条，已整改{major_closed}条，整改率{major_rate}；向区级部门移送隐患"
        "{referred_to_district}条，纳入挂牌督办{supervised}条；执法处罚{penalised}家，行政罚款{fines}万元，"
        "向区级部门移送案件{cases_referred}件。"
    ),
    "annex-4": (
        "截至{until}，{filer}累计监管单位{units}家，其中红色单位{units_red}家、橙色单位{units_orange}家、"
        "黄色单位{units_yellow}家、蓝色单位{units_blue}家；排查隐患{hazards_found}条，已整改{hazards_closed}条，"
        "整改率{hazards_rate}；其中重大隐患{major_found}条，已整改{major_closed}条，整改率{major_rate}；"
        "向镇属部门移送隐患{referred_to_town}条。"
    ),
}

CHANGED = {
    "units": ("监管单位", "家"),
    "units_red": ("红色单位", "家"),
    "units_orange": ("橙色单位", "家"),
    "units_yellow": ("黄色单位", "家"),
    "units_blue": ("蓝色单位", "家"),
    "inspected": ("检查企业", "家"),
    "inspected_by_leader": ("领导检查企业", "家"),
    "hazards_found": ("排查隐患", "条"),
    "hazards_closed": ("整改隐患", "条"),
    "major_found": ("排查重大隐患", "条"),
    "major_closed": ("整改重大隐患", "条"),
    "referred_to_district": ("向区级部门移送隐患", "条"),
    "supervised": ("挂牌督办", "条"),
    "penalised": ("执法处罚", "家"),
    "fines": ("行政罚款", "万元"),
    "cases_referred": ("向区级部门移送案件", "件"),
    "referred_to_town": ("向镇属部门移送隐患", "条"),
}
"""What a change of a column is called, and its measure."""

FIRST = "本期为首次报送。"
NOTHING_CHANGED = "与{before}相比，各项数据无变化。"
COMPARED = "与{before}相比，"
ADDED, REMOVED = "增加", "减少"
"""By members: what came and what went, whose difference is the change of the figure."""
