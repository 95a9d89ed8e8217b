"""Wiring: follows all logs, keeps what reminders need, owns contacts, reminds people."""

from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI

from services.notifications.acknowledging.api import router as acknowledging
from services.notifications.acknowledging.api import strangers
from services.notifications.call_list.api import call_list_api
from services.notifications.cancelling.api import cancelling_api
from services.notifications.channel_states.api import channel_states_api
from services.notifications.contacts.api import contacts_api
from services.notifications.contacts.asked import ContactsAsked
from services.notifications.delivery_reports.api import router as delivery_reports
from services.notifications.dry_run.api import dry_run_api
from services.notifications.duty_roster.api import roster_api
from services.notifications.group_messages.api import group_messages_api
from services.notifications.muting.api import muting_api
from services.notifications.operating.standing import operated
from services.notifications.outgoing.api import outgoing_api
from services.notifications.pages.routes import PAGES
from services.notifications.projection import WATCHED, Projection
from services.notifications.recount.api import recount_api
from services.notifications.recount.nightly import Nightly
from services.notifications.rehearsing.api import rehearsing_api
from services.notifications.sending.knowledge import Knowledge
from services.notifications.sending.wiring import sending_wired
from services.notifications.sms_templates.api import sms_templates_api
from services.notifications.statements.api import OPEN_PATHS as STATEMENTS_OPEN_PATHS
from services.notifications.statements.api import Keys, statements_api
from services.notifications.troubles.stopped import StoppedModels
from services.notifications.troubles.watch import watch_troubles, watch_waiting
from services.notifications.verifying.api import verifying_api
from services.notifications.watching.api import api
from shared.follower.follower import Follower
from shared.follower.watermarks import Watermarks
from shared.http.app import create_service_app
from shared.http.asyncapi import Messages
from shared.http.health import ReadyChecks
from shared.operations.pages.routers import OF_EVERY_SERVICE
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.http import stopped_router
from shared.service.background import in_background
from shared.service.connections import Connections, open_connections
from shared.service.following import keeps_up
from shared.settings import Settings

SERVICE = "notifications"
GATHERS = 0.2
"""Seconds. Nobody is reminded within less, and a transaction for each event costs as much as the event."""
FOLLOWS = ("registry", "hazards", "reporting")
ROUTERS = [
    api, contacts_api, roster_api, acknowledging, delivery_reports, recount_api, statements_api,
    verifying_api, rehearsing_api, dry_run_api, muting_api, call_list_api, group_messages_api,
    sms_templates_api, channel_states_api, cancelling_api, outgoing_api,
    stopped_router, *PAGES, *OF_EVERY_SERVICE,
]  # fmt: skip
_LINKS, _OF_ALIYUN = "/acknowledge/", "/reports/aliyun/"
OPEN_PATHS = (_LINKS, "/reports/sms", _OF_ALIYUN, *STATEMENTS_OPEN_PATHS)
SECRET_PATHS = (_LINKS, _OF_ALIYUN)


def create_app(settings: Settings) -> FastAPI:
    @asynccontextmanager
    async def wired(app: FastAPI) -> AsyncIterator[ReadyChecks]:
        async with open_connections(settings) as connections:
            watched = Checkpointed(connections.pool, WATCHED)
            await watched.prepare()
            _put_what_routes_use(app, connections, watched)
            watermarks, followers = Watermarks(), _followers(connections, watched)
            await watermarks.listen(connections.bus, FOLLOWS)
            stopped = StoppedModels()
            await stopped.listen(connections.bus)
            knowledge = Knowledge(followers, watched, watermarks)
            asked = ContactsAsked(SERVICE, connections.pool, connections.clock)
            following = [follower.run() for follower in followers.values()]
            following.append(operated(app.state, SERVICE, followers).run())
            async with (
                in_background(*following, asked.run(connections.bus)),
                sending_wired(app, connections, knowledge) as sending,
                in_background(*_watch(app, connections, watched, watermarks, stopped)),
            ):
                own = {WATCHED.name: watched.whole, "questions": asked.ready}
                yield {**_checks(connections, followers), **sending, **own}

    return create_service_app(
        SERVICE, settings, wired, ROUTERS, Messages(follows=FOLLOWS), open_paths=OPEN_PATHS,
        secret_paths=SECRET_PATHS, pages="services.notifications.pages",
    )  # fmt: skip


def _put_what_routes_use(app: FastAPI, connections: Connections, watched: Checkpointed) -> None:
    state = app.state
    state.pool, state.clock, state.read_model = connections.pool, connections.clock, watched
    state.strangers, state.signing_keys = strangers(), Keys(connections.settings)


def _watch(
    app: FastAPI,
    connections: Connections,
    watched: Checkpointed,
    watermarks: Watermarks,
    stopped: StoppedModels,
) -> list[Coroutine[Any, Any, None]]:
    """Beside what sends: whether nothing is missing, and whether all that it depends on goes on."""
    equipment = app.state.equipment
    return [
        Nightly(connections.pool, connections.clock, equipment.rulebook.policy).run(),
        watch_troubles(equipment, watched, watermarks, stopped),
        watch_waiting(equipment),
    ]


def _checks(connections: Connections, followers: Mapping[str, Follower]) -> ReadyChecks:
    within = connections.settings.ready_lag_seconds
    following = {log: keeps_up(follower, within) for log, follower in followers.items()}
    return {**connections.checks(), **following}


def _followers(connections: Connections, watched: Checkpointed) -> dict[str, Follower]:
    apply, stop_at = Projection(watched, connections.clock).apply, watched.stop_at
    return {
        log: Follower(
            connections.bus, log, partial(watched.checkpoint, log), apply, SERVICE, stop_at, gathers=GATHERS
        )
        for log in FOLLOWS
    }
