"""Taking in facts, from the bus and over HTTP: each is judged once, in order, and many share one commit.

`ways_in` reads them, `commit` queues and writes them, `waiting` tries again those that have to wait,
`judging` decides, `store` holds the SQL beside the log. Each folder imports only those named after it.
"""
