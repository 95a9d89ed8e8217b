"""Finding what was recorded here: of a unit, and hazards by the beginning of their id."""
