"""Every page, each with somebody who may see it: what holds of all pages is asked of these."""

from typing import NamedTuple

from shared.facts.account import Role

REMINDERS = "/notifications/pages/reminders"
CAMPAIGN = "/reporting/pages/campaigns/dasheng-2024-winter"


class PageSeen(NamedTuple):
    name: str
    """Of its picture."""
    role: Role | None
    """None: nobody has signed in."""
    organisation: str | None
    address: str


PAGES = [
    PageSeen("sign-in", None, None, "/registry/pages/sign-in"),
    PageSeen("form-of-the-town", "safety_office", None, f"{CAMPAIGN}/annex-3"),
    PageSeen("form-of-a-village", "reporter", "v-mingyue", f"{CAMPAIGN}/annex-4"),
    PageSeen("form-of-a-department", "officer", "d-chanye", f"{CAMPAIGN}/annex-3?changes=true"),
    PageSeen(
        "form-as-it-was",
        "leader",
        None,
        f"{CAMPAIGN}/annex-4?occurred_until=2024-12-14T18:00:00%2B08:00&policy=2&whole=true",
    ),
    PageSeen("form-to-fill-in", "auditor", None, f"{CAMPAIGN}/annex-4?blank=true"),
    PageSeen("cell", "safety_office", None, f"{CAMPAIGN}/annex-3/cells/total:sum/hazards_found"),
    PageSeen("why-not", "leader", None, f"{CAMPAIGN}/annex-4/cells/v-mingyue/units/why-not?subject=u-1"),
    PageSeen("compare-of-the-town", "safety_office", None, f"{CAMPAIGN}/annex-4/compare"),
    PageSeen(
        "compare-of-a-village",
        "reporter",
        "v-mingyue",
        f"{CAMPAIGN}/annex-4/compare?occurred_until=2024-12-30T18:00:00%2B08:00&from_policy=2",
    ),
    PageSeen(
        "why-they-differ",
        "reporter",
        "v-mingyue",
        f"{CAMPAIGN}/annex-4/compare/why?from_occurred_until=2024-12-14T18:00:00%2B08:00",
    ),
    PageSeen("pictures-of-the-town", "leader", None, f"{CAMPAIGN}/pictures?annex=annex-4&ranking=true"),
    PageSeen("pictures-of-a-village", "reporter", "v-mingyue", f"{CAMPAIGN}/pictures"),
    PageSeen("picture-closing-rate", "auditor", None, f"{CAMPAIGN}/pictures/closing-rate"),
    PageSeen("picture-on-time", "safety_office", None, f"{CAMPAIGN}/pictures/timeliness"),
    PageSeen("open-hazards", "officer", "d-chanye", f"{CAMPAIGN}/pictures/open-hazards?overdue=true"),
    PageSeen("search", "safety_office", None, "/registry/pages/search?q=汽车"),
    PageSeen("search-blank", "safety_office", None, "/registry/pages/search?q="),
    PageSeen("unit", "safety_office", None, "/registry/pages/units/u-cafe3f-000010"),
    PageSeen("hazard", "safety_office", None, "/hazards/pages/hazards/h-cafe3f-000010-1-2"),
    PageSeen("penalty", "auditor", None, "/hazards/pages/penalties/p-cafe3f-000023-1"),
    PageSeen("tokens", None, None, "/issuer/"),
    PageSeen("people", "safety_office", None, "/issuer/people"),
    PageSeen("reminders-of-the-town", "safety_office", None, REMINDERS),
    PageSeen("reminders-of-mine", "reporter", "v-mingyue", REMINDERS),
    PageSeen("reminders-technical", "operator", None, REMINDERS),
    *(
        PageSeen(f"reminders-{name.replace('/', '-')}", "safety_office", None, f"{REMINDERS}/{name}")
        for name in (
            "call-list",
            "day",
            "mutes",
            "contacts",
            "contacts/filer/v-mingyue/reporter",
            "duty",
            "templates",
            "templates/report_due",
            "channels",
            "rehearsal",
            "recount",
        )
    ),
    PageSeen("refused", "operator", None, f"{CAMPAIGN}/annex-3"),
    PageSeen("operations", "operator", None, "/reporting/pages/operations"),
    PageSeen("operations-of-an-auditor", "auditor", None, "/reporting/pages/operations"),
    PageSeen("events", "auditor", None, "/hazards/pages/operations/events"),
    PageSeen("event", "operator", None, "/registry/pages/operations/events/5"),
    PageSeen("dead-letters", "operator", None, "/hazards/pages/operations/letters"),
    PageSeen("waiting-facts", "operator", None, "/hazards/pages/operations/waiting"),
    PageSeen("log-verification", "operator", None, "/hazards/pages/operations/verification"),
    PageSeen("generations", "operator", None, "/reporting/pages/operations/generations"),
    PageSeen("replay", "auditor", None, "/reporting/pages/operations/replay"),
    PageSeen("replay-for-a-reason", "operator", None, "/reporting/pages/operations/replay"),
    PageSeen("acts", "auditor", None, "/reporting/pages/operations/acts"),
    PageSeen("desk-of-a-village", "reporter", "v-mingyue", "/reporting/pages/"),
    PageSeen("desk-of-the-safety-office", "safety_office", None, "/reporting/pages/"),
    PageSeen("desk-of-a-leader", "leader", None, "/reporting/pages/"),
    PageSeen("desk-of-an-auditor", "auditor", None, "/reporting/pages/"),
    PageSeen("desk-of-an-operator", "operator", None, "/reporting/pages/"),
    PageSeen("periods-of-a-village", "reporter", "v-mingyue", f"{CAMPAIGN}/periods"),
    PageSeen("periods-of-the-town", "leader", None, f"{CAMPAIGN}/periods"),
    PageSeen("period", "safety_office", None, f"{CAMPAIGN}/periods/2"),
    PageSeen("check-and-file", "reporter", "v-mingyue", f"{CAMPAIGN}/periods/2/v-mingyue"),
    PageSeen("file-on-behalf", "safety_office", None, f"{CAMPAIGN}/periods/3/d-chanye"),
    PageSeen("submission", "officer", "d-chanye", f"{CAMPAIGN}/submissions/2-d-chanye-1"),
    PageSeen("submission-to-review", "safety_office", None, f"{CAMPAIGN}/submissions/2-d-chanye-1"),
    PageSeen("sheet-to-sign", "safety_office", None, f"{CAMPAIGN}/periods/2/consolidated/annex-3"),
    PageSeen("verification", "auditor", None, f"{CAMPAIGN}/verifications/2-d-chanye-1"),
]
