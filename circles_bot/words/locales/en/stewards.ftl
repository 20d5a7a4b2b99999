### What stewards read: settings, how things stand, the monthly message, and a pause of everything.

stewards-only =
    This one is for the stewards, the people who look after the bot here. Nothing was changed.

## Settings

settings =
    What is chosen here counts from the next occasion on: a circle that is open keeps the season it began with.
    .title = Settings
    .submit = Keep these
settings-advanced =
    The usual is chosen already where nobody has changed it.
    .title = More settings
    .submit = Keep these
settings-kept = Kept. From the next occasion on:
settings-unchanged = Everything is as it was; nothing was changed.
settings-refused = Nothing was changed:
setting-refused = { $setting } is { $value }; accepted is { $low } to { $high }.
setting-refused-word = { $setting } is { $value }; accepted is one of { $words }.
setting-refused-zone = Time zone is { $value }; accepted is a name such as Europe/Lisbon.
setting-refused-language = That is none of the languages in the list.
setting-clashes = { $setting } is { $value }, which does not go together with { $other }: they must rise in order.
setting-unknown = There is no setting { $value }.
setting-nowhere = Nowhere; none is sent
stewards-place-if-empty = Leave it empty for nowhere: then none is sent.

setting-circle_size = Circle size
setting-circle_size_aim = Circle size aimed for
setting-circle_size_min = Fewest in a circle
setting-circle_size_max = Most in a circle
setting-season = Season
setting-quiet_hours = Quiet hours
setting-quiet_from_hour = Quiet hours begin
setting-quiet_to_hour = Quiet hours end
setting-timezone = Time zone
setting-language = Language spoken here
setting-stewards_place = Channel for the monthly message
setting-pilot_place = Who can join
setting-other_organisations = People of other organisations
setting-weekly_look_weekday = Day of the weekly look
setting-weekly_look_hour = Hour of the weekly look
setting-settling = Settling time once enough wait
setting-invitation_open = An invitation is open for
setting-asking_open = A hand-off, a “with” or a spark is open for
setting-quiet_after = A room counts as quiet after
setting-prompt_pause = Between prompts in a quiet room
setting-prompt_pause_again = Between prompts after a silent one
setting-silent_prompts_before_question = Silent prompts before “carry on?”
setting-check_ins = Check-ins
setting-unanswered_check_ins_before_stop = Unanswered check-ins before they stop
setting-co_signs = Co-signs that open an interest
setting-active_rooms = Rooms open at once, at most
setting-smallest_group = Fewest people a total may describe
setting-confidential_after = Time here before anything confidential
setting-confidential_circles_a_season = Confidential circles a season
setting-confidential_left_early = Leaving a confidential circle early: within
setting-check_ins_kept = Check-in answers are kept for
setting-activity_kept_after_close = Activity times are kept after closing for
setting-meetings_kept = Who met whom is kept for

value-sizes = { $aim } ({ $least }–{ $most })
value-quiet-hours = { $from }–{ $to }
value-no-quiet-hours = None
value-hours = { $n ->
    [0] at once
    [one] { $n } hour
   *[other] { $n } hours
}
value-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
value-weeks = { $n ->
    [0] not at all
    [one] { $n } week
   *[other] { $n } weeks
}
value-number = { $n }
value-word = { $value }
value-text = { $value }
weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
check-ins-off = Off
check-ins-twice = On day 10, and at the end
check-ins-fortnightly = Every two weeks
check-ins-weekly = Every week
other-organisations-not-matched = Not matched
other-organisations-welcome = Welcome
setting-now-value-hours = { $setting }: { $n ->
    [0] at once
    [one] { $n } hour
   *[other] { $n } hours
}
setting-now-value-days = { $setting }: { $n ->
    [one] { $n } day
   *[other] { $n } days
}
setting-now-value-weeks = { $setting }: { $n ->
    [0] not at all
    [one] { $n } week
   *[other] { $n } weeks
}
setting-now-value-number = { $setting }: { $n }
setting-now-value-word = { $setting }: { $value }
setting-now-value-text = { $setting }: { $value }
setting-now-zone = Time zone: { $value }
setting-now-language = Language spoken here: { $value }. The board and rooms follow it where I have words for it, and are in English where I don't.
setting-now-monthly = The monthly message comes to the channel you chose.
setting-now-pilot = A pilot is on: for now only the people of the channel you chose can join. The board says so, and wishes and circles from before stay.
setting-now-no-pilot = The pilot is over: everybody can join.
setting-now-no-monthly = No monthly message is sent.
button-settings = Settings
button-settings-1 = When I look and ask
button-settings-2 = Quiet rooms
button-settings-3 = Check-ins and limits
button-settings-4 = Confidential interests
button-settings-5 = What is kept
button-settings-6 = Who can join
pilot-everybody = Everybody
pilot-if-empty = Leave it empty for everybody, or choose a channel whose people can join.

