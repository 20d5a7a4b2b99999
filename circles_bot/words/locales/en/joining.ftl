### What is said on the way to a circle: setting up, the board, joining and leaving, invitations, My circles, pauses.

## Everywhere

button-join = Join
button-join-one = Join { $interest }
    .brief = Join
button-undo = Undo
button-rhythm = For me it's now …
button-pause = Pause { $weeks } weeks
button-end-pause = End the pause
fewer-directs = Fewer of these: pause, or take the wish back, under My circles.
fewer-answers = This comes once. From now on answers wait under My circles.
who-can-export-room = this workspace's owners may be able to export what is in the room
who-can-open-room =
    { $most ->
        [0] people who run this place could open the room too
       *[other] people who run this place (at most { $most }) could open the room too
    }

not-set-up =
    The stewards here have not set me up yet, so there is nothing to join so far.

    A steward can run /steward setup; it takes two minutes.

## Setting up

setup =
    Three choices, guessed already; the last two may stay as they are. By doing this again you can move the board or the rooms, and add interests; what is on the board stays on it.
    .title = Set up circles
    .submit = Set up
setup-board-placeholder = Where is the board?
setup-rooms-placeholder = Under which channel do rooms open?
setup-interests-placeholder = What is there to talk about at first?
setup-interests-more = What else is there? (nothing is fine)
setup-second = Who looks after me as well? (may stay empty)
setup-pilot = Who can join for now?
setup-stewards-only =
    Setting me up is for the stewards, the people who look after the bot here. Nothing was changed.
setup-no-places =
    I see no channel that I could write in, so there is nothing to choose from yet.

    Let me into one or two channels, then run /steward setup again.
setup-no-such-place =
    I do not see one of the channels, or no rooms can open under it. Nothing was changed.

    Let me see it (Edit Channel, Permissions, View Channel) or choose another, and run /steward setup again.
setup-lacking =
    I cannot work there yet, so nothing was changed. Allow me what is named here (Edit Channel, Permissions), then run /steward setup again:
setup-place-lacks = In { $place } I still need: { $lacks }
setup-no-interests =
    None of the interests could be used: a name has 1 to 80 characters. Nothing was changed.

    Please run /steward setup again and choose at least one.
setup-too-many =
    That would be more than { $most } interests. A small community finds one another sooner with few: up to { $most } are fine at first, and there may be one for each { $each } people who have opted in. Nothing was changed.

    Please run /steward setup again and choose at most { $most }.
setup-too-many-again =
    With what is open already that would be more than { $most } interests; { $more ->
    [0] for now there is room for none besides those that are open
    [one] there is room for one more
   *[other] there is room for { $more } more
}. There may be one for each { $each } people who have opted in. Nothing was changed, and what is open stays open.

    Please run /steward setup again with fewer; /steward interests can archive one.
setup-zone-guessed = I don't know your time zone yet and go by UTC. One tap on “For me it's now …” sets it, for you and for this community.
setup-named = { $who } looks after me as well from now on; I say so to them privately, and to nobody else.
setup-pilot-on = A pilot is on: for now only the people of one channel can join. To end it, choose “Everybody” here or under /steward settings, Pilot.
setup-done =
    Done. The board is on its way, and from now on I look every week who could talk; next on { $next }.

    Here is an announcement that you could post:
setup-repaired =
    Done again. Every wish and every circle stayed as it was, and the board is shown anew. I look next on { $next }.

    Here is the announcement once more:
setup-announcement = “Would you like to talk with a few people about the same thing? Choose it on the circles board; nobody sees that you did. When a few have, each of you is asked privately, and a small room opens for those who say yes. There are no roles and no sign-up form, and you can leave at any time without a word.”

## The board

board =
    Choose what you'd like to talk about. When a few of you have, I ask each one privately, and open a small room for the three to six who say yes. Leaving is silent.
    .title = Circles
board-pilot = For now this is being tried in a small group, the people of one channel here; only they can join yet. Reactions of others stay without effect.
board-more =
    More to choose from, and it works as above: I ask privately once a few of you have chosen the same.
    .title = Circles, more interests
board-open = { $emoji } { $interest }: open, come in
board-gathering = { $emoji } { $interest }: gathering
board-talking = { $emoji } { $interest }: a circle is talking
board-talking-and-gathering = { $emoji } { $interest }: a circle is talking, and another is gathering
board-next-look = I look on { $next } who could talk.
board-looked = I last looked on { $looked }, and look again on { $next }.
board-reacting = Nobody sees what you choose from the list. Reacting with an emoji joins as well, and shows your name.

join-menu =
    What would you like to talk about? Nobody sees what you choose here.
join-nothing =
    There is nothing to join yet. A steward can add interests with /steward setup.
join-select = Join: choose what to talk about
join-option-joined = you're in
select-part = { $what } ({ $first } – { $last })

## Joining and leaving

