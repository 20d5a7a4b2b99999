"""The Discord adapter while its connection breaks."""
