"""Tests of what is between the bot and the chat platforms."""
