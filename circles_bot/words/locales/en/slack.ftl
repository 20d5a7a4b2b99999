### What only Slack makes necessary.

slack-room-topic =
    A small circle, private to those in it. Slack announces who leaves a channel: to go quietly, tap Need something? and mute it. It closes by itself when the season ends.
slack-elsewhere =
    This one is for the people of this workspace; you seem to be here from another organisation. Nothing was changed.
slack-guest =
    A circle talks in a private channel of its own, and your account can be in one channel only. Ask whoever invited you whether that can change. Nothing was changed.
slack-people =
    I could not find everybody you named. Name them with an @, as Slack offers them while you type. Nothing was changed.
slack-moment =
    One moment, please: this takes me a little longer than usual.

## People of other organisations

who-can-export-shared-room = people of other organisations may be in the room, and the owners of this workspace and of theirs may be able to export what is in it
who-sees-slack-shared =
    The people in this room; some may be of another organisation. The owners of this workspace, and of theirs, may be able to export it. Whoever runs this bot's computer sees that the circle exists.

    I never read what is written here. What you wrote stays with those who read it, also after you leave.
slack-others-need =
    For that I need one more scope, conversations.connect:write, and Slack asks each of them once more to accept their room. What is needed is in docs/slack.md.
others-seat-freed =
    Your yes counted, but Slack did not let me bring you into your circle's room, because you are here from another organisation. That is on our side, not yours, and those who look after me here know.

    Nothing more comes of it by itself. Tap the board again whenever you'd like me to try once more.
    .preview = A word from me, whenever you like
others-kept-out =
    Slack does not let me bring people of other organisations into rooms, though they are welcome here. Circles open and go on without them, and I tell whoever it concerns.
    .title = People of other organisations cannot come in
    .preview = People of other organisations cannot come in
others-kept-out-scope = To mend it, add the scope conversations.connect:write to the app (OAuth & Permissions, or its manifest) and install it again. Or choose that they are not matched: /steward settings, Who can join.
others-kept-out-refused = To mend it, see in Slack that apps may invite people of other organisations, and that theirs takes part (Settings & administration, Slack Connect). Or choose that they are not matched: /steward settings, Who can join.
others-footer = This comes at most once a day, to those who look after me here.
why-others-kept-out = Somebody of another organisation could not be let in: the stewards hear what would mend it.
why-kept-out = Somebody of another organisation could not be let in: their seat is free, their wish rests, and they are told.
