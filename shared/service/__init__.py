"""What the service processes are wired from; each service's `app.py` puts it together."""
