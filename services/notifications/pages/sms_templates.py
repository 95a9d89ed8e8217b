"""短信模板: where each is with the provider, and how it reads with real data."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from services.notifications.outgoing.acting import Acting, acting
from services.notifications.outgoing.api import SubjectName
from services.notifications.outgoing.around_now import coming
from services.notifications.outgoing.scope import Scope
from services.notifications.outgoing.words import about
from services.notifications.pages.drawn import drawn, in_place
from services.notifications.pages.entered import asked, text
from services.notifications.pages.words import title
from services.notifications.reminders.in_words import Words
from services.notifications.reminders.row import Reminder
from services.notifications.rules.report_subject import read_report_subject
from services.notifications.sms_templates.api import (
    Previewer,
    Reader,
    SafetyOffice,
    StateEntered,
    TemplateName,
    enter_state,
    preview_template,
    template,
    templates,
)
from services.notifications.sms_templates.states import SIGN
from services.notifications.texts.texts import TemplateState
from shared.facts.account import Account
from shared.pages.sent import Sent
from shared.problems import Rejected
from shared.read_model.answering import only_whole

STATES: dict[TemplateState, Words] = {
    TemplateState.UNREGISTERED: ("未报备", "Not registered"),
    TemplateState.IN_REVIEW: ("审核中", "In review"),
    TemplateState.USABLE: ("可用", "Usable"),
    TemplateState.DISABLED: ("停用", "Disabled"),
}
_ENTERED: Words = ("已登记报备状态", "State entered")
_LOOKED_AT, _MOST_SUBJECTS = 500, 8
router = APIRouter(
    prefix="/pages/reminders/templates", include_in_schema=False, dependencies=[Depends(only_whole)]
)


@router.get("")
async def templates_page(request: Request, account: Reader) -> Response:
    who = acting(request, account)
    found = [_shown(who, each) for each in (await templates(request, account))["templates"]]
    return drawn(
        request, "templates.html", "templates", templates=found, states=STATES,
        enters=account.role == "safety_office", previews=account.role != "auditor",
    )  # fmt: skip


@router.post("/{name}")
async def enter(request: Request, account: SafetyOffice, name: TemplateName, form: Sent) -> Response:
    state = asked(StateEntered, {"state": text(form, "state")})
    found = await enter_state(request, account, name, state)
    shown = _shown(acting(request, account), found)
    return in_place(
        request, "template_part.html", _ENTERED, of=shown, states=STATES, enters=True, previews=True
    )


@router.get("/{name}")
async def one_template(
    request: Request,
    account: Previewer,
    name: TemplateName,
    subject: Annotated[SubjectName | None, Query()] = None,
) -> Response:
    """With what is planned of its rules, to choose from; without a choice the first that it would say."""
    who = acting(request, account)
    found = _shown(who, await template(request, account, name))
    subjects = await _subjects(who, found)
    chosen, reads = None, None
    for chosen in subjects if subject is None else [subject]:
        if (reads := await _reads(request, account, name, chosen)) is not None:
            break
    return drawn(
        request, "template.html", "templates", of=found, subjects=subjects, chosen=chosen, reads=reads,
        states=STATES,
    )  # fmt: skip


async def _reads(request: Request, account: Account, name: str, subject: str) -> dict[str, Any] | None:
    """None where this template says nothing about it: another one does, as before a holiday."""
    try:
        return await preview_template(request, account, name, subject)
    except Rejected as refused:
        if refused.code != "nothing_to_preview":
            raise
        return None


async def _subjects(who: Acting, found: dict[str, Any]) -> dict[str, str]:
    """What is planned next of the rules that need it, in words; of the forms of a period one."""
    rules = None if found["name"] == SIGN else [rule for rule, _ in found["used_by"]]
    async with who.pool.acquire() as connection:
        rows = await coming(connection, who.township, Scope(rules=rules), _LOOKED_AT)
    alike: dict[str, Reminder] = {}
    for row in rows:
        form = read_report_subject(row.subject)
        alike.setdefault(row.subject if form is None else f"{form.campaign}/{form.period}", row)
    return {row.subject: about(row.subject, row.facts) for row in [*alike.values()][:_MOST_SUBJECTS]}


def _shown(who: Acting, found: dict[str, Any]) -> dict[str, Any]:
    policy = who.equipment.rulebook.policy
    return found | {
        "is_sign": found["name"] == SIGN,
        "state_words": STATES[TemplateState(found["state"])],
        "used_by": [(rule, title(rule, policy.rules[rule].title)) for rule in found.get("rules", ())],
    }
