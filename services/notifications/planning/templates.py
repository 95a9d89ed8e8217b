"""Which templates of text messages a town may use, as its safety office has entered."""

from services.notifications.policy.policy import Policy
from services.notifications.texts.template_state import TemplateStates
from services.notifications.texts.texts import TemplateState, Texts
from shared.event_log.connection import Connection

SIGNATURE = ""
_STATES = "select template, state from sms_templates where township = $1"


async def template_states(
    connection: Connection, township: str, texts: Texts, policy: Policy
) -> TemplateStates:
    said = {row["template"]: TemplateState(row["state"]) for row in await connection.fetch(_STATES, township)}
    sign = said.pop(SIGNATURE, TemplateState.UNREGISTERED)
    return TemplateStates(texts, policy, sign, said)
