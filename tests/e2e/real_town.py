"""The town as the deployment itself describes it over HTTP: what an independent checker can know."""

from datetime import datetime

from tests.e2e.deployment import Account
from tests.oracle.town import Term, Town, moment

CAMPAIGN = "dasheng-2024-winter"
_LONG_AGO = moment("2000-01-01T00:00")


def real_town(account: Account) -> Town:
    organisations = account.get("/registry/organisations")["organisations"]
    kinds = {each["id"]: each["kind"] for each in organisations}
    officials = account.get("/registry/officials")["officials"]
    campaigns = account.get("/registry/campaigns")["campaigns"]
    campaign = next(each for each in campaigns if each["id"] == CAMPAIGN)
    starts, ends = map(datetime.fromisoformat, campaign["window"])
    return Town(
        kinds=kinds,
        departments=tuple(id_ for id_, kind in kinds.items() if kind == "department"),
        villages=tuple(id_ for id_, kind in kinds.items() if kind == "village"),
        terms={each["id"]: (Term(_LONG_AGO, None, leader=each["leader"]),) for each in officials},
        starts=starts,
        ends=ends,
        deadlines=tuple(map(datetime.fromisoformat, campaign["deadlines"])),
    )
