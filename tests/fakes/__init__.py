"""Doubles that implement a port and say so in their name."""