## How things stand

status =
    Totals only; of fewer people I say no number.
    .title = How things stand
status-opted-in = { $total } people have opted in.
status-opted-in-few = Fewer than { $least } people have opted in.
status-waiting = { $total } people wait for a circle.
status-waiting-few = Fewer than { $least } people wait for a circle.
status-no-circles = No circle is open.
status-few-circles = A circle or more is open.
status-circles = { $circles } circles are open, with { $total } people in them.
status-mood-good = Circles are fine for nearly everybody who said how they are.
status-mood-mixed = Circles are fine for most who said how they are; for some they are quiet.
status-mood-quiet = For many who said how they are, circles have gone quiet. A shorter season may help.
status-paused = Everything is paused since { $since }.
status-footer = Only open interests are counted, and never fewer than { $least } people. If something seems stuck, whoever runs the bot finds it with circles-bot status.
status-pilot = A pilot is on: only the people of one channel can join. To end it, choose “Everybody” under /steward settings, Pilot.
preview =
    If I looked now, { $total } people would find a seat. Nothing was changed; I look on { $next }.
preview-few =
    If I looked now, fewer than { $least } people would find a seat. Nothing was changed; I look on { $next }.
preview-footer = Only open interests are counted. Whoever joins or pauses until then changes it.
button-preview = Preview
button-status = How things stand
button-pause-all = Pause everything
button-go-on = Go on

## A pause of everything

everything-paused =
    Everything is paused. I send nothing, plan nothing and edit nothing here until you let me go on; reports still reach you.

    Rooms that are open stay open, and people may still join, leave and answer.
goes-on =
    I go on. What fell due meanwhile is planned anew, so that nothing comes in a heap; I look next on { $next }.

## Removed from a community, and back

asleep =
    I'm not in this community any more, so nothing was changed, and nothing comes from me.

    If I'm added again, everything goes on where it was. If not, all that is kept here about anybody is erased 30 days after I left. "Forget me" works now, too.
    .preview = I'm not there any more
back =
    I'm here again, and everything goes on where it was. What fell due meanwhile is planned anew, so that nothing comes in a heap; I look next on { $next }.
    .preview = I'm here again
why-asleep = The bot is not in this community: everything sleeps, and is erased after 30 days.
why-back = The bot is in this community again: what fell due has lapsed and is planned anew.

## While everything is paused

all-is-paused = The stewards have paused me for now: this is kept, and whatever follows from it comes when they let me go on.

## The monthly message

monthly =
    A month with circles, in short.
    .title = Circles this month
monthly-nothing-needed = Nothing needed.
monthly-suggest-announce = A suggestion: post the announcement once more; /steward setup shows it at the end. Nothing else needed.
monthly-suggest-neighbours = A suggestion: people wait on different things. Mention in a channel what is gathering on the board, or open an interest in between. Nothing else needed.
monthly-footer = This comes once a month. To get none, choose “Nowhere” under /steward settings, Check-ins and limits.

## What somebody deleted

room-deleted =
    The room of a circle was deleted here. Where people still sit in the circle, a new one opens for them, and nothing is needed. To close one kindly, /steward reports has the way.
    .title = A room was deleted
    .preview = A room was deleted
room-did-not-open =
    A circle was ready, but its room did not open. /steward setup says what I lack in the rooms' channel; done again it repairs.
    .title = A room did not open
    .preview = A room did not open
