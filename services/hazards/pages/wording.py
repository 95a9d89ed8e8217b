"""How things stand, in words. Pure."""

from shared.wording import Both

STATES = {
    "open": Both("未整改", "open"),
    "claimed": Both("已申报整改，待验收", "rectification claimed, to be verified"),
    "closed": Both("已销号", "closed"),
    "looked_back": Both("已销号，回头看合格", "closed, look-back passed"),
    "voided": Both("已作废", "voided"),
    "merged": Both("已并入另一隐患", "merged into another"),
}
KINDS = {
    "hazard": Both("隐患", "Hazard"),
    "inspection": Both("督导检查", "Inspection"),
    "penalty": Both("执法处罚", "Penalty"),
    "case": Both("移送案件", "Case"),
}
VOIDED = Both("已作废", "voided")
REVOKED = Both("复议后已撤销", "revoked on review")
WITHDRAWN = Both("已撤回", "withdrawn")
