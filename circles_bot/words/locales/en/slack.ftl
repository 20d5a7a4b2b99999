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
