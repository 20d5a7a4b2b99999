"""The bot is killed at every named moment of a lively history; nothing committed is lost, nothing is done twice."""
