"""Pages of hazards, inspections, penalties and cases, and the parts of them that a unit's page shows."""
