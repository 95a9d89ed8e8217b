"""Commands say themselves what matters: the log lines of what they use are meant for services."""

import logging
import sys

import structlog


def quieten() -> None:
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
    )
