"""Templates of text messages and the signature over HTTP: their states, and how they read."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field

from services.notifications.outgoing.acting import Body, acting
from services.notifications.outgoing.api import PREFIX
from services.notifications.sms_templates.previewing import previewed
from services.notifications.sms_templates.states import SIGN, enter, only_if_known, shown, states_of
from services.notifications.texts.texts import TemplateState
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.read_model.answering import only_whole

Reader = Annotated[Account, Depends(require_role("safety_office", "operator", "auditor"))]
Previewer = Annotated[Account, Depends(require_role("safety_office", "operator"))]
SafetyOffice = Annotated[Account, Depends(require_role("safety_office"))]
TemplateName = Annotated[
    str, Path(max_length=60, pattern=r"^[a-z0-9_]+$", description="`signature` is the signature.")
]
PreviewSubject = Annotated[
    str,
    Query(
        max_length=700,
        pattern=r"^(report|summary|hazard|log|publisher|template)/[^\x00-\x1f\x7f]+$",
        description="`report/<campaign>/<period>/<filer>`, `hazard/<id>`",
    ),
]

sms_templates_api = APIRouter(
    prefix=f"{PREFIX}/templates", tags=["reminders"], dependencies=[Depends(only_whole)]
)


class StateEntered(Body):
    state: TemplateState = Field(strict=False, description="As the provider has it.")


@sms_templates_api.get("", summary="Templates and the signature; 短信模板")
async def templates(request: Request, account: Reader) -> dict[str, Any]:
    """All, with their states and the rules that need them to send text messages."""
    who = acting(request, account)
    async with who.pool.acquire() as connection:
        states = await states_of(who, connection)
    return {"templates": [shown(who, states, name) for name in (SIGN, *states.texts.templates)]}


@sms_templates_api.get("/{name}", summary="One template; 查看短信模板")
async def template(request: Request, account: Reader, name: TemplateName) -> dict[str, Any]:
    """Its text, variables and state."""
    who = acting(request, account)
    only_if_known(who, name)
    async with who.pool.acquire() as connection:
        return shown(who, await states_of(who, connection), name)


@sms_templates_api.put("/{name}", summary="Enter what the provider says of it; 登记报备状态")
async def enter_state(
    request: Request, account: SafetyOffice, name: TemplateName, entered: StateEntered
) -> dict[str, Any]:
    """A rule goes by text message only while the signature and all of its templates are 可用."""
    return await enter(acting(request, account), name, entered.state)


@sms_templates_api.get("/{name}/preview", summary="How it reads with real data; 短信预览")
async def preview_template(
    request: Request, account: Previewer, name: TemplateName, subject: PreviewSubject
) -> dict[str, Any]:
    """Of what is demanded about the subject: as text message with its length, and as e-mail."""
    return await previewed(acting(request, account), name, subject)
