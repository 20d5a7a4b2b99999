### With: a circle of chosen people, from the question to the room.

## The room of chosen people, where its words differ from others'

topic-anything = whatever comes up
circle-left-with =
    You've left the circle on **{ $interest }**. I've told nobody, and you'll hear nothing more about it from me.

    The room itself I leave to you. { $leaving_room }
circle-not-for-me-with =
    Thank you for saying so. You've left the circle on **{ $interest }**; I've told nobody.

    The room itself I leave to you. { $leaving_room }
closed-alone-with =
    Your circle on **{ $interest }** has come down to just you, so I've closed its room. Nothing to do.
    .preview = News about your circle
room-failed-with =
    Your circle on **{ $interest }** was ready, but I could not open its room. That is on our side, not yours. You're welcome to ask the same people again.
    .preview = News about your circle
season-question-with =
    A season is over. What would you like next? Carry on with these people, or rest. Both are good answers.
    .preview = Carry on, or rest?
season-question-quiet-with =
    It has been quiet here, and that is fine. What would suit you now: carry on with these people, or rest? Both are good answers.
    .preview = Carry on, or rest?

## Asking, and being asked

with-form =
    Each of them is asked privately whether they like to, and sees that it's you who asks. Two of you are enough. Nobody learns who else was asked before the room is there.
    .title = Talk with chosen people
    .submit = Ask them
with-who = With whom?
with-topic = About what? (may stay empty)
with-asked =
    I ask { $people } privately, each when it suits them, about **{ $topic }**. With one yes a room for you opens, at the latest { $until }; sooner when all have said yes.

    You hear of the room, or of one line that it didn't come about this time. Nobody is ever said to have declined.
with-question =
    { $asker } would like to talk with you and perhaps a few others, about **{ $topic }**. If you like to, a small private room opens.

    Before you say yes: those in the room see your name, { $who_sees }, and what you write stays with those who read it.

    Not now, or no answer, is fine and told to nobody. You can answer until { $until }.
    .preview = Somebody would like to talk with you
mine-with = { $asker } would like to talk with you and perhaps a few others, about { $topic }. Before you say yes: those in the room see your name, { $who_sees }, and what you write stays with those who read it. You can answer until { $until }; no answer is fine too.
with-accepted =
    You're in. A room about **{ $topic }** opens once all have said yes, or { $until } with those who have.
with-declined =
    Noted, and told to nobody. Should you change your mind, you can until { $until }.
with-not-this-time =
    Talking about **{ $topic }** with the people you had in mind did not come about this time. You're welcome to ask again, them or others.
    .preview = News about a circle you wished for
with-unknown =
    I don't find that question, so nothing was changed.
with-over =
    That question is over, so nothing was changed.
with-while-paused =
    You've paused everything, so nothing was asked or changed. End the pause first, if you like.
with-nobody =
    Choose at least one other person; nothing was asked yet.
with-too-many =
    A circle of chosen people is small: you and at most { $limit } others. Nothing was asked yet.
with-topic-long =
    A topic has at most { $limit } characters. Nothing was asked yet.
with-enough =
    You've asked { $limit } times within a week, which is as often as I pass on. The next can go out { $again }. Nothing was asked now.
button-with-yes = I'd like to

command-circles-with = Talk with chosen people; each is asked privately
    .name = with
    .example = /circles with Ana, Ben: zines
command-circles-handoff = Carry on elsewhere with somebody from a circle
    .name = handoff
    .example = /circles handoff Ana

## Why the engine did what it did (the sandbox's side panel)

why-with-refused = It can't be asked like that: say why, and change nothing.
why-with-asked = Everybody who may be asked is asked privately, when it suits them.
why-with-not-asked = Not asked: it looks like silence.
why-with-held = Quiet hours or their budget: ask later.
why-with-waits = They take no messages: the question waits behind My circles.
why-with-sent = Quiet hours and their budget allow it: ask.
why-with-unknown = No such question for this person: nothing is changed.
why-with-over = That is over: nothing is changed.
why-with-no = A no is kept nowhere; it is the same as silence.
why-with-paused = A pause takes nobody along: nothing is changed.
why-with-yes = A yes; decided at the deadline, or once all have said yes.
why-with-all = All have said yes: decide now.
why-with-opens = Two or more said yes: open a room for them.
why-with-not-this-time = Too few said yes: one neutral line, and nobody is named.
why-with-forgotten = Who was asked is forgotten, a week after it was over.
