"""The dispatch: one event, one rule. A total function; a refusal is an ordinary decision with a reply."""

from dataclasses import replace
from typing import assert_never, cast

from circles_bot.engine import (
    boards,
    checkins,
    circles,
    curation,
    departures,
    events,
    handoffs,
    interests,
    invitations,
    late_seats,
    long_waits,
    losses,
    members,
    nudges,
    people,
    picks,
    preferences,
    privacy,
    private,
    prompts,
    proposals,
    reactions,
    removals,
    reports,
    rounds,
    safety,
    seasons,
    settings,
    setup,
    stewards,
)
from circles_bot.engine.decision import Decision
from circles_bot.engine.ids import is_confidential
from circles_bot.engine.naming import as_steward
from circles_bot.engine.notes import Line
from circles_bot.engine.prompts import Deck
from circles_bot.engine.snapshots import (
    CircleScope,
    CommunityScope,
    MemberScope,
    PeopleScope,
    RoundScope,
    SetupScope,
    Snapshot,
    StewardScope,
)


def decide(snapshot: Snapshot, event: events.AnyEvent, deck: Deck) -> Decision:
    """Return all that follows from ``event``; ``snapshot`` is of the scope that ``SCOPES`` names for it."""
    community = snapshot.community
    if isinstance(event, events.Personal):
        event = as_steward(snapshot, event)
    if removals.is_asleep(community) and (slept := removals.asleep(event)) is not None:
        return slept
    if community is None or community.paused_at is None:
        return _decide(snapshot, event, deck)
    if isinstance(event, events.RoundPlanned):  # it was under way when a steward paused everything
        return Decision(why=Line(key="why-everything-paused"))
    decision = _decide(snapshot, event, deck)
    if isinstance(event, events.EverythingPaused):
        return decision
    return replace(decision, reply=stewards.with_word_on_pause(decision.reply, community))


def _decide(snapshot: Snapshot, event: events.AnyEvent, deck: Deck) -> Decision:
    match snapshot:
        case SetupScope():
            return setup.setup_chosen(snapshot, cast("events.SetupChosen", event))  # SCOPES pairs them
        case MemberScope():
            return _of_member(snapshot, cast("_MemberEvent", event))  # SCOPES pairs them; a test walks the table
        case CommunityScope():
            return _of_community(snapshot, cast("_CommunityEvent", event))  # as above
        case CircleScope():
            return _of_circle(snapshot, cast("_CircleEvent", event), deck)  # as above
        case PeopleScope():
            return people.decide_between(snapshot, cast("people.PeopleEvent", event))  # as above
        case RoundScope():
            return rounds.round_planned(snapshot, cast("events.RoundPlanned", event))  # as above
        case StewardScope():
            return stewards.month_due(snapshot, cast("events.MonthDue", event))  # as above
        case _:
            assert_never(snapshot)


_MemberEvent = (
    events.SettingsChosen
    | events.EverythingPaused
    | events.InterestJoined
    | events.InterestLeft
    | events.ReactionSeen
    | events.RhythmTold
    | events.PauseChosen
    | events.PreferenceChosen
    | events.StillAnswered
    | events.StillLapsed
    | events.MemberGone
    | events.DirectClosed
    | events.MineExported
    | events.ForgottenMe
    | events.HeldAnswerDue
    | events.TopicProposed
    | events.TopicCoSigned
    | events.ProposalAnswered
    | events.InterestArchived
    | events.InterestMerged
    | events.InterestChanged
    | events.WordGiven
)
_CommunityEvent = (
    events.RoundDue
    | events.BoardDue
    | events.ProposalsDue
    | events.BoardRead
    | events.BoardShown
    | events.BotRemoved
    | events.BotReturned
    | events.PlaceGone
    | events.OthersKeptOut
    | events.ShowingFailed
    | events.PlaceMoved
)
_CircleEvent = (
    events.InvitationDue
    | events.InvitationDelivered
    | events.InvitationAnswered
    | events.AnswersDue
    | events.RoomOpened
    | events.RoomFailed
    | events.MembersAdded
    | events.AddingFailed
    | events.RoomMoved
    | events.RoomGone
    | events.PostShown
    | events.CircleLeft
    | events.RoomSpoke
    | events.PromptTapped
    | events.QuietDue
    | events.ChangeDue
    | events.NudgeLapsed
    | events.CheckInDue
    | events.CheckInAnswered
    | events.MemberAvoided
    | events.ConcernTold
    | events.MoreWanted
    | events.PickNextTapped
    | events.TalkingTapped
    | events.PostGone
    | events.ShrunkDue
    | events.ReportTold
    | events.CloseDue
    | events.SeasonDue
    | events.SeasonAnswered
    | events.SeasonAnswersDue
    | events.TidyDue
)


