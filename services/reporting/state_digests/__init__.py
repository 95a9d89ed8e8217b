"""Digests of what figures are made of, every so many events: two parties find where they first differ."""
