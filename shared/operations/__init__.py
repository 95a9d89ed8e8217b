"""运行监控: how a service stands, what is done to it by operators, and the record of all they did."""
