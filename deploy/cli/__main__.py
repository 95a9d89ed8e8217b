"""`python -m deploy.cli` is `paicha`."""

from deploy.cli import main

main()
