"""What remains true when any process is killed at any moment, or a server comes back with an older disk."""
