"""`python -m deploy.embedded.issuer PORT ISSUER`, on the data folder named by PAICHA_DATA."""

import sys

import uvicorn

from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.issuer.app import create_app

uvicorn.run(create_app(DataFolder(DEFAULT), sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]))
