"""Taking in facts: idempotent, in order, all or nothing; one validation for the bus and for HTTP."""
