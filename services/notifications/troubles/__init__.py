"""What operators are told of the deployment itself: watched by one process, kept in the table `troubles`."""
