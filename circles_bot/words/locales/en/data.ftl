### What people own: everything that is kept about them, and being forgotten.

command-circles-export = Everything I keep about you, sent to you
    .name = export
    .example = /circles export
command-circles-forget = Have everything about you forgotten
    .name = forget
    .example = /circles forget

button-my-data = My data
button-export = Send it to me first
button-forget-me = Yes, forget me

nothing-kept =
    I keep nothing about you here, so there is nothing to send and nothing to forget.

## Export

export-on-its-way =
    It's on its way to you as a direct message: everything I keep about you, as a page to read and as a file for programs.

    If your direct messages are closed to me, open them and ask again.
export =
    This is everything I keep about you here, as of now: a page to read, and the same as a file for programs.

    What others told me, about you or anybody, is theirs and is not in it. Nobody else was sent this.
    .preview = What you asked for is ready
export-footer = You asked for this with /circles export; nothing like it comes unasked.
export-title = What circles-bot keeps about you
export-intro = Everything there is, table by table, as of { $at }. Times are UTC. What others told the bot is theirs and is not in here.
export-nothing = Nothing.
export-sealed-ask = This file is sealed. Type the words you were given with it:
export-sealed-open = Open
export-sealed-wrong = These are not the words of this file. Look for a letter that was mistyped, and try again.
export-addresses = The platform's id of your account
export-members = You, as the bot knows you
export-opt_ins = What you would like to talk about
export-standing_reactions = Your reactions on the board
export-seats = Circles you were asked to join or sat in
export-tap_answers = Your taps under questions
export-check_ins = How circles were for you
export-meetings = Whom you met in circles
export-avoidances = Whom you would rather not sit with
export-co_signs = Proposed interests you would like
export-words_given = Words you gave, or were given, for a confidential interest
export-reports = What you told the stewards
export-withs = Whom you wished to talk with
export-with_asks = Whom you were asked to talk with
export-hand_offs = Carrying on elsewhere
export-timers = What the bot will look at for you, and when
export-effects = What the bot is about to tell you, or has told you since yesterday

## Forget me

forget-ask =
    If you tap yes, I forget you at once: what you'd like to talk about, your circles and answers, whom you met and whom you'd rather not sit with, and your account's id. Your seat is free, nobody is told, and your circle goes on.

    What stays: what you wrote in rooms is with those who read it, and rooms that are open show your taps for up to three days more. If somebody would rather not sit with you, or your reaction still stands on the board, I keep that as a number that says nothing without my key, so that neither changes because you left.

    This cannot be undone. You can join again any time, as somebody new.
forgotten =
    You are forgotten here. This is the last you hear from me, unless you join again.

    The rooms themselves I leave to you. { $leaving_room } On the board, take your reaction off if one still stands.

why-nothing-kept = nothing is known of them
why-exported = they own their data
why-forgotten = they asked to be forgotten, twice
why-tidied = somebody who tapped here was forgotten some days ago
