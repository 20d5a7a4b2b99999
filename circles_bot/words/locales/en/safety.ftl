### People I'd rather not sit with, reports to the stewards, and what a steward can do about one.

## The avoid list

avoided-none =
    There is nobody you'd rather not sit with. You can choose somebody here; they are not told, and nobody sees it.
avoided-list =
    These are the people you'd rather not sit with. I never put you together, in any way. They are not told, and nobody sees this list.

    You can add somebody, or take an entry back.
avoided-since = Somebody, since { $since }
avoid-add-placeholder = Add somebody
avoid-end-placeholder = Take an entry back
avoid-full =
    Your list holds { $limit } people, which is as many as I can keep, so nothing was changed. Take an entry back to make room for another.
button-avoided = People I'd rather not sit with

## Reporting

report-form =
    This goes to the stewards who are not in this circle. Nobody in the circle is told. It is kept for 90 days and sealed, and nobody else reads it.
    .title = Ask a steward to look
    .submit = Send
report-text = What should they know? (may stay empty)
report-name = May they know it was you?
report-name-no = No, please don't say who
report-name-yes = Yes, tell them my name
report-passed-on-named =
    I'm asking the stewards who don't sit in this circle to have a look. They see your name, as you chose, and nobody in the circle is told.

    If it would help sooner, you can leave at any time, silently.
report-too-long =
    That is longer than the { $limit } characters I can pass on, so nothing was sent. A few sentences are plenty.
report-enough =
    The stewards have several reports of yours from today, so this one was not sent. The next can go out { $again }.

    You can leave at any time, silently. If it can't wait, the people who run this place can be asked directly.

## What a steward sees

topic-of-their-own = something of their own
reports =
    These are open, the oldest first. You don't see reports about circles you were asked into.
reports-none =
    Nothing is open that I may show you. Reports about circles you were asked into go to other stewards.
report-line = { $number }. { $when }, about a circle on **{ $interest }**
report-open =
    { $when }, about a circle on **{ $interest }**:
report-words = { $text }
report-no-words = No words were added, only the wish that a steward has a look.
report-who = From { $who }, who is fine with you knowing.
report-who-unsaid = I can't say who it was.
report-ask = Answer with one tap; it reaches them privately. Your name is not said.
report-told = Answered: { $answer }
report-unknown =
    There is no report here that I may show you. Nothing was changed.
report-answered-already =
    A steward has answered this one already. Nothing was changed.
report-answer-done =
    About what you told the stewards: thank you. One of them has looked, and it is taken care of.
    .preview = An answer for you
report-answer-more =
    About what you told the stewards: thank you. They would like to hear more; write to one of them if you wish, and only then.
    .preview = An answer for you
report-answer-watching =
    About what you told the stewards: thank you. One of them has looked and will keep an eye on it.
    .preview = An answer for you
button-report-open = Open it
button-report-number = Open { $number }
    .brief = Open
button-report-done = Looked, taken care of
button-report-more = I'd like to hear more
button-report-watching = I'll keep an eye on it
button-close-room = Close this room kindly
button-keep-room = Keep it open after all
button-hold = Keep somebody out of new circles
close-chosen =
    That room closes { $when } with the usual thanks, like any circle that ends; no reason is given. Nothing in it is lost.
close-kept =
    The room stays open. Nobody has noticed anything.
close-over =
    That circle is over already, so there is nothing to close.

## Keeping somebody out of new circles

hold =
    They sit in no new circle for that time. They are not told, the circles they are in stay as they are, and their wishes are kept.
    .title = No new circles for now
    .submit = Save
hold-who = Whom?
hold-how-long = For how long?
hold-weeks = { $weeks } weeks
hold-end = No longer
held =
    Noted, until { $until }. Nobody is told. To end it sooner, choose them again and "No longer".
hold-ended =
    Noted: nothing keeps them out of new circles. Nobody is told.
mine-kept = **{ $interest }**: your wish is kept, and nothing is planned for it right now.

command-circles-avoid = People you'd rather not sit with; nobody is told
    .name = avoid
    .example = /circles avoid
command-steward-reports = Reports that wait for a steward's look
    .name = reports
    .example = /steward reports
command-steward-hold = Keep somebody out of new circles for a while
    .name = hold
    .example = /steward hold

## Why the engine did what it did (the sandbox's side panel)

why-avoid-full = Their list is full: nothing is changed.
why-avoidance-ended = They took an entry of their own list back.
why-report-refused = That is too long: nothing is sent.
why-report-enough = Several reports in one day: this one is not sent.
why-report-unknown = No such report for this person: nothing is changed.
why-report-answered = A ready answer goes to who reported, without the steward's name.
why-report-answered-already = Answered before: nothing is changed.
why-report-expired = Kept for 90 days, and now let go.
why-close-chosen = A steward closes the room at the next full hour, so that the hour tells nothing.
why-close-kept = The room stays open after all.
why-close-over = That circle is over: nothing to do.
why-closed-kindly = A steward's closing: thanks, close, and every wish waits again.
why-held = Kept out of new circles until that date; nobody is told.
why-stewards-only = Only stewards may: nothing is changed.
