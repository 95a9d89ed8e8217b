"""`python -m deploy.embedded.inbox PORT SMTP_PORT`, told the rest by its environment."""

import os
import sys

from deploy.embedded.inbox.app import create_app
from deploy.embedded.inbox.told import read_told
from shared.http.serve import LOOPBACK, http_server, run
from shared.logging import configure_logging

configure_logging("inbox", os.environ.get("PAICHA_LOG_LEVEL") or "INFO")
port, smtp_port = map(int, sys.argv[1:])
run(http_server(create_app(read_told(), smtp_port), LOOPBACK, port))
