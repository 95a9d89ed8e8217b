"""Where CPU time goes, on the paths that all events take."""
