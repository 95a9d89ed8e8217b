"""A subject's timeline: what was recorded of it, in order, read from its stream and put into words."""
