"""The whole product on one machine without Docker: real servers, four services, one address, one folder."""
