"""Structured logs: one JSON object a line on standard output, each with the correlation id of its work."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TRACEBACKS = structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=20)
"""Without local variables: they hold passwords and tokens."""

_BEGINNING, _END = 300, 200
"""Of a longer text both are kept: what a traceback says in the end is in its last line."""

_correlation: ContextVar[str] = ContextVar("correlation", default="")


def new_correlation() -> str:
    """An id for work that brought none."""
    return uuid4().hex


def current_correlation() -> str:
    """The correlation id of the work in hand; empty outside of any."""
    return _correlation.get()


@contextmanager
def correlated(correlation: str) -> Iterator[None]:
    """Everything logged or sent within belongs to this correlation id."""
    token = _correlation.set(correlation)
    try:
        yield
    finally:
        _correlation.reset(token)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger


def configure_logging(service: str, level: str) -> None:
    """Send our own and every library's log lines through one JSON form; called once per process."""

    def add_context(_logger: WrappedLogger, _method: str, fields: EventDict) -> EventDict:
        fields["service"] = service
        if correlation := _correlation.get():
            fields["correlation"] = correlation
        return fields

    steps: list[Processor] = [
        add_context,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *steps,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    _through_root(steps, level)


def _through_root(steps: list[Processor], level: str) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_TRACEBACKS),
                structlog.processors.JSONRenderer(serializer=_dump),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())


def _dump(fields: EventDict, **_: object) -> str:
    return orjson.dumps({name: _cut(value) for name, value in fields.items()}, default=str).decode()


def _cut(value: Any) -> Any:
    """What others sent may be in a line, such as an address of 8 KB: nobody's is longer than ours."""
    match value:
        case str():
            short = len(value) <= _BEGINNING + _END
            return value if short else f"{value[:_BEGINNING]} … {value[-_END:]}"
        case list():
            return [_cut(each) for each in value]
        case dict():
            return {name: _cut(each) for name, each in value.items()}
        case _:
            return value
