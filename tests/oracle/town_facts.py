"""What a campaign file says of the small town, as facts of the registry's log."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.instant import write_instant
from tests.oracle.said import Said, Subject
from tests.oracle.town import Town

CAMPAIGN = "small-town"
_FOUNDED = datetime(2019, 1, 1, tzinfo=UTC)


def town_facts(town: Town) -> list[Said]:
    facts: list[Said] = []

    def say(subject: Subject, type_: str, time: datetime, data: dict[str, Any]) -> None:
        facts.append(Said(subject, type_, time, data, CAMPAIGN, f"town-{len(facts)}", time.isoformat()))

    for id_, kind in town.kinds.items():
        named = {"organisation_id": id_, "name": id_, "kind": kind}
        say(("organisation", id_), "organisation.registered", _FOUNDED, named)
    for id_, terms in town.terms.items():
        subject = ("official", id_)
        named = {"official_id": id_, "name": id_, "title": "镇干部"}
        say(subject, "official.registered", _FOUNDED, named)
        for number, term in enumerate(terms):
            office: dict[str, Any] = {"official_id": id_, "office": f"office-{number}"}
            say(subject, "official.term_started", term.starts, office | {"leader": term.leader})
            if term.ends is not None:
                say(subject, "official.term_ended", term.ends, office)
    say(("campaign", CAMPAIGN), "campaign.opened", _FOUNDED, _campaign(town))
    return facts


def _campaign(town: Town) -> dict[str, Any]:
    last_day = (town.ends - timedelta(days=1)).date().isoformat()
    return {
        "campaign_id": CAMPAIGN,
        "title": "小镇大排查",
        "starts": write_instant(town.starts),
        "ends": write_instant(town.ends),
        "phases": [{"name": "全程", "first_day": town.starts.date().isoformat(), "last_day": last_day}],
        "deadlines": [write_instant(each) for each in town.deadlines],
        "departments": list(town.departments),
        "villages": list(town.villages),
        "policy": "1",
        "form_titles": {"annex-3": "附件3", "annex-4": "附件4"},
        "foot_notes": {"annex-3": "", "annex-4": ""},
        "supervision_levels": ["1", "2", "3"],
    }
