"""`python -m deploy.embedded.issuer PORT ISSUER [demo]`, on the data folder named by PAICHA_DATA."""

import os
import sys

from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.issuer.app import create_app
from shared.http.serve import LOOPBACK, http_server, run
from shared.logging import configure_logging

configure_logging("issuer", os.environ.get("PAICHA_LOG_LEVEL") or "INFO")
port, issuer, *demo = sys.argv[1:]
run(http_server(create_app(DataFolder(DEFAULT), issuer, demo=bool(demo)), LOOPBACK, int(port)))
