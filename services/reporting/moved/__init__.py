"""The reports that one recorded event stands in: cells of the forms now, and what was signed with it."""
