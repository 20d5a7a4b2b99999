"""What people ask that changes nothing: read beside the writer, answered from a snapshot by a plain function.

:func:`circles_bot.engine.answers.answer` answers them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from circles_bot.engine.events import Actor
from circles_bot.engine.events import Place as Place
from circles_bot.engine.ids import CircleId, CommunityId, HandOffId, InterestId, ReportId


class RoomQuestion(StrEnum):
    """What "Need something?" in a room opens, and what its entries lead to."""

    MENU = "menu"
    LEAVE = "leave"
    """Asks once more before leaving, and says what others will see (nothing)."""
    AVOID = "avoid"
    """Whom would you rather not sit with? A select of those in the circle."""
    MORE = "more"
    """One more person? What it means, and the tap."""
    REPORT = "report"
    """A form: what a steward should know."""
    HAND_OFF = "hand_off"
    """With whom would you carry on elsewhere? A select of those in the circle."""
    WHO_SEES = "who_sees"
    WHAT_IS_THIS = "what_is_this"


class InterestsQuestion(StrEnum):
    """What a steward may look at under ``/steward interests``."""

    LIST = "list"
    MERGE = "merge"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something a person wants to know."""

    community: CommunityId
    at: datetime
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class MineAsked(Question):
    """My circles: each wish with an honest line, each invitation still open, each circle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAsked(Question):
    """What is there to join? A select of the open interests, the joined ones marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(Question):
    """What is this bot, and what can I do?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetAsked(Question):
    """What would go if I were forgotten, and what would stay? Asks once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAsked(Question):
    """Need something? in a circle's room."""

    circle: CircleId
    about: RoomQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmAsked(Question):
    """What time is it for you: morning, afternoon, evening, night?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMeAsked(Question):
    """What have I chosen for myself, and what could I?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupAsked(Question):
    """A steward starts the setup; ``places`` are the channels in the platform's order.

    ``board`` and ``rooms`` are the channels picked already.
    """

    places: tuple[Place, ...]
    board: str | None = None
    rooms: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidedAsked(Question):
    """Whom would I rather not sit with? One's own list, with a way to add somebody and to take it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsAsked(Question):
    """Which reports are open, of those that this steward may see?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAsked(Question):
    """What does one report say?"""

    report: ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldAsked(Question):
    """A steward would like to keep somebody out of new circles: whom, and for how long?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardsAsked(Question):
    """Who looks after the bot by name? With a way to name somebody and to take it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithFormAsked(Question):
    """With whom would you like to talk, and about what? A form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffWhoAsked(Question):
    """With whom would you carry on elsewhere? Picked from the community's people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffGiftAsked(Question):
    """What would you like to give the other? A form."""

    hand_off: HandOffId


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsAsked(Question):
    """A steward would like to see the settings; ``page`` counts from 0, where the three stand that matter most."""

    page: int
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAsked(Question):
    """A steward would like to know how many would be seated if the matcher ran now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusAsked(Question):
    """A steward would like to know how things stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateAsked(Question):
    """What confidential interests are there? With an ``interest``: what is to be known before joining that one."""

    interest: InterestId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAsked(Question):
    """How does one propose a topic? Opens a form; ``is_private`` for a confidential one."""

    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestsAsked(Question):
    """A steward looks at proposals and interests, or at what ``about`` says: for ``interest``, once it is chosen."""

    about: InterestsQuestion = InterestsQuestion.LIST
    interest: InterestId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordAsked(Question):
    """A follower would like to give somebody their word for a confidential interest."""

    interest: InterestId


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAsked(Question):
    """What is behind "Something you asked for is ready"?"""

    circle: CircleId


AnyQuestion = (
    ForgetAsked
    | MineAsked
    | JoinAsked
    | HelpAsked
    | RoomAsked
    | RhythmAsked
    | AboutMeAsked
    | SetupAsked
    | AvoidedAsked
    | ReportsAsked
    | ReportAsked
    | HoldAsked
    | StewardsAsked
    | WithFormAsked
    | HandOffWhoAsked
    | HandOffGiftAsked
    | SettingsAsked
    | PreviewAsked
    | StatusAsked
    | PrivateAsked
    | ProposeAsked
    | InterestsAsked
    | WordAsked
    | InvitationAsked
)
