"""The event log: append-only, contiguous positions in commit order, chained by hash."""
