### What is said in and about a circle's room: the welcome, prompts, check-ins, leaving, the season's end.

## The room

room-welcome =
    { $emoji } **{ $interest }** brought you together: { $people }. What is said here stays with those who read it.

    To begin with, and no rush: { $prompt }
    .preview = Your circle is open
room-welcome-plain =
    { $emoji } **{ $interest }** brought you together: { $people }. What is said here stays with those who read it.

    Say hello whenever it suits you. No rush.
    .preview = Your circle is open
room-answer = { $answer }
room-prompt = { $prompt }
    .preview = A light question in your circle
room-prompt-footer = I only ask when it's quiet here, and any word or tap keeps me away for a while. Fewer from me: Need something?
room-tap-over =
    That question is from an earlier time, so this tap changed nothing. Whatever you'd like to say about it, the room is still yours.
room-not-yours =
    I don't find you in that circle, so nothing was changed.

    My circles shows where you are and what comes next.
room-closing =
    This circle closes here. Thank you for the time you gave one another.

    The room is archived and nothing in it is lost. What comes next for you, and how to change it, is under My circles.
    .preview = This circle closes here
room-failed =
    Your circle on **{ $interest }** was ready, but I could not open its room. That is on our side, not yours.

    You keep your place and go first next time. I look again { $looks }.
    .preview = News about your circle
closed-alone =
    Your circle on **{ $interest }** has come down to just you, so I've closed its room.

    Your wish stands and goes first in line. I look again { $looks }. If you'd rather rest, My circles has the way.
    .preview = News about your circle
direct-footer = Fewer messages from me, or none: My circles.

button-need = Need something?
button-back = Back

## Leaving

circle-left =
    You've left the circle on **{ $interest }**. I've told nobody, and you'll hear nothing more about it from me.

    The room itself I leave to you. { $leaving_room }
circle-not-for-me =
    Thank you for saying so. You've left the circle on **{ $interest }**; I've told nobody.

    The room itself I leave to you. { $leaving_room } I can look for other people to talk with about this.
leaving-room-discord = A thread stays in your list until you tap **Leave thread**; that says nothing to anybody.
leaving-room-slack = Slack announces who leaves a channel. To go quietly, mute it in its notifications instead: it closes by itself at the end of the season, and you're out.
leaving-room-elsewhere = If leaving a room would be announced there, mute it instead: it closes by itself at the end of the season.
circle-left-already =
    You're not in that circle any more, so there is nothing to leave. You'll hear nothing more about it from me.
button-find-another = Find me another

## Check-ins

check-in =
    How is your circle on **{ $interest }** for you? One tap is plenty, and it stays between you and me.
    .preview = How is your circle for you?
check-in-footer = At most two of these a season. Leave this one unanswered and no more come until the next season.
check-in-good =
    Good to hear. Nothing else to do.
check-in-quiet =
    Thank you. Some quiet is fine, and I won't tell anyone you said so. When more people feel that way, I gently change something after a few days.
check-in-break =
    Take your time. Everything from me is paused until { $until }, and nothing is planned for you without asking.

    You can still read and write in the room whenever you like.
check-in-off =
    Thank you for telling me. Nobody in the circle sees this. What would help?
check-in-over =
    That question has been answered or is over, so nothing was changed. Need something? in the room is always there.

button-check-in-good = Good
button-check-in-quiet = It's gone quiet
button-check-in-not-for-me = Not for me
button-check-in-break = Need a break
button-check-in-off = Something's off

## Need something?

need-menu =
    Only you see this. What would help?
need-menu-after =
    Only you see this. You don't sit in this circle any more; these are still here for you.
need-leave =
    Leave the circle on **{ $interest }**? I tell nobody and ask nothing, and your seat is free at once.
need-avoid =
    Whom would you rather not sit with? I won't put the two of you together again. They're not told, and nothing here changes.
