"""A made-up community that lives through the real engine, store, delivery and a real adapter in fast time.

Nobody in it knows the rules: people see the messages that the bot sends and tap what is on them, at stated rates. What
they were shown and what was decided is written down beside them and judged: was every promise kept?
"""
