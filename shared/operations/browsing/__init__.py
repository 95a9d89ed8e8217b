"""Looking through a log: events of one town, by type, subject and position, and what led to one of them."""
