"""Wiring: follows all logs, keeps what reminders need, owns contacts, reminds people."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from services.notifications.contacts.api import contacts_api
from services.notifications.contacts.asked import ContactsAsked
from services.notifications.duty_roster.api import roster_api
from services.notifications.projection import WATCHED, Projection
from services.notifications.sending.knowledge import Knowledge
from services.notifications.sending.wiring import sending_wired
from services.notifications.troubles.watch import watch_troubles, watch_waiting
from services.notifications.watching.api import api
from shared.follower.follower import Follower
from shared.follower.watermarks import Watermarks
from shared.http.app import create_service_app
from shared.http.asyncapi import Messages
from shared.http.health import ReadyChecks
from shared.read_model.checkpointed import Checkpointed
from shared.service.background import in_background
from shared.service.connections import Connections, open_connections
from shared.service.following import keeps_up
from shared.settings import Settings

SERVICE = "notifications"
FOLLOWS = ("registry", "hazards", "reporting")


def create_app(settings: Settings) -> FastAPI:
    @asynccontextmanager
    async def wired(app: FastAPI) -> AsyncIterator[ReadyChecks]:
        async with open_connections(settings) as connections:
            app.state.pool, app.state.clock = connections.pool, connections.clock
            watched = Checkpointed(connections.pool, WATCHED)
            await watched.prepare()
            app.state.read_model = watched
            watermarks, followers = Watermarks(), _followers(connections, watched)
            await watermarks.listen(connections.bus, FOLLOWS)
            knowledge = Knowledge(followers, watched, watermarks)
            asked = ContactsAsked(SERVICE, connections.pool, connections.clock)
            following = [follower.run() for follower in followers.values()]
            async with (
                in_background(*following, asked.run(connections.bus)),
                sending_wired(app, connections, knowledge) as sending,
                in_background(
                    watch_troubles(app.state.equipment, watched, watermarks),
                    watch_waiting(app.state.equipment),
                ),
            ):
                own = {WATCHED.name: watched.whole, "questions": asked.ready}
                yield {**_checks(connections, followers), **sending, **own}

    routers = [api, contacts_api, roster_api]
    return create_service_app(SERVICE, settings, wired, routers, Messages(follows=FOLLOWS))


def _checks(connections: Connections, followers: Mapping[str, Follower]) -> ReadyChecks:
    within = connections.settings.ready_lag_seconds
    following = {log: keeps_up(follower, within) for log, follower in followers.items()}
    return {**connections.checks(), **following}


def _followers(connections: Connections, watched: Checkpointed) -> dict[str, Follower]:
    projection = Projection(watched)
    return {
        log: Follower(connections.bus, log, partial(watched.checkpoint, log), projection.apply, SERVICE)
        for log in FOLLOWS
    }