rooms-place-gone =
    The channel under which rooms opened is gone. From now on they open under the board's; /steward setup chooses another one.
    .title = The rooms' channel is gone
    .preview = A channel is gone
board-place-gone =
    The channel with the board is gone. /steward setup puts the board into another one; until then people join by /circles join.
    .title = The board's channel is gone
    .preview = A channel is gone
places-gone =
    The channel with the board and the rooms is gone, so everything waits. /steward setup chooses another one, and all goes on; nobody's wish is lost.
    .title = The circles' channel is gone
    .preview = A channel is gone
pilot-place-gone =
    The channel whose people can join for now is gone, so nobody new can join. Under /steward settings, Pilot, choose another one, or “Everybody”; wishes and circles go on.
    .title = The pilot's channel is gone
    .preview = A channel is gone
lost-footer = This comes at most once a day, to those who look after me here. To get it in a channel, name one under /steward settings, Check-ins and limits.

## What could not be shown

board-did-not-come =
    I could not show the board in its channel; most likely I may not write there. Until then people join by /circles join, and nobody's wish is lost.
    .title = The board did not come
    .preview = The board did not come
message-did-not-come =
    There was a message for the stewards, and I could not show it in the channel you chose for that; most likely I may not write there.
    .title = A message did not come
    .preview = A message did not come
showing-mend = To mend it, allow me to see that channel and to send messages there, then run /steward setup.
showing-mend-slack = To mend it, /invite me there, then run /steward setup.
showing-footer = This comes at most once a day, to those who look after me here, and no more once I can write there.

## Stewards by name

stewards-none =
    Whoever the platform gives the right looks after me here. Name somebody who does so as well: they see what you see, get reports, and hear of it once, privately. Nobody else is told.
    .title = Who looks after me
stewards-named =
    By name, { $people } looks after me here, besides those the platform gives the right.
    .title = Who looks after me
stewards-name = Name somebody
stewards-end = Take it back for
stewards-somebody = Somebody
stewards-oneself = You look after me already; nothing was changed.
stewards-enough = There are { $limit } by name already, which is as many as I keep. Take one back first, with /steward team.
named =
    Somebody who looks after me here has named you to do so as well, if you like. There is nothing you have to do: you can see how things stand and choose settings, and a report may reach you privately.

    Nobody else was told.
    .title = You can look after me, too
    .preview = You can look after me, too
named-footer = This comes once. “I'd rather not” ends it, reports and all; for fewer messages of any kind see /circles me.
button-stewards = Who looks after me
button-step-down = I'd rather not
stepped-down =
    All right, you no longer look after me by name, and no reports come to you. Nobody was told; the others can see it in their list.
mine-named = You look after me here, by name.

## Commands

command-steward-team = Who looks after me as well
    .name = team
    .example = /steward team
command-steward-settings = Circle size, season, quiet hours and the rest
    .name = settings
    .example = /steward settings
command-steward-preview = How many would be seated if I looked now
    .name = preview
    .example = /steward preview
command-steward-status = How things stand, in totals
    .name = status
    .example = /steward status
command-steward-pause = Pause everything here
    .name = pause
    .example = /steward pause
command-steward-resume = Let everything go on
    .name = resume
    .example = /steward resume

## Why the engine did what it did (the sandbox's side panel)

why-showing-failed = A channel does not take the board, or what is for the stewards: tell each of them.
why-stewards-only = Not a steward: nothing is changed.
why-settings-kept = A steward chose settings: they count from the next occasion on.
why-settings-refused = A setting is out of its range, or does not go together with another: nothing is changed.
why-everything-paused = Everything is paused: nothing is sent, planned or edited.
why-goes-on = Everything goes on: what fell due has lapsed and is planned anew.
why-named = A steward has named somebody to look after the bot as well; they hear of it privately.
why-not-named = Named already, oneself, too many, or taken back: nothing follows.
why-naming-ended = Not named any more: they count as what the platform says.
why-naming-held = Named, and to be told when quiet hours and the budget allow it.
why-naming-told = Named: they are told once, privately.
why-monthly = A month is over: tell the stewards how things stand, in totals.
why-no-monthly = The stewards have named no channel for it: nothing is sent.
