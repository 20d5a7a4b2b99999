"""The tests of circles-bot; each folder tests the part of the same name."""
