"""Where a hazard stands at a moment, from its facts: what the next one must not contradict."""

from datetime import datetime

from tests.oracle.said import Said, by_time, of_type, standing


def up_to(facts: list[Said], moment: datetime, *types: str) -> list[Said]:
    """The facts of these types in force at a moment, that instant included, in order of occurrence."""
    return by_time([fact for fact in of_type(standing(facts), *types) if fact.time <= moment])


def closed_at(facts: list[Said], moment: datetime) -> bool:
    steps = up_to(facts, moment, "hazard.closed", "hazard.look_back_failed")
    return bool(steps) and steps[-1].type == "hazard.closed"


def supervisor_at(facts: list[Said], moment: datetime) -> str | None:
    """The department whose order is in force."""
    steps = up_to(facts, moment, "hazard.supervision_ordered", "hazard.supervision_lifted")
    if not steps or steps[-1].type == "hazard.supervision_lifted":
        return None
    return str(steps[-1].data["by"])


def sendings(facts: list[Said]) -> list[Said]:
    """The referrals that no later recorded withdrawal undid."""
    live: list[Said] = []
    for fact in standing(facts):
        if fact.type == "hazard.referred":
            live.append(fact)
        elif fact.type == "hazard.referral_withdrawn":
            live = [sent for sent in live if sent.data["to"] != fact.data["to"]]
    return live
