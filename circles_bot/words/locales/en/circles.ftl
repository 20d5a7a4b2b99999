### What is said when a circle grows, shrinks, or begins with few; offers of something near; picked questions.

## One more person

button-more = One more person?
need-more =
    Would you like one more person in this circle? It happens only when everyone who sits here has tapped it. Nobody sees who has, and nothing is said if it doesn't come to it.

    Then I ask somebody privately at one of my next looks. Whoever joins sees your names, and can read what was written here.
button-more-yes = Yes, one more
button-more-no = Rather not after all
more-noted =
    Noted, and nobody sees it. If everyone here would like that, I ask somebody privately at one of my next looks; if not, nothing is said.
more-taken-back =
    Taken back, and nobody sees it.

invitation-late =
    A circle on **{ $interest }** keeps a seat open, and everyone who sits there would like one more person. Would you like to sit in it?

    Before you say yes: those in the room see your name, { $who_sees }, and what you write stays with those who read it.

    There is time until { $until }. No answer is fine too, and nobody sees what you tap.
    .title = A seat is open
    .preview = A small circle is ready
accepted-late-seat =
    Good, the seat is yours. The room for **{ $interest }** opens for you when most people there are awake, at the latest { $when }.
room-joined =
    { $people } has joined you here. Say hello whenever it suits you.
    .preview = Somebody has joined your circle

## A circle that has become small

shrunk-question =
    Would one more person do this circle good? Or would you rather carry on as it is, or rest? All three are good answers.
    .preview = One more person, carry on, or rest?
shrunk-question-footer = Only I see what you tap, and you can change it for a few days. One more person comes only if everyone here would like that; no tap means carry on as it is.
shrunk-question-over =
    One more person, carry on as it is, or rest? That has been decided; My circles shows what comes next for you.
shrunk-noted-one-more =
    Noted: one more person. You can change it until { $until }. If everyone here would like that, I ask somebody privately at one of my next looks.
shrunk-noted-carry-on =
    Noted: carry on as it is. You can change it until { $until }.
button-one-more = One more person
button-carry-on-as-it-is = Carry on as it is

## Two who both like

invitation-two =
    So far only two of you would like to talk about **{ $interest }**. Would you like to start as two, with a seat kept open for more?

    It begins only if you both like to. Before you say yes: the other sees your name, { $who_sees }, and what you write stays with those who read it.

    There is time until { $until }. No answer is fine too: you just keep waiting, and nobody sees what you tap.
    .title = Start as two?
    .preview = A small circle is ready
accepted-two =
    Good. If the other one likes to as well, the room for **{ $interest }** opens by { $until }; if not, you just keep waiting, and there is nothing to do.

    Until then you can change your mind under My circles.
accepted-opening-later =
    Good, and with that there are enough of you: the room for **{ $interest }** opens when most of you are awake, { $when }.

## Something near

near-offer =
    There was no circle on **{ $interest }** for you yet, and your wish stays. Would you like to talk about **{ $near }** meanwhile? One tap and you're in for that, too.
    .preview = Something near what you wished for
mine-near = Meanwhile, you might like { $interest }; your other wishes stay.

## A season's end, where a fresh mix would bring no new faces

again-question =
    A season is over. Would you like to go on with these same people, or rest? So few others wait for this that a fresh mix would bring no new faces. Both are good answers.
    .preview = Carry on, or rest?
again-question-footer = Only I see what you tap, and you can change it for a few days. No tap means rest; a rest ends whenever you say so.
again-question-over =
    Carry on, or rest? That has been decided; My circles shows what comes next for you.

## Check-ins where they come often

check-in-footer-often = Leave this one unanswered and no more come until the next season. Fewer of all of these: My circles.

## The next question

button-pick-next = I'll pick the next question
button-talking = We're talking, skip a while
pick-choose =
    One of these, then? It comes the next time I would ask something here, and nobody sees who picked it unless you like.
pick-option = { $prompt }
    .brief = This one
pick-nothing =
    There is no question left that you haven't had here, so nothing was changed. Whatever you'd like to ask, the room is yours.
pick-noted =
    Noted. It comes the next time I would ask something here, and nobody sees who picked it.
pick-noted-named =
    Noted. It comes the next time I would ask something here, with your name.
button-pick-named = Say that it's from me
room-prompt-picked = { $people } picked this: { $prompt }
    .preview = A light question in your circle
talking-noted =
    Good. I stay out of it until { $until }; any time after that, this button is here again.

## Why the engine did what it did (the sandbox's side panel)

why-more-noted = Noted on their own seat: nothing happens before everyone who sits here has tapped it.
why-seat-opened = Everyone who sits here would like one more person: a later round may ask somebody. Nothing is said.
why-late-seat-taken = A yes to the open seat: let them in when most of the room is awake.
why-late-seat-filled = They are in the room: say who has joined, in one line.
why-late-seat-gone = They left, or the circle closed, meanwhile: nothing to say.
why-shrunk-not-now = It is as large as a circle needs, keeps a seat open, or is asked soon anyway: nothing to do.
why-asked-when-shrunk = Some days ago it became small: ask one more person, carry on as it is, or rest; never who or how many.
why-shrunk-carries-on = Not everyone would like one more person: carry on as it is.
why-pair-waits-on = Not both of the two said yes: they just keep waiting, and nobody is told.
why-picked = They picked the next question: it comes when one would come anyway.
why-pick-offered = Show them three questions the room has not had.
why-pick-unknown = That question is used up or unknown: nothing is changed.
why-talking = They say that they are talking: no question for a while.
why-room-talks = Somebody said that they are talking: stay out, and look again { $when }.
why-post-gone = That post is no longer there: forget where it was; a question nobody can answer is asked anew.
