"""How quickly figures are answered: through the gateway, on kept-alive connections, with real tokens."""
