"""How this service stands, for the operators' console."""
