"""What services that keep facts can't know: whether a subject counts in a cell of somebody's."""
