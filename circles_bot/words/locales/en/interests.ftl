### What is said about interests themselves: confidential ones, proposals and co-signs, a follower's word, and what stewards do.

## On the board and in the join menu

button-private = Join something private
button-more-topics = Propose or co-sign
button-propose = Propose a topic
button-propose-private = Propose something private
board-proposed = Proposed: { $interest }. Propose or co-sign says so privately.
joined-neighbour = People here who follow { $interest } often follow { $other }, too.

## Confidential interests

private-not-yet =
    Some things are easier to talk about when nobody knows that one does. That needs people enough, and some time: { $people } who have opted in here, and { $days } days in this community for whoever joins.

    It isn't so far yet. There is nothing to do, and nobody sees that you looked.
private-none =
    There is nothing private to join yet. You may propose something; only the stewards read it, without your name.
private-list =
    Only you see this. None of it is ever on the board, in a list or in a number, and nobody sees what you choose.
private-placeholder = Choose something private
private-before =
    Before you say yes to **{ $interest }**, what I can and cannot promise:

    Anyone here could join as you did; those you sit with will see your name. Nobody else learns of it from me: stewards and numbers included.

    Of a room of yours, { $who_sees }. What you write stays with those who read it.

    Whoever runs the computer this runs on could, with effort, read the database; private interests are sealed in it.
private-asks-for-word = This one is joined on the word of somebody who follows it. If you have it, your yes works; if not, nothing happens.
private-needs-word =
    This one is joined on the word of somebody who follows it, and I have none for you so far. Nothing was changed, and nobody is told that you asked.
private-joined =
    You're in for **{ $interest }**; nobody sees this, nor ever will from me. I look again on { $next }.

    When there is something, I write only “Something you asked for is ready”. The rest comes when you tap.
private-once-a-season = One private circle a season is the limit for everybody, so I count you in from { $until } on.

private-ready =
    Something you asked for is ready. Open it when you're alone.
    .preview = Something you asked for is ready. Open it when you're alone
button-open-privately = Open
private-invitation =
    A small circle on **{ $interest }** is ready. Would you like to sit in it?

    Before you say yes: those in the room see your name, { $who_sees }, and what you write stays with those who read it. The room's own name says nothing of what it is about.

    There is time until { $until }. No answer is fine too, and nobody sees what you tap.
private-fizzled =
    Something you asked for did not come about this time. That says nothing about you, and you go first in line. There is nothing to do; My circles has the rest.
    .preview = A word from me, whenever you like
private-room-failed =
    Something you asked for was ready, but I could not open it. That is on our side, not yours. You keep your place and go first next time; I look again { $looks }.
    .preview = A word from me, whenever you like
private-closed-alone =
    Something you were in has come down to just you, so I've closed it. Your wish stands and goes first in line; I look again { $looks }. My circles has the rest.
    .preview = A word from me, whenever you like
private-check-in =
    How is it going for you? One tap is plenty, and it stays between you and me.
    .preview = A small question, whenever you like
private-topic-opened =
    Something you asked for is there now. My circles has it, when you're alone.
    .preview = Something you asked for is there now

## A follower's word

button-word = Give your word for { $interest }
    .brief = Give your word
word-ask =
    For whom do you give your word, so that they may join **{ $interest }**? They aren't told, and nor is anybody else: tell them yourself if you like.
word-placeholder = Choose somebody
word-kept =
    Kept. If they choose **{ $interest }** themselves, they may join. Nobody is told, and nobody learns who gave a word.
word-too-many =
    That is the { $most } words a week that one person can give. Nothing was changed; next week there are more.
word-for-oneself =
    A word is for somebody else. Nothing was changed.
word-not-yours =
    There is nothing here that your word would open, so nothing was changed.

## Proposing and co-signing

propose =
    One topic that you'd like to talk about with a few people. It shows on the board without your name.
    .title = Propose a topic
    .submit = Propose it
propose-private =
    One topic, for those who'd rather not be seen with it. Only the stewards read it, without your name; if they open it, you're in.
    .title = Propose it privately
    .submit = Pass it on
propose-name = What would you like to talk about?
propose-word-placeholder = Who may join?
propose-word-anyone = Whoever may join something private
propose-word-word = Only with the word of somebody who follows it
propose-unusable =
    That can't be a topic: a name has 1 to { $limit } characters. Nothing was changed.
propose-exists =
    There is **{ $interest }** already, so there is nothing to propose. One tap joins it.
propose-near =
    Something close to “{ $name }” is here already. Is it one of these?
button-propose-anyway = Propose mine as well
propose-too-many =
    That is the { $most } topics a week that one person can propose, so that the board stays readable. Nothing was changed; next week there is room again.
propose-queue-full =
    There are a good many topics proposed already, more than anybody reads. Co-signing one of them helps; nothing was changed.
propose-over =
    That topic is no longer proposed: it has opened, or it was let go of. Nothing was changed.
co-signed =
    Noted, privately: you'd like **{ $interest }**. It opens when a few people would, or when a steward says yes, and as there is room; small places start with few interests, so that people find one another.

    I look once a day, and when it opens, you're in and hear from me. Nobody sees who would like it, nor how many.
co-sign-back =
    Taken back: you're no longer counted for **{ $interest }**, and nobody was told.
