"""The version of what this service keeps of the logs."""

from shared.read_model.model import ReadModel

FIGURES = ReadModel(
    "figures",
    version=5,
    tables=("subjects", "naming", "tallies", "cells", "provenance"),
    in_generations=True,
)
"""Its version is raised by whatever changes rows, marks or cells of the same events: a generation of it is
built beside the live one, or a plain start folds it anew."""
