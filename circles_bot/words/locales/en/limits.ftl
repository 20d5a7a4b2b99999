### What is said when somebody does a great deal at once.

flood =
    That was a lot at once. Nothing was changed by the last ones; try again in a minute.
flood-today =
    That was a lot for one day. Nothing was changed by the last ones; tomorrow there is room again. Leaving and pausing work all the time.
flood-busy =
    Very many people are choosing something at once just now, so this was not taken up. Please try again in a minute; nothing that was there is lost.
