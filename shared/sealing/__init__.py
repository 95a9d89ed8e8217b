"""A log sealed: tiles of its Merkle tree, and signed checkpoints of it, kept apart from Postgres."""
