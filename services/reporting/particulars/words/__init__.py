"""What a line says of a unit, a hazard, a penalty, a case. Pure."""
