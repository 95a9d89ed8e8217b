"""The operator's endpoints for log and stream, on a running service."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from shared.bus.provision import recreate
from shared.bus.users import PROVISIONER
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.services import running, settings_for, signed_in


async def test_an_operator_looks_and_heals(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> None:
    issuer = Issuer(tmp_path)
    settings = settings_for("registry", await service_database("registry"), bus, tmp_path)
    operator = signed_in(issuer, "operator")
    async with running("registry", settings) as service:
        for role in ("officer", "safety_office", "auditor"):
            refused = await service.get("/audit/state", headers=signed_in(issuer, role))
            assert refused.status_code == 403
        state = (await service.get("/audit/state", headers=operator)).json()
        assert state["allowed"]
        assert state["verdict"] in ("equal", "behind")
        stranger = await bus.connect("registry")
        position = (await stranger.jetstream(timeout=30).publish("registry.500112143.x", b"{}")).seq
        assert (await service.get("/audit/state", headers=operator)).json()["verdict"] == "ahead"
        unusable = await service.post("/audit/heal", headers=operator)
        assert (unusable.status_code, unusable.json()["code"]) == (409, "stream_unusable")
        await recreate(await bus.connect(PROVISIONER), "registry", state["logid"])
        done = (await service.post("/audit/heal", headers=operator)).json()
        assert done["after"]["position"] == position - 1
        assert done["after"]["verdict"] in ("equal", "behind")
        assert done["needs"] is None
