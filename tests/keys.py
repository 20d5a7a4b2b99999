"""The secret key of every database in tests."""

KEY = bytes(range(32))
