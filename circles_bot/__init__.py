"""circles-bot: small circles of people who would like to talk about the same thing.

The package is laid out as docs describe it: a pure ``engine`` decides, ``application`` fetches and saves, ``ports``
name what the outside must offer, ``store`` and the adapters offer it, and ``runtime`` alone knows all parts.
"""

__version__ = "0.1.0"
