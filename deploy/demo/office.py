"""The acts of the demonstration, done at the API as people do them; each may be done again."""

from typing import Any

from deploy.demo import texts
from deploy.demo.acts import (
    ANNEXES,
    Accept,
    Act,
    Consolidate,
    Extend,
    Return,
    SendUp,
    Sign,
    sheet_number,
)
from deploy.demo.asking import Api
from shared.instant import write_instant

_OFFICE = "safety_office"
_TRIES = 10


class Office:
    """`roles`: of each filer, whoever signs for it."""

    def __init__(self, api: Api, campaign: str, roles: dict[str, str]) -> None:
        self._api, self._roles = api, roles
        self._campaign = f"/reporting/campaigns/{campaign}"

    async def do(self, act: Act) -> None:
        match act:
            case Sign():
                await self._sign(act)
            case Accept():
                await self._accept(act)
            case Return():
                body = {"reason": act.reason, "column": act.column}
                await self._post(f"submissions/{act.number}/return", body, f"return-{act.number}")
            case Extend():
                until = {"until": write_instant(act.until), "reason": act.reason}
                body = {"period": act.period, "filer": act.filer, **until}
                await self._post("review/extensions", body, f"extend-{act.period}-{act.filer}")
            case Consolidate():
                for annex in ANNEXES:
                    await self._consolidate(act, annex)
            case SendUp():
                for annex in ANNEXES:
                    await self._send_up(act, annex)

    async def _sign(self, act: Sign) -> None:
        if await self._api.known(_OFFICE, f"{self._campaign}/submissions/{act.number}") is not None:
            return
        role = _OFFICE if act.on_behalf else self._roles[act.filer]
        own = None if act.on_behalf else act.filer
        body = signed(act, await self._prepared(act, role, own))
        await self._api.post(role, f"{self._campaign}/submissions", body, f"sign-{act.number}", own)

    async def _prepared(self, act: Sign, role: str, own: str | None) -> Any:
        """Asked again while it is not known what may still arrive: every demonstration signs the same."""
        query = {} if act.corrects is None else {"corrects": act.corrects}
        path = f"{self._campaign}/periods/{act.period}/{act.filer}"
        for _ in range(_TRIES):
            prepared = await self._api.get(role, path, own, **query)
            if prepared["waiting"] is not None:
                break
        return prepared

    async def _accept(self, act: Accept) -> None:
        """Those without warnings at once, the others one by one."""
        listed = await self._api.get(_OFFICE, f"{self._campaign}/submissions", period=act.period)
        waiting = [
            each
            for each in listed["submissions"]
            if each["state"] == "signed" and each["filer"]["id"] in act.filers
        ]
        plain = [each["number"] for each in waiting if not each["warnings"]]
        for numbers in [plain, *([each["number"]] for each in waiting if each["warnings"])]:
            if numbers:
                await self._post("review/acceptances", {"numbers": numbers}, f"accept-{numbers[0]}")

    async def _consolidate(self, act: Consolidate, annex: str) -> None:
        number = sheet_number(act.period, annex, act.edition)
        if await self._api.known(_OFFICE, f"{self._campaign}/consolidations/{number}") is not None:
            return
        if act.edition > 1 and not await self._is_updated(sheet_number(act.period, annex, act.edition - 1)):
            return
        path = f"{self._campaign}/periods/{act.period}/consolidated/{annex}"
        prepared = await self._api.get(_OFFICE, path)
        sheet = {name: prepared[name] for name in ("positions", "digest")}
        body = {"period": act.period, "annex": annex, "sheet": sheet}
        await self._post("consolidations", body, f"consolidate-{number}")

    async def _is_updated(self, number: str) -> bool:
        """What was corrected may stand in the other annex."""
        sheet = await self._api.get(_OFFICE, f"{self._campaign}/consolidations/{number}")
        return bool(sheet["updates"])

    async def _send_up(self, act: SendUp, annex: str) -> None:
        number = sheet_number(act.period, annex, act.edition)
        if await self._api.known(_OFFICE, f"{self._campaign}/consolidations/{number}") is not None:
            body = {"to": texts.SENT_TO, "how": texts.SENT_HOW, "document": "pdf"}
            await self._post(f"consolidations/{number}/send-up", body, f"send-up-{number}")

    async def _post(self, path: str, body: dict[str, Any], key: str) -> None:
        await self._api.post(_OFFICE, f"{self._campaign}/{path}", body, key)


def signed(act: Sign, prepared: Any) -> dict[str, Any]:
    """What is said when this report is signed: reasons for what fell, the tick where nothing changed."""
    seen = {name: prepared["report"][name] for name in ("occurred_until", "positions", "digest")}
    body: dict[str, Any] = {
        "period": act.period,
        "filer": act.filer,
        "report": seen | {"waiting": prepared["waiting"]},
        "fall_reasons": {fall["column"]: _why_less(fall["column"]) for fall in prepared["falls"]},
        "unchanged": prepared["unchanged"],
    }
    if act.late_reason is not None:
        body["late_reason"] = act.late_reason
    if act.remark is not None:
        body["remarks"] = [{"column": "hazards_closed", "text": act.remark}]
    if act.on_behalf:
        body["on_behalf"] = {"reason": texts.ON_BEHALF, "asked_by": texts.ASKED_BY}
    if act.correction is not None:
        body |= {"corrects": act.corrects, "correction_reason": act.correction}
    return body


def _why_less(column: str) -> str:
    return texts.FALL_OF_UNITS if column.startswith("units") else texts.FALL
