### What is said when somebody does a great deal at once.

flood =
    That was a lot at once. Nothing was changed by the last ones; try again in a minute.