joined =
    You're in for **{ $interest }**; nobody sees this. I look again on { $next }.
joined-by-reaction =
    You're in for **{ $interest }**. Your reaction shows on the board, and nothing else does. I look again on { $next }.

    When a small circle is ready, I ask you privately first.
    .preview = You're in
pilot-outside =
    For now this is being tried in a small group, the people of one channel here, so nothing was changed. The board says so until it opens for everybody; then come back and choose again.

    If you'd like to take part already, ask somebody who looks after me.
pilot-with-outside =
    For now this is being tried with the people of one channel here, and not everybody you named is among them. Nobody was asked anything.
joined-while-paused = You're on a break until { $until }, so I ask you nothing before then.
joined-later = A few circles came and went for you lately, which is fine. So that each has time to settle, I look for your next one from { $until } on; it is the same for everybody.
joined-already =
    You're in for **{ $interest }** already; nothing was changed. My circles says where it stands.
joined-already-seated =
    You sit in a circle on **{ $interest }** already, so nothing was changed.
left =
    Your wish for **{ $interest }** is taken back, and nobody was told. You'll hear nothing more about it.
left-seated =
    Your wish for **{ $interest }** is taken back, and nobody was told.

    The circle you sit in goes on as it is; if you'd like to leave it too, that is silent as well, under My circles.
left-nothing =
    You have no wish for **{ $interest }**, so nothing was changed.
interest-too-long =
    That name is longer than { $limit } characters, so I can't look for it. The list has everything there is.
interest-did-you-mean =
    There is no interest called “{ $name }” here. Did you mean one of these?
interest-unknown =
    There is no interest called “{ $name }” here yet. This is what there is:

## Rhythm, pauses, help

rhythm-ask =
    What part of the day is it for you now? It keeps messages out of your night, and helps to find people who are awake when you are. Only I see it.
button-morning = Morning
button-afternoon = Afternoon
button-evening = Evening
button-night = Night
rhythm-told =
    Thank you. From now on I keep your evenings and nights quiet. If it turns out wrong, tap again at another hour.
rhythm-told-community = Nobody had told me this community's time zone, so it follows yours: { $zone }. The weekly look and everybody's quiet hours go by it; to choose another, see /steward settings.
paused =
    Everything is paused until { $until }. No invitation and no question comes before then, and your wishes are kept.

    The circles you sit in stay open for you, and you can end the pause at any time.
pause-ended =
    Welcome back. Your wishes stand as they were, and I count you in from the next look on.
help-before-setup =
    I open small private rooms for people who would like to talk about the same thing. The stewards here have not set me up yet; once they have, there is a board to choose from.
help =
    I open small private rooms for people who would like to talk about the same thing.

    Choose something, and nobody sees it. When a few of you wait, I ask each one privately; who says yes gets a room with three to six people in it.

    There are no roles and nothing to achieve, and leaving is silent and instant.

    I never read what you write. I count what I ask of you, and keep your nights quiet.

    My circles shows where everything stands, and has the pause.
    .title = What this is

## Invitations

invitation =
    A small circle on **{ $interest }** is ready. Would you like to sit in it?

    Before you say yes: those in the room see your name, { $who_sees }, and what you write stays with those who read it.

    There is time until { $until }. No answer is fine too, and nobody sees what you tap.
    .title = A small circle is ready
    .preview = A small circle is ready
invitation-told =
    A small circle on **{ $interest }** is ready, and as you like not to be asked I keep a seat in it for you. It opens within a few days, when the others have answered.

    Those in the room will see your name, { $who_sees }, and what you write stays with those who read it.

    “Not now” takes you out again; nobody sees what you tap.
    .title = Your circle is ready
    .preview = Your circle is ready
invitation-told-footer = To be asked first, or to hear less: /circles me.
button-accept = Yes, I'd like to
button-not-now = Not now
accepted =
    Good, your seat is kept. If enough others like to, the room for **{ $interest }** opens by { $until }, and you'll hear either way.

    Until then you can change your mind under My circles.
accepted-opening =
    Good, and with that there are enough of you: the room for **{ $interest }** opens now.
accepted-late =
    That circle is no longer open to join, but thank you: for **{ $interest }** you go first in line next time.
declined =
    Not now, then; nobody is told. Your wish for **{ $interest }** is kept and skips two weeks.

    If you change your mind, there is time until { $until }.
invitation-unknown =
    I find no invitation of yours behind this button, so nothing was changed. My circles shows what is open.
invitation-wish-gone =
    You took your wish for **{ $interest }** back, so nothing was changed. If you'd like to talk about it after all, one tap brings it back for next time.
invitation-while-paused =
    You're on a break, and nothing is planned for you meanwhile. To say yes to the circle on **{ $interest }**, end the pause first; then tap yes again.
invitation-seated =
    You sit in that circle on **{ $interest }** already, so nothing was changed. To leave it: My circles.
