"""Tests of the sandbox: its workspace, what is between it and the bot, its page's server."""
