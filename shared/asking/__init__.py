"""Questions over the bus: what became of a fact, how far the logs have come; for publishers without HTTP."""
