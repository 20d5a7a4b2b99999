"""One suite over both stores: what `ports.store` promises, whichever database keeps it."""
