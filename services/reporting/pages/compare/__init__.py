"""时点对比: the form at two points, each of two times and a policy, and why its cells differ."""
