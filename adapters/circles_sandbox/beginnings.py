"""Who and what a new workspace begins with: nine people, four channels, a few words to make it a place."""

from circles_sandbox.model import Person

PEOPLE: tuple[Person, ...] = (
    Person(id="U1", name="Ana Ribeiro", home="Lisbon", timezone="Europe/Lisbon", locale="en-GB", colour=0),
    Person(
        id="U2",
        name="Noor Haddad",
        home="Utrecht",
        timezone="Europe/Amsterdam",
        locale="en-GB",
        colour=1,
        is_steward=True,
    ),
    Person(id="U3", name="Emeka Obi", home="Lagos", timezone="Africa/Lagos", locale="en-NG", colour=2),
    Person(id="U4", name="Jonas Keller", home="Leipzig", timezone="Europe/Berlin", locale="en-GB", colour=3),
    Person(id="U5", name="Amira Wanjiru", home="Nairobi", timezone="Africa/Nairobi", locale="en-KE", colour=4),
    Person(id="U6", name="Priya Deshmukh", home="Pune", timezone="Asia/Kolkata", locale="en-IN", colour=5),
    Person(id="U7", name="Sofía Paredes", home="Bogotá", timezone="America/Bogota", locale="es-CO", colour=6),
    Person(id="U8", name="Tom Whitaker", home="Duluth", timezone="America/Chicago", locale="en-US", colour=7),
    Person(id="U9", name="Hana Sato", home="Sapporo", timezone="Asia/Tokyo", locale="ja-JP", colour=8),
)

CHANNELS: tuple[tuple[str, str], ...] = (
    ("welcome", "Say hello, or just look around"),
    ("general", "Whatever the day brings"),
    ("circles", "Small circles of people who would like to talk about the same thing"),
    ("reading-room", "What we read, and what we think of it"),
)
"""Names and topics, in the order of the list."""

STEWARDS_CHANNEL = ("stewards", "For those who look after the bot; nobody else sees it")
"""The channel that only stewards see."""

WORDS: tuple[tuple[str, str, str], ...] = (
    ("welcome", "U2", "Welcome, everybody. Libraries of all sizes here; nobody has to have read everything."),
    ("welcome", "U6", "Hello from Pune. I run the science desk and two very old printers."),
    ("general", "U8", "First warm evening of the year and there is a game on. Nothing will be catalogued today."),
    ("general", "U3", "Tell me who wins. I only ever see the score at breakfast."),
    ("reading-room", "U4", "I keep rereading the same chapter on the tram. It keeps being good."),
)
"""What stands there already: channel, who, what."""

TOUR_GREETINGS: tuple[str, ...] = (
    "Good to meet you all. I have been hoping for somebody to talk about this with.",
    "Same here. Mostly I listen at first, if that is all right.",
)
"""What two of the others say in the room of the tour."""
