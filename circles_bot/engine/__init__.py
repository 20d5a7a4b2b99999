"""The pure engine: what happened goes in, what follows comes out.

Nothing in this package awaits, logs, reads a clock, rolls dice, or imports anything of ours from outside it.
"""
