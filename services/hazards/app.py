"""The wiring of this service: intake and log of its own, and an ear to the registry's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.hazards.commands import COMMANDS
from services.hazards.pages.parts import router as parts
from services.hazards.pages.subject_page import router as subject_page
from services.hazards.reference_cache import LOG, REFERENCES, ReferenceCache
from services.hazards.search.api import router as search
from services.hazards.timeline.api import router as timeline
from shared.archive.http import archive_router
from shared.events.catalogue import HAZARDS_EVENTS
from shared.events.voiding import VoidFact
from shared.follower.follower import Follower
from shared.http.app import create_service_app
from shared.http.asyncapi import Messages
from shared.http.health import ReadyChecks
from shared.identity.api_keys import ApiKeys
from shared.identity.publishers import Publishers
from shared.identity.rights_now import RightsNow
from shared.intake.commit.queue import Intake
from shared.intake.judging.rules import IntakeRules
from shared.intake.ways_in.dead_letters_http import router as dead_letters
from shared.intake.ways_in.http import router as facts
from shared.operations.looking_at_reading import look_at_follower
from shared.operations.pages.routers import OF_AN_INTAKE
from shared.operations.rows.of_reading import NAMES_LATE
from shared.read_model.announcing import announce_stopped
from shared.read_model.checkpoint import Published
from shared.read_model.http import stopped_router
from shared.relay.http import audit_router
from shared.sealing.http import SEALING_OPEN_PATHS, keys_router, sealing_router
from shared.service.background import in_background
from shared.service.connections import Connections, open_connections
from shared.service.following import keeps_up
from shared.service.log_keeping import log_kept
from shared.settings import Settings
from shared.timelines.reading import TimelineReading
from shared.verifying.http import verification_router

SERVICE = "hazards"
ROUTERS = (
    facts, dead_letters, audit_router, archive_router, verification_router, sealing_router, keys_router,
    stopped_router, search, timeline, parts, *OF_AN_INTAKE, subject_page,
)  # fmt: skip
"""The page of a subject comes last: its address takes anything for a kind."""
OPEN_PATHS = (*SEALING_OPEN_PATHS, "/keys")
_PAGES = "services.hazards.pages"
MESSAGES = Messages(takes=(*HAZARDS_EVENTS, VoidFact), log=SERVICE, follows=(LOG,))


def create_app(settings: Settings) -> FastAPI:
    """Nothing connects before the application starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[ReadyChecks]:
        async with open_connections(settings) as connections:
            known = ReferenceCache(connections.pool)
            await known.prepare()
            _put_what_routes_use(app, connections, known)

            async def first(_: Intake) -> None:
                await known.until_whole()

            publishers = Publishers(settings.publishers_file)
            rules, refuse = _rules(settings, publishers, known), known.refuse_unless_whole
            async with log_kept(app, connections, rules, publishers, first, refuse) as keeping:

                async def apply(run: list[Published]) -> None:
                    keeping.intake.release(await known.apply(run))

                bus, model = connections.bus, known.model
                follower = Follower(bus, LOG, known.checkpoint, apply, SERVICE, model.stop_at)
                look_at_follower(app.state.standing, LOG, follower, NAMES_LATE)
                async with in_background(follower.run(), announce_stopped(bus, SERVICE, model)):
                    yield keeping.checks() | {
                        REFERENCES.name: model.whole,
                        "registry": keeps_up(follower, settings.ready_lag_seconds),
                    }

    return create_service_app(SERVICE, settings, lifespan, ROUTERS, MESSAGES, (), OPEN_PATHS, pages=_PAGES)


def _put_what_routes_use(app: FastAPI, connections: Connections, known: ReferenceCache) -> None:
    app.state.read_model, app.state.bus = known.model, connections.bus
    app.state.clock = connections.clock
    app.state.timelines = TimelineReading(connections.pool, connections.bus, known.kinds_of)


def _rules(settings: Settings, publishers: Publishers, known: ReferenceCache) -> IntakeRules:
    rights_now = RightsNow(publishers, ApiKeys.of(settings))
    return IntakeRules(SERVICE, COMMANDS, known, settings.waiting_seconds, rights_now, floor=known.floor)
