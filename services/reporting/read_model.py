"""The version of what this service keeps of the logs."""

from shared.read_model.model import ReadModel

FIGURES = ReadModel("figures", version=5, tables=("subjects", "naming", "tallies", "cells", "provenance"))
"""Raised by whatever changes rows, marks or cells of the same events: the next start folds them anew."""
