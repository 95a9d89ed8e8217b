"""`python -m deploy.embedded.issuer PORT ISSUER [demo]`, on the data folder named by PAICHA_DATA."""

import os
import sys

from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.issuer.app import create_app
from deploy.embedded.issuer.town import read_towns
from shared.http.serve import LOOPBACK, http_server, run
from shared.logging import configure_logging

configure_logging("issuer", os.environ.get("PAICHA_LOG_LEVEL") or "INFO")
port, issuer, *demo = sys.argv[1:]
# As the services read it: written as browsers write it.
public_url = os.environ["PAICHA_PUBLIC_URL"].strip().lower().removesuffix("/")
app = create_app(DataFolder(DEFAULT), issuer, public_url, read_towns(), demo=bool(demo))
run(http_server(app, LOOPBACK, int(port)))
