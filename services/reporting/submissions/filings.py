"""What has been signed in each campaign: one stream of events for each, all of its filers together."""

from services.reporting.filing.state import Filing, evolve
from services.reporting.own_log.streams import Streams, occurred_of
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.events.stream_id import stream_of


def filing_stream(township: str, campaign: str) -> str:
    return stream_of(township, "filing", campaign)


def open_filings() -> Streams[Filing]:
    return Streams(Filing(), _evolved)


def _evolved(filing: Filing, event: Event, envelope: Envelope) -> Filing:
    return evolve(filing, event, envelope.position, occurred_of(envelope))
