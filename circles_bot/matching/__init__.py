"""Who goes into which circle: pure functions over frozen values, the same on every machine."""