avoid-placeholder = Choose somebody
avoid-somebody = Somebody
avoid-nobody =
    There is nobody to choose here, so nothing was changed.
avoided =
    Done. From now on I won't plan a circle with the two of you. They're not told, and nobody sees it.

    This circle stays as it is. If you'd rather leave it, that is silent too.
avoided-after =
    Done. From now on I won't plan a circle with the two of you. They're not told, and nobody sees it.
what-is-this =
    A small circle of people who all said yes to talking about the same thing, for one season. There are no roles and nothing to achieve.

    I see that somebody wrote, never what. When it's quiet I may ask a light question. At the end I ask whether you'd like to carry on, have a fresh mix, or rest.
who-sees-discord =
    The people in this room, and { $who }. Whoever runs this bot's computer sees that the circle exists.

    I never read what is written here. What you wrote stays with those who read it, also after you leave.
who-could-open =
    { $most ->
        [0] people with moderator powers here, who could open it
       *[other] people with moderator powers here (at most { $most }), who could open it
    }
who-sees-slack =
    The people in this room. This workspace's owners may be able to export it. Whoever runs this bot's computer sees that the circle exists.

    I never read what is written here. What you wrote stays with those who read it, also after you leave.
who-sees-sandbox =
    The people in this room, and you, because in this sandbox you can be everyone. On a real platform I say here exactly who else could open it.

    I never read what is written here. What you wrote stays with those who read it, also after you leave.
who-sees-elsewhere =
    The people in this room, and perhaps those who run this place; its own help says who. Whoever runs this bot's computer sees that the circle exists.

    I never read what is written here. What you wrote stays with those who read it, also after you leave.

button-leave = Leave this circle
button-avoid = Rather not with somebody
button-ask-stewards = Ask a steward to look
button-only-telling-you = Only telling you
button-who-sees = Who can see this?
button-what-is-this = What is this?

## Something's off

concern-kept =
    Thank you for telling me. It stays with me and nobody is told. If it gets heavier, Need something? in the room has more ways, at any time.
concern-passed-on =
    I'm asking the stewards who don't sit in this circle to have a look. They see what you wrote and, where it is an open one, the interest; not your name. Nobody in the circle is told.

    If it would help sooner, you can leave at any time, silently.
concern-no-steward =
    I'd like to pass this on, but I know of no steward outside this circle, so nobody has been told.

    You can leave at any time, silently, or tell me whom you'd rather not sit with. If something breaks the rules of this place, the people who run it can be asked directly.
report =
    Somebody in a circle on **{ $interest }** asks for a steward's look. Open it when it suits you; three ready answers are there.
    .preview = A circle asks for a steward's look
report-footer = You get this because you're a steward here and don't sit in that circle. Fewer: another steward can take your place.

## A season's end

season-question =
    A season is over. What would you like next? Carry on with these people, have a fresh mix, or rest. All three are good answers.
    .preview = Carry on, a fresh mix, or rest?
season-question-quiet =
    It has been quiet here, and that is fine. What would suit you now: carry on with these people, have a fresh mix, or rest? All three are good answers.
    .preview = Carry on, a fresh mix, or rest?
season-question-footer = Only I see what you tap, and you can change it for a few days. No tap means rest; a rest ends whenever you say so.
season-question-over =
    Carry on, a fresh mix, or rest? That has been decided; My circles shows what comes next for you.
season-noted-carry-on =
    Noted: carry on. You can change it until { $until }. If too few want to, you go back to waiting for new people.
season-noted-fresh-mix =
    Noted: a fresh mix. You can change it until { $until }. Then I look for new people for you.
season-noted-rest =
    Noted: rest. You can change it until { $until }. Nothing comes from me about this until you tap again.
season-decided =
    Noted, and with that everybody has answered: it's decided. The room and My circles show what comes next.
season-goes-on =
    On we go, until { $until }. Nothing to do; talk when it suits you.

    If you'd rather not, Need something? has a silent way out. My circles shows what comes next for you.
    .preview = On we go
