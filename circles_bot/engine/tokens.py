"""Names of what can be tapped: short texts that platforms carry in buttons and selects and give back.

``name:part:part``, at most 100 characters (Discord's limit for a custom_id). ``circles_bot.taps`` turns a token that
came back into an event or a question; what it does not know, or cannot read, gets a kind answer.
"""

from enum import StrEnum

LIMIT_CHARS = 100


class Token(StrEnum):
    """Everything that can be tapped; the comment says the parts and, for selects and forms, the values."""

    JOIN = "join"  # values: interest ids
    JOIN_MENU = "join-menu"
    LEAVE_WISH = "leave-wish"  # interest
    WAKE_WISH = "wake-wish"  # interest
    MINE = "mine"
    HELP = "help"
    PRIVATE_MENU = "private-menu"
    PRIVATE = "private"  # values: interest ids
    PROPOSE_MENU = "propose-menu"  # "open" or "private"
    PROPOSE = "propose"  # form, "open" or "private"; or a button, "sure" and the name
    PROPOSE_NAME = "propose-name"  # field of the form
    PROPOSE_WORD = "propose-word"  # field of the form; values: "word" or "anyone"
    CO_SIGN = "co-sign"  # values: interest ids
    UNSIGN = "unsign"  # interest
    OPEN_PRIVATELY = "open-privately"  # circle
    WORD_MENU = "word-menu"  # interest
    WORD = "word"  # interest; values: member ids
    INTERESTS = "interests"  # an InterestsQuestion
    APPROVE = "approve"  # values: interest ids
    REFUSE = "refuse"  # values: interest ids
    ARCHIVE = "archive"  # values: interest ids
    MERGE_FROM = "merge-from"  # values: interest ids
    MERGE_INTO = "merge-into"  # interest; values: interest ids
    ALIAS_OF = "alias-of"  # values: interest ids
    ALIAS = "alias"  # form; interest; values by field: alias-name
    ALIAS_NAME = "alias-name"  # field of the form
    RHYTHM_MENU = "rhythm-menu"
    RHYTHM = "rhythm"  # hour
    ACCEPT = "accept"  # circle
    NOT_NOW = "not-now"  # circle
    TAP = "tap"  # circle, post, choice
    NEED = "need"  # circle, a RoomQuestion
    LEAVE_CIRCLE = "leave-circle"  # circle
    AVOID = "avoid"  # circle; values: member ids
    AVOIDED = "avoided"
    AVOID_PERSON = "avoid-person"  # values: one member id, picked from the community's people
    AVOID_END = "avoid-end"  # values: one member id
    REPORT = "report"  # form; circle; values by field: text, name
    REPORT_TEXT = "report-text"  # field of the form
    REPORT_NAME = "report-name"  # field of the form
    REPORTS = "reports"
    REPORT_OPEN = "report-open"  # report
    REPORT_ANSWER = "report-answer"  # report, a ReportAnswer
    CLOSE_ROOM = "close-room"  # report
    KEEP_ROOM = "keep-room"  # report
    HOLD_MENU = "hold-menu"
    HOLD = "hold"  # form; values by field: person, weeks
    HOLD_PERSON = "hold-person"  # field of the form
    HOLD_WEEKS = "hold-weeks"  # field of the form
    STEWARDS = "stewards"
    NAME_STEWARD = "name-steward"  # values: one member id, picked from the community's people
    END_NAMING = "end-naming"  # values: one member id
    STEP_DOWN = "step-down"
    WITH_MENU = "with-menu"
    WITH = "with"  # form; values by field: people, topic
    WITH_PEOPLE = "with-people"  # field of the form
    WITH_TOPIC = "with-topic"  # field of the form
    WITH_YES = "with-yes"  # circle
    WITH_NO = "with-no"  # circle
    HANDOFF = "handoff"  # values: one member id
    HANDOFF_YES = "handoff-yes"  # hand-off
    HANDOFF_NO = "handoff-no"  # hand-off
    HANDOFF_GIVE = "handoff-give"  # hand-off
    HANDOFF_GIFT = "handoff-gift"  # form; hand-off; values by field: text
    HANDOFF_TEXT = "handoff-text"  # field of the form
    HANDOFF_NOTHING = "handoff-nothing"  # hand-off
    HANDOFF_SHOW = "handoff-show"  # hand-off
    CHECK_IN = "check-in"  # circle, number, a CheckInAnswer
    CONCERN = "concern"  # circle, "stewards" or "bot"
    MORE = "more"  # circle, "yes" or "no"
    PICK = "pick"  # circle; then a prompt; then "named"
    TALKING = "talking"  # circle
    SEASON = "season"  # circle, a SeasonAnswer
    ABOUT_ME = "about-me"
    PREFER = "prefer"  # a Preference; values: of its select
    STILL = "still"  # "yes" or "rest"
    PAUSE = "pause"  # weeks; 0 ends a pause
    MY_DATA = "my-data"
    EXPORT = "export"
    FORGET_ME = "forget-me"
    SETTINGS = "settings"  # form: page; values by field
    SETTINGS_PAGE = "settings-page"  # page; opens it
    SET = "set"  # field of the form: a setting's name
    STATUS = "status"
    PREVIEW = "preview"
    PAUSE_ALL = "pause-all"
    GO_ON = "go-on"
    SETUP = "setup"  # form; values by field: board, rooms, interests, second, pilot
    SETUP_BOARD = "setup-board"  # field of the form
    SETUP_ROOMS = "setup-rooms"  # field of the form
    SETUP_INTERESTS = "setup-interests"  # field of the form
    SETUP_SECOND = "setup-second"  # field of the form; values: one member id, or none
    SETUP_PILOT = "setup-pilot"  # field of the form


def make_token(name: Token, *parts: str) -> str:
    """Return the token of ``name`` with ``parts``; a part never holds a colon (ids and numbers do not)."""
    token = ":".join((name.value, *parts))
    if len(token) > LIMIT_CHARS:
        raise ValueError(f"the token {token!r} is longer than {LIMIT_CHARS} characters")
    return token
