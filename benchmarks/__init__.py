"""Benchmarks: ``python -m benchmarks.NAME`` prints one JSON object; ``python -m benchmarks`` makes the README's table.

Each module has ``run()``, which returns ``{"name", "measures": [{"name", "value", "unit", "target", "holds"}]}``. Most
targets are for a ratio of two things measured in the same run, so that they mean the same on every machine; a measure
without a target is there to be looked at, and its ``target`` and ``holds`` are ``None``.
"""
