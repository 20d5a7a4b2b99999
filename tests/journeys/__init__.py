"""Journeys: the steps from start to end, in plain words, run over every adapter."""
