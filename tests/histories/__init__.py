"""Random histories: made-up people do anything, in any order, for months; the promises hold throughout."""
