"""提醒: pages of what people got and will get and why, and of all that is done about it."""
