"""One connection to a service: uvicorn's own, with an end to all waiting and problem documents for what is
no request.

uvicorn waits for ever for the rest of a request, and answers what it can't read in plain text.
"""

import asyncio
import sys

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from shared.http.observed import CORRELATION_HEADER, PROTECTIVE
from shared.http.problem_answers import problem_answer
from shared.logging import correlated, current_correlation, get_logger, new_correlation
from shared.problems import Rejected

HEAD_SECONDS = 10.0
"""For a request's first line and headers. The body's pace is the application's, see `bounded`."""
IDLE_SECONDS = 75.0
"""For a connection on which nothing is asked. The gateway gives its own up well before: were both to end one
at the same moment, a request on its way would be lost with it."""
LINGER_SECONDS = 2.0
"""What is still sent after the answer is read that long: an answer on a connection that is cut gets lost."""

_TOO_LARGE = 431
_log = get_logger("paicha.access")


class Connection(H11Protocol):
    _head_due: asyncio.TimerHandle | None = None
    _rest_due: asyncio.TimerHandle | None = None
    """Of a body that nobody wants any more: most are there at once, and then the connection goes on."""
    _ending = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        self._head_due = self.loop.call_later(IDLE_SECONDS, self._head_overdue)

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_there()
        self._rest_is_there()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._ending:
            return
        if self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            self._wait_for_head()
        answered = self.cycle
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._head_is_there()
        if self.conn.their_state is not h11.SEND_BODY or self.cycle is not answered:
            self._rest_is_there()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's sentence
        """Called while the exception that says what was wrong is being handled."""
        error = sys.exception()
        too_large = isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == _TOO_LARGE
        self._refuse("headers_too_large" if too_large and not self._in_body() else "malformed_request")

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY and not self.transport.is_closing():
            # Not ended at once: whoever reads the answer, the gateway too, may use the connection again.
            self._rest_due = self.loop.call_later(LINGER_SECONDS, self._end)

    def _in_body(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait_for_head(self) -> None:
        """From its first byte on."""
        self._head_is_there()
        self._head_due = self.loop.call_later(HEAD_SECONDS, self._head_overdue)

    def _head_is_there(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _rest_is_there(self) -> None:
        if self._rest_due is not None:
            self._rest_due.cancel()
            self._rest_due = None

    def _head_overdue(self) -> None:
        if self.conn.trailing_data[0]:
            self._refuse("request_too_slow")
        else:
            # Browsers open connections that they may need: nothing was asked on this one.
            self.transport.close()

    def _refuse(self, code: str) -> None:
        with correlated(new_correlation()):
            _log.info("request_refused", code=code)
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                self._answer(Rejected(code))
        self._end()

    def _answer(self, refusal: Rejected) -> None:
        in_body = self._in_body()
        answer = problem_answer(refusal, {"path": self.scope["path"] if in_body else ""})
        answer.headers.update(
            {**PROTECTIVE, CORRELATION_HEADER: current_correlation(), "Connection": "close"}
        )
        events: list[h11.Event] = [h11.Response(status_code=answer.status_code, headers=answer.raw_headers)]
        if not (in_body and self.scope["method"] == "HEAD"):
            events.append(h11.Data(data=bytes(answer.body)))
        for event in (*events, h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")

    def _end(self) -> None:
        """No more is read as a request, and who waits for the rest of one is told that it won't come."""
        if self.transport.is_closing():
            return
        self._ending = True
        self._head_is_there()
        self._rest_is_there()
        self._unset_keepalive_if_required()
        if self._in_body():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.flow.resume_reading()
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)
