"""What is said to an act that means nothing here: by somebody whom a circle cannot have, or of words that are none."""

from circles_bot.commands import COMMANDS, OptionKind, Typed, Who
from circles_bot.engine import events, questions
from circles_bot.engine.notes import Line
from circles_bot.taps import LONGEST_PAUSE_WEEKS
from circles_slack.answers import Origin
from circles_slack.people import Profile
from circles_slack.workspace import Workspace

ELSEWHERE = Line(key="slack-elsewhere")

STILL_THEIRS = (
    events.CheckInAnswered
    | events.CircleLeft
    | events.ConcernTold
    | events.ForgottenMe
    | events.MemberAvoided
    | events.MineExported
    | events.MoreWanted
    | events.PickNextTapped
    | events.PromptTapped
    | events.ReportTold
    | events.SeasonAnswered
    | events.TalkingTapped
    | questions.ForgetAsked
    | questions.RoomAsked
)
"""What people of other organisations may do who are welcome no more: what belongs to where they sit, and their data.

None of it makes anybody a member, or leads to another circle.
"""


def refusal_of(profile: Profile, *, are_others_welcome: bool) -> Line | None:
    """Return what to say to somebody whom a circle cannot have."""
    if profile.is_from_elsewhere and (profile.is_stranger or not are_others_welcome):
        return ELSEWHERE
    return Line(key="slack-guest") if profile.is_guest_of_one_channel else None


def refusal_of_unknown(workspace: Workspace, origin: Origin) -> Line | None:
    """Return what to say to somebody of whom Slack tells nothing now, but that they belong elsewhere."""
    is_ours = origin.team in ("", workspace.team) or workspace.identity.organisation
    return None if is_ours else ELSEWHERE


def refusal_to(typed: Typed) -> Line:
    """Return what to say to a command that is none, or whose option is not usable."""
    command = typed.command
    if command is None:
        if typed.nearest is not None:
            meant = f"/{typed.nearest.group} {typed.nearest.name}"
            return Line(key="sorry-did-you-mean", args={"command": meant})
        usable = (f"/{one.group} {one.name}" for one in COMMANDS if one.who is Who.ANYONE)
        return Line(key="sorry-unknown-command", args={"commands": ", ".join(usable)})
    kinds = {option.kind for option in command.options}
    if OptionKind.WEEKS in kinds:
        return Line(key="sorry-weeks", args={"most": LONGEST_PAUSE_WEEKS})
    if OptionKind.PEOPLE in kinds:
        return Line(key="slack-people")
    return Line(key="sorry-option", args={"option": " ".join(typed.options.values())})
