"""情况说明: the paragraph that goes with a report, and what people write below it."""
