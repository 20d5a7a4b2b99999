"""What every test may ask for, and what is said at the end of a run."""

pytest_plugins = ["tests.postgres", "tests.databases", "tests.skips", "tests.logging_as_before"]
