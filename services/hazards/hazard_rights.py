"""Who may record what about a hazard. Its owners have a right of their own; taking part gives none."""

from services.hazards.hazard import receivers_at, referrals, standing_senders, was_referred
from shared.aggregates.history import History
from shared.aggregates.organisation_kinds import DEPARTMENT, DISTRICT_DEPARTMENT, VILLAGE, WORKING_GROUP
from shared.aggregates.rights import Asked, Holders, Relation, Rights
from shared.events.base import Event
from shared.events.hazards import (
    SELF_REPORT,
    HazardFound,
    HazardReferralAnswered,
    HazardReferralWithdrawn,
    HazardReferred,
    HazardRegraded,
    HazardSupervisionOrdered,
)


def _finding(hazard: History, asked: Asked) -> HazardFound | None:
    """How it came in; of a hazard that nobody knows yet, the fact that brings it."""
    data = asked.data if hazard.introduction is None else hazard.introduction.data
    return data if isinstance(data, HazardFound) else None


def _by_no_filer(hazard: History, asked: Asked) -> bool:
    """Found by a working group, or reported by the unit itself."""
    finding = _finding(hazard, asked)
    return finding is not None and (finding.by == SELF_REPORT or asked.kinds.get(finding.by) == WORKING_GROUP)


def _found(hazard: History, asked: Asked) -> Holders:
    finding = _finding(hazard, asked)
    named = {finding.by} if finding is not None else set()
    return Holders(frozenset(named - {SELF_REPORT}))


def _recorded(hazard: History, asked: Asked) -> Holders:
    first = hazard.introduction
    return Holders(
        frozenset({first.actor_organisation}) if first and _by_no_filer(hazard, asked) else frozenset()
    )


def _may_report(hazard: History, asked: Asked) -> Holders:
    finding = _finding(hazard, asked)
    new = hazard.introduction is None and finding is not None and finding.by == SELF_REPORT
    return Holders(kinds=frozenset({VILLAGE, DEPARTMENT}) if new else frozenset())


def _any_department(hazard: History, asked: Asked) -> Holders:
    known = hazard.introduction is not None and _by_no_filer(hazard, asked)
    return Holders(kinds=frozenset({DEPARTMENT}) if known else frozenset())


def _received(hazard: History, asked: Asked) -> Holders:
    return Holders(receivers_at(hazard, asked.occurred))


def _answers(hazard: History, asked: Asked) -> Holders:
    named = _named_receiver(asked)
    return Holders(frozenset({named} if named and was_referred(hazard, named) else ()))


def _answers_for_the_district(hazard: History, asked: Asked) -> Holders:
    named = _named_receiver(asked)
    of_the_district = named is not None and asked.kinds.get(named) == DISTRICT_DEPARTMENT
    return _sent_it(hazard, asked) if of_the_district else Holders()


def _sent_it(hazard: History, asked: Asked) -> Holders:
    named = _named_receiver(asked)
    return Holders(frozenset(sent.by for sent in referrals(hazard) if sent.to == named))


def _alone_sent_it(hazard: History, asked: Asked) -> Holders:
    """A withdrawal undoes every sending to that receiver: where others sent it too, nobody may."""
    named = _named_receiver(asked)
    senders = frozenset() if named is None else standing_senders(hazard, named)
    return Holders(senders if len(senders) == 1 else frozenset()) if senders else _sent_it(hazard, asked)


def _named_receiver(asked: Asked) -> str | None:
    data = asked.data
    return data.to if isinstance(data, HazardReferralAnswered | HazardReferralWithdrawn) else None


def _ordered(hazard: History, _: Asked) -> Holders:
    orders = (entry.data for entry in hazard.in_force)
    return Holders(frozenset(order.by for order in orders if isinstance(order, HazardSupervisionOrdered)))


def _orders(_: History, asked: Asked) -> Holders:
    return Holders(frozenset({asked.data.by} if isinstance(asked.data, HazardSupervisionOrdered) else ()))


FOUND = Relation("found", "发现单位", "who found it", _found)
RECORDED = Relation(
    "recorded",
    "自报或工作组发现的：登记单位",
    "who recorded a self-report or a working group's find",
    _recorded,
)
MAY_REPORT = Relation(
    "may_report", "登记单位自报的：任一村居或科室", "of a self-report: any village or department", _may_report
)
ANY_DEPARTMENT = Relation(
    "any_department", "自报或工作组发现的：任一科室",
    "of a self-report or a working group's find: every department", _any_department,
)  # fmt: skip
RECEIVED = Relation(
    "received", "当时的移送接收单位（未拒收、未撤回）",
    "each receiver at that moment, until it refuses or the referral is withdrawn", _received,
)  # fmt: skip
ANSWERS = Relation("answers", "所答移送的接收单位", "the receiver that the answer names", _answers)
ANSWERS_FOR_THE_DISTRICT = Relation(
    "answers_for_the_district", "接收方为区级部门的：移送单位",
    "of a district department's answer: who sent it there", _answers_for_the_district,
)  # fmt: skip
SENT = Relation(
    "sent", "移送单位（仅有一个单位移送时）",
    "who sent it to the receiver named, if nobody else did (a sending of one's own is taken back with "
    "`fact.voided`)", _alone_sent_it,
)  # fmt: skip
ORDERS = Relation("orders", "作出挂牌决定的科室（任一科室）", "the department in `by`, whichever", _orders)
ORDERED = Relation("ordered", "作出挂牌决定的科室", "who ordered supervision", _ordered)

OWNERS = (FOUND, RECORDED, RECEIVED, ANY_DEPARTMENT)
FINDERS = (FOUND, RECORDED, ANY_DEPARTMENT)
"""Who may say that the record of it was wrong."""


def _act(data: Event) -> str:
    return f"{data.type} {data.reason}" if isinstance(data, HazardRegraded) else data.type


def _asks_about(hazard: History, data: Event) -> tuple[str, ...]:
    """The finder, and the receiver whose answer is recorded."""
    first = hazard.introduction
    finder = (first.data.by,) if first is not None and isinstance(first.data, HazardFound) else ()
    return (*finder, data.to) if isinstance(data, HazardReferralAnswered) else finder


def _gives(data: Event) -> tuple[str, ...]:
    match data:
        case HazardReferred(by=by, to=to):
            return by, to
        case HazardSupervisionOrdered(by=by):
            return (by,)
        case _:
            return ()


HAZARD_RIGHTS = Rights(
    {
        "hazard.found": (FOUND, RECORDED, MAY_REPORT),
        "hazard.planned": OWNERS,
        "hazard.controls_imposed": OWNERS,
        "hazard.rectification_claimed": OWNERS,
        "hazard.closed": OWNERS,
        "hazard.rectification_rejected": OWNERS,
        "hazard.look_back_passed": OWNERS,
        "hazard.look_back_failed": OWNERS,
        "hazard.regraded raised": OWNERS,
        "hazard.regraded mitigated": OWNERS,
        "hazard.regraded misjudged": FINDERS,
        "hazard.referred": OWNERS,
        "hazard.referral_answered": (ANSWERS, ANSWERS_FOR_THE_DISTRICT),
        "hazard.referral_withdrawn": (SENT,),
        "hazard.supervision_ordered": (ORDERS,),
        "hazard.supervision_lifted": (ORDERED,),
        "hazard.voided": FINDERS,
        "hazard.merged": FINDERS,
    },
    act=_act,
    asks_about=_asks_about,
    gives=_gives,
    owners=OWNERS,
)
