### What is said around everything else: when something cannot be read or went wrong, and what the commands are called.

sorry-broken =
    Something went wrong on our side; nothing was changed. It has been written down for the people who run this bot.

    Please try again in a moment.
sorry-unknown-tap =
    This button is from an earlier time and does nothing any more. Nothing was changed.

    My circles shows how things stand now.
sorry-unknown-command =
    There is no such command. This is what there is: { $commands }.
sorry-did-you-mean =
    There is no such command. Did you mean **{ $command }**? Nothing was changed; /circles help says how this works.
sorry-option =
    That did not fit: { $option } is not something this command understands. Nothing was changed.
sorry-people =
    I could not find everybody you named. Write their names as they stand in the list here, with commas between. Nothing was changed.
sorry-weeks =
    That did not fit: a pause is a whole number of weeks, from 0 to { $most }, and 0 ends one. Nothing was changed.
sorry-stewards-only =
    This one is for the stewards, the people who look after the bot here. Nothing was changed.

moment-pattern = EEEE d MMMM, HH:mm
button-mine = My circles

command-circles = Small circles of people who like the same thing
    .name = circles
command-steward = For those who look after the bot here
    .name = steward
option-interest = What it is about
    .name = interest
option-weeks = For how many weeks
    .name = weeks
option-topic = In a few words
    .name = topic
option-person = Who
    .name = person
option-board = The channel for the board
    .name = board
option-rooms = The channel under which rooms open
    .name = rooms
sorry-which-server =
    Which server is that about? Please type it there; after that it works here too.
sorry-once-more =
    That took me too long to open. Please tap it once more; nothing was changed.
menu-avoid = Avoid, privately

command-circles-join = Join an interest; nobody sees it
    .name = join
    .example = /circles join baseball
command-circles-leave = Take a wish back, silently
    .name = leave
    .example = /circles leave baseball
command-circles-mine = Your wishes and circles, and what comes next
    .name = mine
    .example = /circles mine
command-circles-pause = Pause everything for some weeks; 0 ends a pause
    .name = pause
    .example = /circles pause 2
command-circles-help = What this bot does, and how little it asks
    .name = help
    .example = /circles help
command-steward-setup = Choose where the board and the rooms are
    .name = setup
    .example = /steward setup