co-sign-placeholder = Proposed: I'd like this too
proposed-private =
    Passed on to the stewards: **{ $interest }**, without your name. If they open it, you're in, and hear from me in words that give nothing away.

    It opens by a steward's yes alone, and shows nowhere until then.
button-unsign-one = Take back { $interest }
    .brief = Take back
topic-opened =
    The topic **{ $interest }** is open, and you're in: you said you'd like it. I look again on { $next }.
    .preview = A topic you'd like is open

## Under My circles

mine-proposed = { $interest }: proposed, and you'd like it. I look once a day whether it can open.
mine-refused = { $interest }: the stewards said “not now” to this one. It can be proposed again another time.
mine-archived = { $interest }: not offered here any more, so nothing comes of this wish. A circle that talks goes on.
mine-merged = { $interest }: part of { $into } now.

## What stewards see

command-circles-propose = Propose something to talk about; it shows without your name
    .name = propose
    .example = /circles propose fishing
command-steward-interests = Proposals to answer, and interests to archive, merge or rename
    .name = interests
    .example = /steward interests

steward-interests =
    Only you see this. Whom a proposal comes from is known to nobody, and how many like it neither. There is room for { $most } open interests here so far; private ones are counted apart.
    .title = Interests
steward-interests-none =
    Only you see this. Nothing is proposed at the moment. There is room for { $most } open interests here so far; private ones are counted apart.
    .title = Interests
steward-proposed = Proposed: { $interest }
steward-proposed-private = Proposed as private, shown nowhere: { $interest }
approve-placeholder = Open one of these
refuse-placeholder = Not now, for one of these
archive-placeholder = Archive one of these
merge-from-placeholder = Which one ends?
merge-into-placeholder = Into which one?
alias-of-placeholder = Which interest?
button-merge = Merge two
button-alias = Add another name
merge =
    One interest ends, and who waits for it waits for the other from now on. Circles that talk go on.
    .title = Merge two interests
merge-into =
    Then **{ $interest }** ends, and who waits for it waits for what you choose now. Circles that talk go on.
    .title = Merge two interests
alias-of =
    Joining will find the interest by another name, too. Which one is it about?
    .title = Another name
alias =
    Joining will find the interest by this name, too.
    .title = Another name
    .submit = Add it
alias-name = Another name for it
proposal-approved =
    Good: **{ $interest }** opens now. Who would like it is in, and hears from me.
proposal-waits-for-room = Or rather: as soon as there is room. There can be { $most } open interests here so far; archiving one makes room, and so do more people.
proposal-waits-for-people = Or rather: as soon as { $people } people have opted in here. Fewer could guess.
proposal-refused =
    Not now, then: **{ $interest }** is off the board. Who proposed it reads so under My circles, and nobody else is told.
proposal-over =
    That one has been answered already, so nothing was changed.
archived =
    Done: **{ $interest }** is archived. Circles that talk go on, and who waits for it reads so under My circles. Proposing it again brings it back.
interest-gone =
    That interest is not there any more, so nothing was changed.
merged =
    Done: **{ $interest }** is part of **{ $into }** now, and found by its old name, too. Who waited moved along; circles that talk go on.
merge-impossible =
    That takes two different interests that are both open. Nothing was changed.
alias-kept =
    “{ $name }” finds **{ $interest }** from now on.
alias-taken =
    “{ $name }” finds **{ $interest }** already, and a name means one interest only. Nothing was changed.
alias-unusable =
    That can't be another name: it has 1 to { $limit } characters, and an interest has 20 at most. Nothing was changed.

## Why the engine did what it did (the sandbox's side panel)

why-private-not-yet = They can't join something private yet: one answer, whatever the reason.
why-private-unknown = No such thing on the private list: show the list.
why-private-needs-word = It is joined on a follower's word, and there is none: nothing is changed.
why-private-joined = They wish for something private: keep the wish, tell nobody, show nothing anew.
why-left-private = They took a private wish back: end it at once and silently.
why-word-kept = A follower's word: keep it, and tell nobody.
why-word-refused = No word can be given here, or too many were: nothing is changed.
why-propose-unusable = The name is empty or too long: nothing is changed.
why-propose-exists = There is such an interest already: offer it.
why-propose-exists-private = There is such a thing on the private list already: offer it.
why-propose-near = Something nearly the same is there: offer that first.
why-propose-too-many = More proposals than one person, or one board, can have: nothing is changed.
why-propose-over = Nothing of that name is proposed: nothing is changed.
why-co-signed = They'd like a proposed topic: keep it, and look a whole day later at the earliest.
why-co-signed-private = They'd like something private: pass it to the stewards without their name.
why-co-sign-back = They took a co-sign back: nothing else is changed.
why-proposals-looked = The day's look at what is proposed: open what may open, one by one, as there is room.
why-proposal-approved = A steward said yes: it opens as soon as there is room.
why-proposal-refused = A steward said not now: it is off the board.
why-archived = A steward archived an interest: off the board and every list, and its circles go on.
why-merged = A steward merged two interests: move the wishes that wait.
why-merge-impossible = Not two different open interests: nothing is changed.
why-alias-kept = A steward gave an interest another name.
why-alias-unusable = The name is unusable, or finds an interest already: nothing is changed.
why-stewards-only = Not a steward: nothing is changed.
