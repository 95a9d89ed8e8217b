"""Asking about reminders as somebody, and a second town that has the same ids."""

from dataclasses import dataclass
from typing import Any

import asyncpg

from tests.notifications.chain import TOWN
from tests.notifications.sending.town import Reminded

OTHER_TOWN = "500112999"
# All that is known of the one is known of the other.
_COPY = """
insert into subjects
select (jsonb_populate_record(s, jsonb_build_object(
  'township', $2::text, 'stream', $2 || substr(s.stream, length($1::text) + 1)))).*
from subjects s where s.township = $1
"""


@dataclass(frozen=True, slots=True)
class Who:
    """`sub` is `<role>-1`, as contacts name it."""

    town: Reminded
    role: str = "safety_office"
    organisation: str | None = None
    township: str = TOWN

    async def ask(self, method: str, path: str, body: Any = None, **asked: Any) -> tuple[int, Any]:
        """Status, and the answer or the code of its problem."""
        headers = self.town.service.as_(self.role, self.organisation, self.township)
        answer = await self.town.service.client.request(
            method, f"/reminders{path}", json=body, params=asked, headers=headers
        )
        if answer.status_code >= 400:
            return answer.status_code, answer.json()["code"]
        return answer.status_code, answer.json() if answer.content else None

    async def get(self, path: str = "", **asked: Any) -> Any:
        status, found = await self.ask("GET", path, **asked)
        assert status == 200, found
        return found

    async def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        return await self.ask("POST", path, body)


async def run(town: Reminded, sql: str, *arguments: Any) -> list[Any]:
    """As whoever may do all."""
    connection = await asyncpg.connect(town.database.admin_dsn)
    try:
        return await connection.fetch(sql, *arguments)
    finally:
        await connection.close()


async def second_town(town: Reminded) -> None:
    await run(town, _COPY, TOWN, OTHER_TOWN)
    await town.service.put("filer/v-1/reporter", OTHER_TOWN, email="other@town.example", account="reporter-1")
    await town.until(f"township = '{OTHER_TOWN}' and rule = 'report_due_3_days' and due < '2024-12-15'", 3)
