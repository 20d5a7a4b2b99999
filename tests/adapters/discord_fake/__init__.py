"""The fake Discord under an unmodified discord.py, and against Discord's own description of its API."""
