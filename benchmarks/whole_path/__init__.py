"""From a publisher to a visible cell, on `paicha up` as anybody starts it."""
