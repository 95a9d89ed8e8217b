"""All that was ever signed, derived from the logs' stored events once more: by this version's code."""
