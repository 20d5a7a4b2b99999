### Hand-off: two carry on elsewhere, when both say so.

button-handoff = I'd talk 1:1
button-handoff-yes = Yes, gladly
button-handoff-give = Give a few words
button-handoff-nothing = Nothing, just say hello here
button-handoff-show = Show it, once

handoff-who = With whom?
handoff-ask-who =
    With whom would you like to carry on, just the two of you? It can be anybody you share or shared a circle with. They see that it's you; you hear of a yes only.
handoff-asked =
    I ask { $who } privately, and they see that it's you. You hear of a yes; if there is none until { $until }, I say nothing, and that can mean anything.
handoff-question =
    { $asker }, from a circle you share or shared, would like to carry on talking, just the two of you.

    Not now, or no answer, is fine: only a yes is passed on. You can answer until { $until }.
    .preview = Somebody would like to carry on talking
mine-handoff = { $asker }, from a circle you share or shared, would like to carry on talking, just the two of you. You can answer until { $until }; no answer is fine too.
handoff-declined =
    Noted, and told to nobody. Should you change your mind, you can until { $until }.
handoff-agreed =
    Lovely; I let { $who } know. Is there something you'd like to give, such as how to reach you? It is sealed, seen by them once, and deleted, at the latest { $until }.
handoff-yes =
    { $who } would like to carry on talking with you, too. Is there something you'd like to give, such as how to reach you? It is sealed, seen by them once, and deleted, at the latest { $until }.
    .preview = Somebody said yes
handoff-agreed-already =
    You two have both said yes already. If you haven't yet, you can give the other a few words.
handoff-once =
    That can be asked once a season for the two of you, so nothing was asked now. You can always say it in your circle.
handoff-not-met =
    That works among people who share or shared a circle, so nothing was asked. With anybody else there is /circles with.
handoff-avoided =
    They are on your list of people you'd rather not sit with, so nothing was asked. Take the entry back first, if you like.
handoff-enough =
    You've asked { $limit } times within a week, which is as often as I pass on. The next can go out { $again }. Nothing was asked now.
handoff-unknown =
    I don't find that question, so nothing was changed.
handoff-over =
    That is over, so nothing was changed.
handoff-gift =
    They see it once, and then it is deleted. It is sealed until then, and nobody else reads it.
    .title = A few words for them
    .submit = Give
handoff-gift-text = For example how to reach you
handoff-gift-long =
    That is longer than the { $limit } characters I can pass on, so nothing was given.
handoff-given =
    Sealed and on its way. They see it once, and then it is deleted.
handoff-nothing =
    That's fine: I tell them that you'd like to hear from them here.
handoff-news =
    { $who } has left a few words for you. They can be seen once, and are deleted afterwards, at the latest { $until }.
    .preview = A few words for you
handoff-hello =
    { $who } would be glad to hear from you: just say hello here.
    .preview = A hello for you
handoff-shown =
    From { $who }, shown this once: { $text }
handoff-seen =
    There is nothing here to show (any more).

## Why the engine did what it did (the sandbox's side panel)

why-handoff-refused = It can't be asked like that: say why, and change nothing.
why-handoff-asked = The other is asked privately, when it suits them; the asker hears of a yes only.
why-handoff-asked-before = Asked already: the same answer again.
why-handoff-not-asked = Not asked: it looks like silence.
why-handoff-held = Quiet hours or their budget: ask later.
why-handoff-waits = They take no messages: the question waits behind My circles.
why-handoff-sent = Quiet hours and their budget allow it: ask.
why-handoff-unknown = No such question for this person: nothing is changed.
why-handoff-over = That is over: nothing given is kept.
why-handoff-no = A no is kept nowhere; it is the same as silence.
why-handoff-yes = Both said yes: each may give the other a few words.
why-handoff-given = Kept sealed for the other, to be seen once.
why-handoff-shown = Shown once, and deleted with the same stroke.
