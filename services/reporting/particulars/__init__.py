"""明细台账: what counts in a cell as a spreadsheet in words, a line each."""
