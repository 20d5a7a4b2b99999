### What a member chooses for themselves, long waits, and coming back.

button-about-me = About me
command-circles-me = How much comes to you, in which hours and languages
    .name = me
    .example = /circles me

about-me =
    All of this is only about what comes to you; nobody else sees it, and nothing here has to be chosen.
    .title = About me
about-me-saved = Kept. It counts from the next message on.
about-me-zone = Your time zone, as I understand it: { $zone }.
about-me-languages = You talk in: { $languages }. A circle always shares one.
about-me-footer = Quiet hours and the number of messages hold for everything I send unasked.
about-me-later =
    There is nothing about you here yet. When you have joined something, you can choose here how much comes to you.
about-me-not-possible =
    That choice does not exist any more. Nothing was changed.

prefer-pace = How much I say to you
prefer-pace-quiet = Invitations and answers only
prefer-pace-light = A check-in now and then, too
prefer-pace-regular = And a mention when a prompt comes
prefer-messages = Messages I may send you unasked
prefer-messages-option =
    { $count ->
        [0] None: I look in myself
       *[other] At most { $count } a week
    }
prefer-circles-at-once = Circles at the same time
prefer-circles-at-once-option =
    { $count ->
        [0] None for now
        [one] One circle at a time
       *[other] Up to { $count } circles at a time
    }
prefer-ask-first = Before a circle opens
prefer-ask-first-yes = Ask me each time
prefer-ask-first-no = After the first, just open it
prefer-quiet-from = Quiet hours begin at
prefer-quiet-from-option = Quiet from { $hour }
prefer-quiet-to = Quiet hours end at
prefer-quiet-to-option = Quiet until { $hour }
prefer-languages = Languages you like to talk in

still-interested =
    A while ago you said that you would like to talk about **{ $interests }**. There was no circle yet. Shall I keep looking?
still-interested-private =
    Something you asked for a while ago has not come about yet. Shall I keep looking?
    .preview = Shall I keep looking?
button-still-yes = Keep looking
button-still-rest = Let it rest
still-waiting =
    I keep looking. My circles shows how it stands.
still-resting =
    It rests now. A tap under My circles wakes it whenever you like.
still-over =
    That is settled already. My circles shows how things stand now.

mine-still = { $interest }: waiting for a long time now. Shall I keep looking?
mine-not-yet-few = { $interest }: still gathering, there are not enough of you yet. I look again on { $next }; a second interest helps.
mine-not-yet-turn = { $interest }: the numbers did not come out even last time. You are nearer the front now; I look again on { $next }.

why-preference-chosen = Somebody chose something for themselves: it counts from the next message on.
why-preference-refused = There is no such choice: nothing changes.
why-still-answered = Somebody said whether they are still interested.
why-still-over = Nothing was asked any more: nothing changes.
why-member-gone = Somebody left the community: their seats are free, their wishes sleep, and nobody is told.
why-gone-already = That somebody left is known already: nothing changes.
