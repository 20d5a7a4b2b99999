"""Slack: circles in a workspace's private channels, through slack-bolt and slack-sdk."""
