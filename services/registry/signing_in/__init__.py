"""Signing in with a browser, for all services: the authorization-code flow with PKCE at any OIDC provider."""