def _of_member(scope: MemberScope, event: _MemberEvent) -> Decision:  # noqa: C901  # a dispatch
    match event:
        case events.SettingsChosen():
            return settings.settings_chosen(scope, event)
        case events.EverythingPaused():
            return stewards.everything_paused(scope, event)
        case events.InterestJoined() if is_confidential(event.interest):
            return private.private_joined(scope, event)
        case events.InterestJoined():
            return interests.interest_joined(scope, event)
        case events.InterestLeft():
            return interests.interest_left(scope, event)
        case events.ReactionSeen():
            return reactions.reaction_seen(scope, event)
        case events.RhythmTold():
            return members.rhythm_told(scope, event)
        case events.PauseChosen():
            return members.pause_chosen(scope, event)
        case events.PreferenceChosen():
            return preferences.preference_chosen(scope, event)
        case events.StillAnswered():
            return long_waits.still_answered(scope, event)
        case events.StillLapsed():
            return long_waits.still_lapsed(scope, event)
        case events.MemberGone():
            return departures.member_gone(scope, event)
        case events.DirectClosed():
            return members.direct_closed(scope, event)
        case events.MineExported():
            return privacy.mine_exported(scope, event)
        case events.ForgottenMe():
            return privacy.forgotten_me(scope, event)
        case events.HeldAnswerDue():
            return interests.held_answer_due(scope, event)
        case events.TopicProposed():
            return proposals.topic_proposed(scope, event)
        case events.TopicCoSigned():
            return proposals.topic_co_signed(scope, event)
        case events.ProposalAnswered():
            return curation.proposal_answered(scope, event)
        case events.InterestArchived():
            return curation.interest_archived(scope, event)
        case events.InterestMerged():
            return curation.interest_merged(scope, event)
        case events.InterestChanged():
            return curation.interest_changed(scope, event)
        case events.WordGiven():
            return private.word_given(scope, event)
        case _:
            assert_never(event)


def _of_community(scope: CommunityScope, event: _CommunityEvent) -> Decision:
    match event:
        case events.RoundDue():
            return rounds.round_due(scope, event)
        case events.BoardDue():
            return boards.board_due(scope, event)
        case events.ProposalsDue():
            return proposals.proposals_due(scope, event)
        case events.BoardRead():
            return reactions.board_read(scope, event)
        case events.BoardShown():
            return boards.board_shown(scope, event)
        case events.BotRemoved():
            return removals.bot_removed(scope, event)
        case events.BotReturned():
            return removals.bot_returned(scope, event)
        case events.PlaceGone():
            return losses.place_gone(scope, event)
        case events.OthersKeptOut():
            return losses.others_kept_out(scope, event)
        case events.ShowingFailed():
            return losses.showing_failed(scope, event)
        case events.PlaceMoved():
            return setup.place_moved(scope, event)
        case _:
            assert_never(event)


def _of_circle(scope: CircleScope, event: _CircleEvent, deck: Deck) -> Decision:  # noqa: C901  # a dispatch
    match event:
        case events.InvitationDue():
            return invitations.invitation_due(scope, event)
        case events.InvitationDelivered():
            return invitations.invitation_delivered(scope, event)
        case events.InvitationAnswered():
            return invitations.invitation_answered(scope, event)
        case events.AnswersDue():
            return invitations.answers_due(scope, event)
        case events.RoomOpened():
            return circles.room_opened(scope, event, deck)
        case events.RoomFailed():
            return losses.room_failed(scope, event)
        case events.MembersAdded():
            return late_seats.members_added(scope, event)
        case events.AddingFailed():
            return late_seats.adding_failed(scope, event)
        case events.PickNextTapped():
            return picks.pick_next_tapped(scope, event, deck)
        case events.TalkingTapped():
            return picks.talking_tapped(scope, event)
        case events.PostGone():
            return seasons.post_gone(scope, event)
        case events.MoreWanted():
            return late_seats.more_wanted(scope, event)
        case events.RoomMoved():
            return circles.room_moved(scope, event)
        case events.RoomGone():
            return losses.room_gone(scope, event)
        case events.PostShown():
            return circles.post_shown(scope, event)
        case events.CircleLeft():
            return circles.circle_left(scope, event)
        case events.RoomSpoke():
            return circles.room_spoke(scope, event)
        case events.PromptTapped():
            return prompts.prompt_tapped(scope, event, deck)
        case events.QuietDue():
            return nudges.quiet_due(scope, event, deck)
        case events.ChangeDue():
            return nudges.change_due(scope, event, deck)
        case events.NudgeLapsed():
            lapsed = handoffs.lapsed(event) if scope.circle is None else invitations.invitation_lapsed(scope, event)
            return lapsed or nudges.nudge_lapsed(scope, event)
        case events.CheckInDue():
            return checkins.check_in_due(scope, event)
        case events.CheckInAnswered():
            return checkins.check_in_answered(scope, event)
        case events.MemberAvoided():
            return safety.member_avoided(scope, event)
        case events.ConcernTold():
            return reports.concern_told(scope, event)
        case events.ReportTold():
            return reports.report_told(scope, event)
        case events.CloseDue():
            return reports.close_due(scope, event)
        case events.ShrunkDue():
            return seasons.shrunk_due(scope, event)
        case events.SeasonDue():
            return seasons.season_due(scope, event)
        case events.SeasonAnswered():
            return seasons.season_answered(scope, event)
        case events.SeasonAnswersDue():
            return seasons.season_answers_due(scope, event)
        case events.TidyDue():
            return privacy.tidy_due(scope, event, deck)
        case _:
            assert_never(event)
