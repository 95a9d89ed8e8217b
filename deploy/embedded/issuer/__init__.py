"""The deployment's own small issuer: demo people sign in and get tokens as from any OIDC provider."""
