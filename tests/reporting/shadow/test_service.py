"""The service hands the lines out and says what is wrong; anybody checks them offline."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.cli import run
from services.reporting.shadow.kept_lines import KEPT, KeptLine, add
from services.reporting.shadow.line import signed_line, text_of
from services.reporting.shadow.standing import standing
from shared.event_log.head import read_head
from shared.sealing.checkpoint import origin_of
from shared.signing import read_keys
from tests.reporting.asking import asked
from tests.reporting.running import over_http
from tests.reporting.shadow.shadowing import altered, one_rebuild
from tests.reporting.story import TOWN
from tests.reporting.submissions.office import Office

DAY = 24 * 3600.0


async def lined(office: Office, number: int, before: str | None) -> str:
    """As the process does, with the keys that the service has."""
    done = await one_rebuild(office.reporting.bus, office.database)
    connection = await asyncpg.connect(office.database.rebuild_dsn)
    try:
        head = await read_head(connection)
        text = text_of(origin_of(head.log, head.log_id), number, done, before)
        note = signed_line(text, read_keys(office.keys.read_bytes())[-1].private)
        await add(connection, KeptLine(number, number, done.compared.differing == 0, note))
    finally:
        await connection.close()
    return note


async def test_lines_are_read_by_auditors_and_operators_and_checked_by_anybody(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reporting = office.reporting
    first = await lined(office, 1, None)
    assert (await asked(reporting, "GET", "/shadow", "safety_office")).status_code == 403
    told: dict[str, Any] = (await asked(reporting, "GET", "/shadow", "auditor")).json()
    assert [(each["number"], each["equal"]) for each in told["lines"]] == [(1, True)]
    assert told["every_hours"] == 24
    await altered(
        office.database,
        f"update subjects set marks = '{{}}' where kind = 'hazard' and id = 'h2' and township = '{TOWN}'",
    )
    await lined(office, 2, first)
    told = (await asked(reporting, "GET", "/shadow", "operator")).json()
    assert told["lines"][0]["first"].endswith(f'subjects ["{TOWN}","hazard","h2"]')
    said = await reporting.app.state.shadow_standing.told()
    assert said == {"shadow": {"differs": told["lines"][0]["first"]}}
    monkeypatch.setenv("PAICHA_TOKEN", reporting.issuer.token(sub="a", role="auditor", township=TOWN))
    keys, lines = tmp_path / "public.json", tmp_path / "lines.jsonl"
    keys.write_bytes((await reporting.client.get("/keys")).content)
    async with over_http(reporting) as served:
        monkeypatch.setenv("PAICHA_URL", str(served.client.base_url).removesuffix("/reporting/"))
        assert await asyncio.to_thread(run, ["audit", "shadow", "--out", str(lines)]) == 1
    assert "hazard" in capsys.readouterr().out
    offline = ["audit", "shadow", "--from", str(lines), "--keys", str(keys)]
    assert await asyncio.to_thread(run, offline) == 0
    written = lines.read_bytes().splitlines()
    for broken in (written[0].replace(b"rows ", b"rows 1"), b""):
        lines.write_bytes(broken + b"\n" * bool(broken) + written[1])
        expected = 1 if broken else 0  # a run of lines may begin anywhere
        assert await asyncio.to_thread(run, offline) == expected
    lines.write_bytes(written[1] + b"\n" + written[1])
    assert await asyncio.to_thread(run, offline) == 1


async def test_the_oldest_lines_are_let_go(office: Office) -> None:
    await lined(office, 1, None)
    connection = await asyncpg.connect(office.database.rebuild_dsn)
    try:
        await add(connection, KeptLine(KEPT + 1, 1, True, "x"))
        assert await connection.fetchval("select array_agg(number) from shadow_lines") == [KEPT + 1]
    finally:
        await connection.close()


def test_two_periods_without_a_line_are_overdue() -> None:
    now = 1_000 * DAY

    def overdue(days: float | None, running: float, period: float = DAY) -> bool:
        last = None if days is None else KeptLine(1, int((now - days * DAY) * 1e6), True, "")
        return standing(last, period, now, running * DAY).overdue

    assert not overdue(1.9, 10)
    assert overdue(2.1, 10)
    assert not overdue(30, 0.2), "it was off, and has just been started"
    assert overdue(30, 0.3)
    assert not overdue(None, 1.9)
    assert overdue(None, 2.1)
    assert not overdue(None, 9, period=0), "switched off"
