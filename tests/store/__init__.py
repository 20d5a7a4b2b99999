"""Tests of what the store is made of, without PostgreSQL."""
