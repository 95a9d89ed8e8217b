"""An explanation with a residue is none."""


class Unexplained(Exception):
    """The parts do not add up: an error of ours, never to be shown as an explanation."""
