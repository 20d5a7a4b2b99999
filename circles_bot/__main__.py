"""Lets `python -m circles_bot` do what `circles-bot` does."""

from circles_bot.cli import main

if __name__ == "__main__":
    main()
