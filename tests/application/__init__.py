"""Tests of the application: the write path, delivery, time."""
