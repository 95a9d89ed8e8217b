"""Wiring: follows registry and hazards, keeps the figures, answers with the forms."""

from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import State
from starlette.middleware import Middleware

from services.reporting.archiving.documents_api import router as kept_documents
from services.reporting.archiving.wiring import archiving
from services.reporting.consolidation.acting_api import router as acting_on_sheets
from services.reporting.consolidation.api import router as consolidations
from services.reporting.consolidation.documents_api import router as printed_sheets
from services.reporting.consolidation.gathering import CountedRows
from services.reporting.coverage.api import router as coverage
from services.reporting.differences.api import router as differences
from services.reporting.forms.api import router as forms
from services.reporting.forms.policies_api import router as policies
from services.reporting.forms.written import WrittenForms
from services.reporting.generations.adopting import adopt_built
from services.reporting.generations.api import router as generations
from services.reporting.generations.keeping import Keeping
from services.reporting.generations.switching import Switching
from services.reporting.keys.api import router as keys
from services.reporting.lineage.api import router as lineage
from services.reporting.live.api import router as live
from services.reporting.live.streams import open_streams
from services.reporting.live.watcher import Watcher
from services.reporting.pages.cell_page import router as cell_page
from services.reporting.pages.compare.page import router as compare_page
from services.reporting.pages.compare.why_page import router as why_page
from services.reporting.pages.console import CONSOLE
from services.reporting.pages.desk.routes import router as desk_pages
from services.reporting.pages.filing.routes import router as filing_pages
from services.reporting.pages.form_page import router as form_page
from services.reporting.pages.glosses import read_in_english
from services.reporting.pages.moved_part import router as moved_part
from services.reporting.pages.pictures.page import router as pictures_page
from services.reporting.pages.standing import operated
from services.reporting.paper_checks.api import UNDER_WAY
from services.reporting.paper_checks.api import router as paper_checks
from services.reporting.particulars.api import router as particulars
from services.reporting.projection.apply import Projection
from services.reporting.ranking.api import router as ranking
from services.reporting.read_model import FIGURES
from services.reporting.reading.answered_again import AnsweredAgain
from services.reporting.reading.etags import INSTALLED
from services.reporting.reading.kept_answers import KeptAnswers
from services.reporting.reading.question import LOGS
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.shared_look import SharedLook
from services.reporting.rectification.api import router as rectification
from services.reporting.scans.api import router as scans
from services.reporting.scans.reading import ScanReading
from services.reporting.seen.answering import SeenAsked
from services.reporting.series.api import router as series
from services.reporting.shadow.api import router as shadow
from services.reporting.shadow.telling import ShadowStanding
from services.reporting.state_digests.api import router as state_digests
from services.reporting.state_digests.job import StateDigests
from services.reporting.submissions.api import router as submissions
from services.reporting.submissions.completeness_api import router as completeness
from services.reporting.submissions.differing_api import router as differing
from services.reporting.submissions.documents_api import router as printed
from services.reporting.submissions.narrative_api import router as narratives
from services.reporting.submissions.reviewing_api import router as reviewing
from services.reporting.submissions.since_api import router as since
from services.reporting.submissions.wiring import signing_wired
from services.reporting.totals.api import router as totals
from services.reporting.turns.admission import Admission
from services.reporting.verification.api import router as verification
from services.reporting.verification.jobs import Verifications
from services.reporting.verification.verifying import Verifier
from services.reporting.what_if.api import router as what_if
from services.reporting.why_not.api import router as why_not
from shared.archive.http import archive_router
from shared.asking.within import AnswersWithin
from shared.blobs.store import Blobs
from shared.follower.follower import Follower
from shared.follower.watermarks import Watermarks
from shared.http.app import create_service_app
from shared.http.asyncapi import Messages
from shared.http.health import ReadyCheck, ReadyChecks
from shared.read_model.announcing import announce_stopped
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.http import stopped_router
from shared.relay.http import audit_router
from shared.release import release_of
from shared.sealing.http import SEALING_OPEN_PATHS, sealing_router
from shared.service.background import in_background
from shared.service.connections import Connections, open_connections
from shared.service.following import keeps_up
from shared.settings import Settings
from shared.verifying.copies import Copies
from shared.verifying.http import verification_router
from shared.verifying.running import LogVerification

