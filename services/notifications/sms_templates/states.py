"""Where the signature and each template is with the provider, as the safety office enters it."""

from typing import Any

from services.notifications.outgoing.acting import Acting
from services.notifications.planning.templates import SIGNATURE, template_states
from services.notifications.reminders.marks import plan_town_anew
from services.notifications.texts.template_state import TemplateStates
from services.notifications.texts.texts import TemplateState
from shared.event_log.connection import Connection
from shared.problems import Rejected

SIGN = "signature"
"""In addresses, where the table has no name for it."""
_PUT = """
insert into sms_templates (township, template, state, changed, changed_by) values ($1, $2, $3, $4, $5)
on conflict (township, template) do update
set state = excluded.state, changed = excluded.changed, changed_by = excluded.changed_by
"""


async def states_of(acting: Acting, connection: Connection) -> TemplateStates:
    rulebook = acting.equipment.rulebook
    return await template_states(connection, acting.township, rulebook.texts, rulebook.policy)


async def enter(acting: Acting, name: str, state: TemplateState) -> dict[str, Any]:
    """As it is then. Who is told by which channel is planned anew."""
    only_if_known(acting, name)
    async with acting.pool.acquire() as connection, connection.transaction():
        kept = SIGNATURE if name == SIGN else name
        await connection.execute(_PUT, acting.township, kept, state.value, acting.now, acting.account.name)
        await acting.record(connection, "template_entered", template=name, state=state.value)
        await plan_town_anew(connection, acting.township)
        return shown(acting, await states_of(acting, connection), name)


def only_if_known(acting: Acting, name: str) -> None:
    if name != SIGN and name not in acting.equipment.rulebook.texts.templates:
        raise Rejected("not_found", what=name)


def shown(acting: Acting, states: TemplateStates, name: str) -> dict[str, Any]:
    if name == SIGN:
        return {"name": SIGN, "text": f"【{acting.equipment.sign_name}】", "state": states.sign.value}
    template = states.texts.templates[name]
    return {
        "name": name,
        "text": template.text,
        "variables": list(template.variables),
        "state": states.state_of(name).value,
        "rules": [rule for rule in states.texts.rules if name in states.needed_by(rule)],
    }
