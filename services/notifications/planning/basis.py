"""Everything that says who is to be told what in a town: read in one transaction, asked for any subject."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notifications.planning.demanded import demanded
from services.notifications.planning.reading import load_failed, load_town
from services.notifications.planning.templates import template_states
from services.notifications.planning.wanted import Wanted, wanted_of
from services.notifications.policy.policy import Policy, Rule
from services.notifications.recipients.directory import Directory
from services.notifications.recipients.loading import load_directory
from services.notifications.recipients.resolving import Recipient, resolve
from services.notifications.rules.demand import Demand
from services.notifications.rules.town import Town
from services.notifications.texts.template_state import TemplateStates
from services.notifications.texts.texts import Texts
from shared.event_log.connection import Connection


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What the deployment reminds by. `policy` names the channels that are configured, and no others."""

    policy: Policy
    texts: Texts


@dataclass(frozen=True, slots=True)
class Basis:
    town: Town
    directory: Directory
    templates: TemplateStates

    async def wanted(self, connection: Connection, subjects: Sequence[str]) -> dict[str, dict[str, Wanted]]:
        """By subject and id: the rows that there should be."""
        found = await demanded(connection, self.town, subjects)
        failed = await load_failed(connection, self.town.township, subjects)

        def resolve_one(demand: Demand, rule: Rule) -> Sequence[Recipient]:
            return resolve(
                demand, self.town, self.directory, rule, sms_usable=self.templates.usable(demand.rule),
                failed=failed.get((demand.rule, demand.subject, demand.due), frozenset()),
            )  # fmt: skip

        return {
            subject: wanted_of(self.town.township, demands, self.town.policy, resolve_one)
            for subject, demands in found.items()
        }


async def load_basis(connection: Connection, township: str, rulebook: Rulebook) -> Basis:
    return Basis(
        await load_town(connection, township, rulebook.policy),
        await load_directory(connection, township),
        await template_states(connection, township, rulebook.texts, rulebook.policy),
    )
