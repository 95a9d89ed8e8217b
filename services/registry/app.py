"""The wiring of this service: its campaigns first, then intake; the directory follows its own log."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from services.registry.api import router
from services.registry.commands import COMMANDS
from services.registry.directory import Directory
from services.registry.names import NamesAsked
from services.registry.opening import read_campaign_files, record_campaigns
from services.registry.pages.own_group_part import router as own_group
from services.registry.pages.search_page import router as search_page
from services.registry.pages.unit_page import router as unit_page
from services.registry.search.api import router as search
from services.registry.signing_in.api import OPEN_PATHS as SIGNING_IN
from services.registry.signing_in.api import router as signing_in
from services.registry.signing_in.wiring import signing_in_wired
from services.registry.timeline.api import router as timeline
from shared.archive.http import archive_router
from shared.asking.within import AnswersWithin
from shared.events.catalogue import FACT_OWNERS, REGISTRY_EVENTS
from shared.events.voiding import VoidFact
from shared.http.app import create_service_app
from shared.http.asyncapi import Messages
from shared.http.health import ReadyCheck, ReadyChecks
from shared.identity.api_keys import ApiKeys
from shared.identity.publishers import Publishers
from shared.identity.rights_now import RightsNow
from shared.intake.commit.queue import Intake
from shared.intake.judging.lookups import NothingElse
from shared.intake.judging.rules import IntakeRules
from shared.intake.ways_in.dead_letters_http import router as dead_letters
from shared.intake.ways_in.http import router as facts
from shared.operations.pages.routers import OF_AN_INTAKE
from shared.read_model.announcing import announce_stopped
from shared.read_model.http import stopped_router
from shared.relay.http import audit_router
from shared.sealing.http import SEALING_OPEN_PATHS, keys_router, sealing_router
from shared.service.background import in_background
from shared.service.connections import Connections, open_connections
from shared.service.log_keeping import log_kept
from shared.settings import Settings
from shared.timelines.reading import TimelineReading
from shared.verifying.http import verification_router

SERVICE = "registry"
OPEN_PATHS = (*SEALING_OPEN_PATHS, "/keys", *SIGNING_IN)
_PAGES = "services.registry.pages"
_TAKEN = tuple(event for event in REGISTRY_EVENTS if event.type in FACT_OWNERS)
ROUTERS = (
    router, search, timeline, facts, dead_letters, audit_router, archive_router, verification_router,
    sealing_router, keys_router, stopped_router, signing_in, search_page, unit_page, own_group,
    *OF_AN_INTAKE,
)  # fmt: skip
MESSAGES = Messages(takes=(*_TAKEN, VoidFact), log=SERVICE)


def create_app(settings: Settings) -> FastAPI:
    """Nothing connects before the application starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[ReadyChecks]:
        files = read_campaign_files(settings.campaigns_dir)

        async with open_connections(settings) as connections:
            directory = Directory(connections.pool)
            await directory.model.prepare()
            _put_what_routes_use(app, connections, directory)
            asked = AnswersWithin(SERVICE, {"names": NamesAsked(connections.pool, directory.model).answer})

            async def first(intake: Intake) -> None:
                await record_campaigns(intake, connections.pool, files)
                await directory.catch_up()

            publishers = Publishers(settings.publishers_file)
            telling = partial(announce_stopped, connections.bus, SERVICE, directory.model)
            async with (
                signing_in_wired(app, settings, connections.pool),
                log_kept(app, connections, _rules(settings, publishers), publishers, first) as keeping,
                in_background(directory.keep(), telling(), asked.run(connections.bus)),
            ):
                level = _level(directory, settings.ready_lag_seconds)
                yield {**keeping.checks(), "directory": level, "names": asked.ready}

    return create_service_app(
        SERVICE, settings, lifespan, ROUTERS, MESSAGES, open_paths=OPEN_PATHS, pages=_PAGES
    )


def _put_what_routes_use(app: FastAPI, connections: Connections, directory: Directory) -> None:
    app.state.clock, app.state.bus = connections.clock, connections.bus
    app.state.read_model = directory.model
    app.state.timelines = TimelineReading(connections.pool, connections.bus, _no_kinds)


async def _no_kinds(_: str, __: Sequence[str]) -> Mapping[str, str]:
    """The rights about units look at none."""
    return {}


def _rules(settings: Settings, publishers: Publishers) -> IntakeRules:
    """Nothing of another service is looked up; voidings of the bus are answered by hazards."""
    rights_now = RightsNow(publishers, ApiKeys.of(settings))
    nothing = NothingElse()
    return IntakeRules(
        SERVICE, COMMANDS, nothing, settings.waiting_seconds, rights_now, answers_for_the_bus=False
    )


def _level(directory: Directory, within_seconds: float) -> ReadyCheck:
    async def check() -> str | None:
        if (folding := await directory.model.whole()) is not None:
            return folding
        if directory.stopped is not None:
            return str(directory.stopped)
        seconds = directory.seconds_behind()
        return None if seconds <= within_seconds else f"was not level with the log for {seconds:.0f} s"

    return check
