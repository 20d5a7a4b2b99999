### With: a circle of chosen people, from the question to the room.

## The room of chosen people, where its words differ from others'

topic-anything = whatever comes up
circle-left-with =
    You've left the circle on **{ $interest }**. I've told nobody, and you'll hear nothing more about it from me.

    The room itself I leave to you. If leaving it would be announced there, mute it instead: it closes by itself at the end of the season.
circle-not-for-me-with =
    Thank you for saying so. You've left the circle on **{ $interest }**; I've told nobody.

    The room itself I leave to you. If leaving it would be announced there, mute it instead: it closes by itself at the end of the season.
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
