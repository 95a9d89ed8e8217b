"""Proving that a log is what it was: every hash and every copy, walked from its first event."""
