"""What a fact waits for, in words. Pure."""

from shared.facts.fact import FactKey, Reference
from shared.intake.judging.retraction import ANYBODY
from shared.operations.words import Words

_KINDS = {
    "unit": Words("单位", "unit"),
    "organisation": Words("机构", "organisation"),
    "official": Words("干部", "official"),
    "hazard": Words("隐患", "hazard"),
    "inspection": Words("检查", "inspection"),
    "penalty": Words("处罚", "penalty"),
    "case": Words("案件", "case"),
}


def reference_in_words(reference: Reference) -> Words:
    if reference.kind == "line":
        return Words("排在同一对象的前一条之后", "stands behind an earlier one of its subject")
    if reference.kind == "fact":
        key = FactKey(*reference.id.split("\n", 2))
        whose = "" if key.publisher == ANYBODY else f"（{key.publisher}）"
        whose_en = "" if key.publisher == ANYBODY else f" of {key.publisher}"
        return Words(f"事实 {key.source} {key.id}{whose}", f"fact {key.source} {key.id}{whose_en}")
    kind = _KINDS.get(reference.kind, Words(reference.kind, reference.kind))
    return Words(f"{kind.zh} {reference.id}", f"{kind.en} {reference.id}")
