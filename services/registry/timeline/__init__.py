"""A unit's timeline, read from its stream."""