invitation-over =
    That invitation to talk about **{ $interest }** is over, so nothing was changed. My circles shows what comes next.
circle-fizzled =
    The circle on **{ $interest }** did not come about this time. That says nothing about you: it takes a few yeses at once.

    You go first in line, and I look again by { $by }. There is nothing to do.
    .preview = News about your circle

## My circles

mine =
    How things stand. Only you see this.
    .title = My circles
mine-empty =
    Nothing here yet. Choose something to talk about; nobody sees it, and I ask you before anything opens.
    .title = My circles
mine-footer = Taking a wish back or leaving is silent and instant. Pausing keeps everything and asks you nothing.
mine-paused = You're on a break until { $until }; nothing comes from me before then.
mine-gathering = { $interest }: still gathering. I look again on { $next }.
mine-first = { $interest }: you go first in line. I look again by { $next }.
mine-skipping = { $interest }: resting after a “not now”, until { $until }. A tap brings it back sooner.
mine-asleep = { $interest }: asleep, so that I don't keep asking. A tap wakes it.
mine-resting = { $interest }: resting. A tap wakes it.
mine-circle = { $interest }: you sit in a circle that is open.
mine-circle-opening = { $interest }: your circle is opening.
mine-later = { $interest }: your wish is kept. After a few circles in a short time I look for the next one from { $until } on.
mine-invitation-invited = { $interest }: a small circle is ready. Before you say yes: those in the room see your name, { $who_sees }, and what you write stays with those who read it.
mine-invitation-accepted = { $interest }: you said yes. You'll hear whether it opens.
mine-invitation-told = { $interest }: I keep a seat for you, as you like not to be asked. You'll hear whether it opens.
mine-invitation-declined = { $interest }: you said not now. If you change your mind, a yes still counts while there is time.
mine-invitation-missed = { $interest }: an invitation could not reach you. A yes now puts you first in line next time.
button-leave-wish = Take back { $interest }
    .brief = Take back
button-leave-circle = Leave the circle on { $interest }
    .brief = Leave

## Why the engine did what it did (the sandbox's side panel)

why-not-set-up = Nobody has set this community up yet: say so.
why-set-up = A steward chose places and interests: show the board and plan the weekly look.
why-setup-refused = Not a steward, nothing usable chosen, or more than there may be: nothing is changed.
why-outside-pilot = A pilot is on, and they are not in its channel: nothing follows.
why-joined = They wish for a circle on { $interest }: keep the wish, and tell nobody.
why-joined-already = They wish for it already: nothing is changed.
why-interest-unknown = No open interest has that name: offer the nearest.
why-left = They took their wish for { $interest } back: end it at once and silently.
why-left-nothing = There is no wish to take back: nothing is changed.
why-reaction-remembered = The reaction changes no wish: only remember that it stands or is gone.
why-board-read = The board differs from what was last seen: take up the difference.
why-board-shown = The board has news, and was last shown an hour ago or more: show it anew.
why-held-answer = Their quiet hours are over: send the answer that waited.
why-rhythm-told = The hour they told makes their time zone { $zone }.
why-paused = They paused: nothing unasked goes to them until { $until }.
why-pause-ended = They ended their pause: count them in again.
why-direct-closed = They take no direct messages: what was in it waits under My circles.
why-round-weekly = The weekly look: plan circles from everybody who waits.
why-round-settled = Enough wait and the settling time is over: plan circles.
why-round-put-off = There was such a round within a day: plan the next { $until }.
why-round-left-to-weekly = The weekly look comes first and looks at everybody anyway: nothing to do.
why-round-applied = { $circles ->
    [0] No circle this time: whoever waits comes earlier in the next round.
    [one] One circle is planned: ask each of its people privately.
   *[other] { $circles } circles are planned: ask each of their people privately.
}
why-invitation-sent = Quiet hours, pause and budget allow it: send the invitation.
why-invitation-held = Not in quiet hours, in a pause, or over the budget: hold the invitation back.
why-invitation-dropped = Nobody waits for this answer any more: send nothing.
why-invitation-delivered = The invitation has arrived: there is time to answer until { $until }.
why-invitation-unknown = No such invitation of theirs: nothing is changed.
why-invitation-wish-gone = The wish was taken back: the yes seats nobody.
why-invitation-paused = They are on a break: seat nobody unasked.
why-invitation-over = The invitation is over: nothing is changed.
why-accepted = A yes: keep the seat, and wait for the others or the deadline.
why-accepted-late = A yes too late for this circle: first in line next time.
why-declined = Not now: noted on the seat only; what follows waits for the deadline, as with silence.
why-circle-opens = Enough have said yes: seat the earliest and open the room.
why-circle-fizzled = Too few yeses by the deadline: tell those who gave one, and put them first in line.
why-answers-over = The time to answer is over for the rest: let their invitations go.
