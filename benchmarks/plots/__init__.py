"""Plots as SVG files, drawn by matplotlib in an environment that only benchmarks have."""
