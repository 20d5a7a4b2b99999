"""The dispatch of questions: what people ask is answered from a snapshot and changes nothing."""

from typing import assert_never

from circles_bot.engine import (
    boards,
    curation,
    invitations,
    members,
    mine,
    people,
    preferences,
    privacy,
    private,
    proposals,
    questions,
    removals,
    safety,
    settings,
    setup,
    stewards,
)
from circles_bot.engine.errors import RuleError
from circles_bot.engine.naming import as_steward
from circles_bot.engine.notes import Reply
from circles_bot.engine.snapshots import CircleScope, MemberScope, PeopleScope, StewardScope


def answer(question: questions.AnyQuestion, snapshot: MemberScope | CircleScope | PeopleScope | StewardScope) -> Reply:
    """Return the private answer; a question about a room needs a ``CircleScope``, one about how things stand a
    ``StewardScope``, all others a ``MemberScope``.
    """
    if removals.is_asleep(snapshot.community):
        return removals.ASLEEP
    reply = _answer(as_steward(snapshot, question), snapshot)
    return stewards.with_word_on_pause(reply, snapshot.community) or reply


def _answer(  # noqa: C901  # a dispatch
    question: questions.AnyQuestion, snapshot: MemberScope | CircleScope | PeopleScope | StewardScope
) -> Reply:
    match question, snapshot:
        case questions.RoomAsked(), CircleScope():
            return safety.room_asked(snapshot, question)
        case (
            questions.AvoidedAsked()
            | questions.ReportsAsked()
            | questions.ReportAsked()
            | questions.HoldAsked()
            | questions.StewardsAsked()
            | questions.WithFormAsked()
            | questions.HandOffWhoAsked()
            | questions.HandOffGiftAsked(),
            PeopleScope(),
        ):
            return people.answer_between(question, snapshot)
        case questions.InvitationAsked(), CircleScope():
            return invitations.invitation_asked(snapshot, question)
        case ((questions.RoomAsked() | questions.InvitationAsked()), _):
            raise RuleError("a question about a room needs the circle's snapshot")
        case _, CircleScope() | PeopleScope():
            raise RuleError("a question about a member needs the member's snapshot")
        case (
            (
                questions.AvoidedAsked()
                | questions.ReportsAsked()
                | questions.ReportAsked()
                | questions.HoldAsked()
                | questions.StewardsAsked()
                | questions.WithFormAsked()
                | questions.HandOffWhoAsked()
                | questions.HandOffGiftAsked()
            ),
            _,
        ):
            raise RuleError("a question between people needs their snapshot")
        case questions.StatusAsked(), StewardScope():
            return stewards.status_asked(snapshot, question)
        case (questions.StatusAsked(), _) | (_, StewardScope()):
            raise RuleError("how things stand is answered from totals, and nothing else is")
        case questions.MineAsked(), _:
            return mine.mine_asked(snapshot, question)
        case questions.ForgetAsked(), _:
            return privacy.forget_asked(snapshot, question)
        case questions.JoinAsked(), _:
            return boards.join_asked(snapshot, question)
        case questions.HelpAsked(), _:
            return members.help_asked(snapshot, question)
        case questions.AboutMeAsked(), _:
            return preferences.about_me_asked(snapshot, question)
        case questions.RhythmAsked(), _:
            return members.rhythm_asked(snapshot, question)
        case questions.SetupAsked(), _:
            return setup.setup_asked(snapshot, question)
        case questions.SettingsAsked(), _:
            return settings.settings_asked(snapshot, question)
        case questions.PreviewAsked(), _:
            raise RuleError("a preview needs the matcher: application.rounds")
        case questions.PrivateAsked(), _:
            return private.private_asked(snapshot, question)
        case questions.ProposeAsked(), _:
            return proposals.propose_asked(snapshot, question)
        case questions.InterestsAsked(), _:
            return curation.interests_asked(snapshot, question)
        case questions.WordAsked(), _:
            return private.word_asked(snapshot, question)
        case _:
            assert_never(question)