SERVICE = "reporting"
_VERIFYING = "services.reporting.verifying_log"
OPEN_PATHS = (*SEALING_OPEN_PATHS, "/keys", "/paper", "/paper/checks", "/paper/page/")
ROUTERS = [
    audit_router, archive_router, verification_router, sealing_router, stopped_router, generations,
    keys, paper_checks, verification, scans, kept_documents, acting_on_sheets, printed_sheets,
    consolidations, differing, narratives, since, reviewing, printed, submissions, completeness, live,
    state_digests, shadow, differences, what_if, particulars, lineage, why_not, totals, series, rectification,
    coverage, ranking, policies, *CONSOLE, compare_page, why_page, pictures_page, moved_part, cell_page,
    desk_pages, filing_pages, form_page, forms,
]  # fmt: skip
"""The forms and their pages come last: their addresses take anything for an annex."""


def create_app(settings: Settings) -> FastAPI:
    @asynccontextmanager
    async def wired(app: FastAPI) -> AsyncIterator[ReadyChecks]:
        async with open_connections(settings) as connections:
            _put_what_routes_use(app, connections)
            await app.state.watermarks.listen(connections.bus, LOGS)
            figures = app.state.read_model = Checkpointed(connections.pool, FIGURES)
            await adopt_built(connections.pool, connections.clock)
            await figures.prepare()
            followers = _followers(connections, figures)
            async with signing_wired(app, connections) as log:
                state = app.state
                state.verifications = Verifications(
                    Verifier(connections.pool, connections.bus, state.signing_keys, state.blobs)
                )
                keeping = Keeping(connections.pool, connections.bus, state.switching)
                standing = operated(state, SERVICE, followers)
                asked = AnswersWithin(SERVICE, {"seen": SeenAsked(connections.pool).answer})
                following = [follower.run() for follower in followers.values()]
                telling = announce_stopped(connections.bus, SERVICE, figures, state.shadow_standing.told)
                beside = keeping.run(), standing.run(), asked.run(connections.bus)
                async with in_background(*following, telling, *beside, *_run(state)):
                    yield {**_checks(connections, figures, followers, log), "questions": asked.ready}

    layers = [Middleware(AnsweredAgain)]
    messages = Messages(log=SERVICE, follows=LOGS)
    pages = "services.reporting.pages"
    app = create_service_app(SERVICE, settings, wired, ROUTERS, messages, layers, OPEN_PATHS, pages=pages)
    read_in_english(app.state.drawing)
    return app


def _put_what_routes_use(app: FastAPI, connections: Connections) -> None:
    release_of(*INSTALLED)  # read now, before the first answer needs it
    pool, state = connections.pool, app.state
    state.pool, state.clock, state.admission = pool, connections.clock, Admission()
    state.paper_admission = Admission(UNDER_WAY, beyond="too_busy")
    state.bus, state.public_url = connections.bus, connections.settings.public_url
    state.kept_answers, state.shared_look = KeptAnswers(), SharedLook(pool)
    blobs = connections.settings.blobs_dir
    state.blobs, state.counted_rows = None if blobs is None else Blobs(blobs), CountedRows()
    state.state_digests = StateDigests(pool, connections.bus)
    state.recounting, state.written_forms = Recounting(pool), WrittenForms()
    state.scan_reading, state.written_lists = ScanReading(), WrittenForms("list")
    state.watcher, state.streams, state.watermarks = Watcher(pool), open_streams(), Watermarks()
    copies = Copies.of(connections.settings, SERVICE)
    state.log_verification = LogVerification(SERVICE, copies, connections.clock.now, _VERIFYING)
    state.switching = Switching(pool, connections.clock)
    state.shadow_standing = ShadowStanding(pool, connections.settings.shadow_hours)
    state.at_end.append(state.watcher.close)


def _checks(
    connections: Connections, figures: Checkpointed, followers: Mapping[str, Follower], log: ReadyCheck
) -> ReadyChecks:
    within = connections.settings.ready_lag_seconds
    following = {name: keeps_up(follower, within) for name, follower in followers.items()}
    return connections.checks() | {FIGURES.name: figures.whole, "log": log} | following


def _run(state: State) -> list[Coroutine[Any, Any, None]]:
    """Beside the routes, until cancelled."""
    recounting, writing = state.recounting, (state.written_forms.turns, state.written_lists.turns)
    lines = recounting.turns, recounting.short_turns, *writing, state.scan_reading.turns
    others = state.watcher.run(), state.verifications.run(), state.log_verification.run()
    others = *others, state.state_digests.run(), *archiving(state)
    return [*(turns.run() for turns in lines), *others]


def _followers(connections: Connections, figures: Checkpointed) -> dict[str, Follower]:
    """One projection for both: it applies one run at a time."""
    apply, stop_at = Projection(figures).apply, figures.stop_at
    return {
        log: Follower(connections.bus, log, partial(figures.checkpoint, log), apply, SERVICE, stop_at)
        for log in LOGS
    }
