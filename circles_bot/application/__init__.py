"""Fetches what the engine needs, saves what it decided, then delivers. Holds no rules."""
