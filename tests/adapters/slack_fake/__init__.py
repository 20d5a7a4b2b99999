"""That our fake Slack is one: the unmodified slack_sdk and slack_bolt over TCP, against Slack's own lists."""