season-over =
    That question is over, so nothing was changed. My circles shows what comes next for you.

button-carry-on = Carry on
button-fresh-mix = A fresh mix
button-rest = Rest

## Why the engine did what it did (the sandbox's side panel)

why-room-opened = The room is there: welcome everyone, and look some days later whether it is quiet.
why-room-opened-again = The new room is there: the season goes on in it.
why-room-known = The room is known already, or its circle is over: nothing to do.
why-room-not-needed = The room came too late: close it again.
why-room-failed = The circle could not open: everybody goes first in line, and is told.
why-room-gone = The room was deleted on purpose: the circle is over, quietly, and everybody's wish waits again.
why-room-opens-again = The room was deleted: a new one opens for the same people.
why-room-opens-elsewhere = The channel it was to open under is gone: it opens under the next best one.
why-place-gone = A channel was deleted: go on without it, and tell the stewards.
why-place-moved = A channel has another id: remember it, nothing else changes.
why-place-of-no-matter = A channel that nothing here is in: nothing to do.
why-post-shown = Keep where the post is, to edit it later.
why-post-unknown = No such post here: nothing to do.
why-voice = A voice was heard: remember when, never what it said.
why-voice-known = A voice was heard within the hour already: nothing to write down.
why-not-seated = They don't sit in this circle: nothing is changed.
why-tapped = Show the tap to the room; never who hasn't tapped.
why-tap-same = The same tap again: nothing is changed.
why-tap-over = That question is over or not theirs: nothing is changed.
why-circle-left = They left: the seat is free and nobody is told.
why-circle-left-already = They had left already: nothing is changed.
why-closed-alone = One person can't be a circle: close it, tell that person, and put their wish first in line.
why-room-lively = Two voices or more were heard lately: stay out, and look again { $when }.
why-prompt-recent = There was a prompt not long ago: leave them be.
why-room-asleep = More of the room will be awake later: wait for that hour.
why-prompted = The room is quiet and most of it is awake: ask something light.
why-no-prompt-now = This room takes no prompt now: nothing to do.
why-no-prompt-left = They have had every prompt there is: leave them be.
why-changed = Two or more wished for a change some days ago: ask for next to nothing.
why-lapsed = That wasn't sent in time: plan it anew instead of sending it late.
why-check-in-asked = Their pace, pause, quiet hours and budget all allow it: ask how the circle is.
why-check-in-moved = Not in quiet hours, in a pause, or over the budget: ask { $when } instead.
why-check-in-stopped = The last check-in went unanswered: no more this season.
why-check-in-not-wanted = Their pace takes no check-ins, or no message reaches them: leave it out.
why-check-in-not-now = This check-in has no place any more: leave it out.
why-check-in-answered = Noted, once; others see nothing of it.
why-check-in-over = Answered before, or over: nothing is changed.
why-avoided = The two are kept apart from now on; only the one who asked knows.
why-avoid-nobody = There is no such person to avoid here: nothing is changed.
why-concern-kept = Told to the bot only: nobody else hears of it.
why-concern-passed-on = Ask the stewards who don't sit in that circle to look, without a name.
why-concern-no-steward = No steward outside the circle is known: say so.
why-asked-at-season-end = The season is over: ask carry on, a fresh mix, or rest.
why-asked-after-silence = The last prompts met silence: ask carry on, a fresh mix, or rest.
why-season-not-now = The question has been asked, or the circle is over: nothing to do.
why-season-not-asked = Nothing is being asked here now: nothing is changed.
why-season-answered = Noted; decided at the deadline, or once everybody has answered.
why-season-all-answered = Everybody has answered: decide now, nobody is left to wait for.
why-question-never-shown = The question never got to the room: ask it anew.
why-season-goes-on = Enough want to carry on: a new season with them, and the others rest or wait as they chose.
why-season-closed = Too few want to carry on: thanks, close, and each wish waits or rests as chosen.
