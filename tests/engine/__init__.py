"""Tests of the rules: pure, many, fast."""
