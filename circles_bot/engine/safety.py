"""Need something? and "something's off": leaving, avoiding somebody, telling a steward or only the bot.

Nothing here is ever seen by the others in the room, and no list here gets shorter when somebody has left silently.
"""

from circles_bot.engine import events
from circles_bot.engine.buttons import leave_circle_button, pause_button
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.explanations import why_lines
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.engine.late_seats import more_asked
from circles_bot.engine.model import Avoidance, Circle, Community
from circles_bot.engine.notes import Button, Entry, Line, Note, Option, Reply, Select, Style
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import RoomAsked, RoomQuestion
from circles_bot.engine.reports import report_form
from circles_bot.engine.seats import seated, seated_view, those_ever_seated
from circles_bot.engine.snapshots import CircleScope
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import topic_of

WHO_SEES = {"discord": "who-sees-discord", "slack": "who-sees-slack", "sandbox": "who-sees-sandbox"}
"""Who else could open a room differs by platform, and people have a right to the exact words."""
WHO_SEES_SHARED = {"who-sees-slack": "who-sees-slack-shared"}
"""The same where people of other organisations may be in the room."""
PEOPLE_IN_A_SELECT = 25


def member_avoided(scope: CircleScope, event: events.MemberAvoided) -> Decision:
    """Keep the two apart from now on, on every path; only the one who asked hears of it."""
    circle, people = scope.circle, those_ever_seated(scope)
    if circle is None or event.actor.member not in people:
        return _not_yours()
    if event.other not in people or event.other == event.actor.member:
        return Decision(reply=Reply(content=Note(key="avoid-nobody")), why=Line(key="why-avoid-nobody"))
    kept = Avoidance(community=circle.community, member=event.actor.member, other=event.other, since=event.at)
    # whether the other still sits here does not change this answer: it would tell that they had left
    is_sitting = seated_view(scope, event.actor.member) is not None
    leaving = (leave_circle_button(circle.id, topic_of(scope)),) if is_sitting else ()
    return Decision(
        changes=(Kept(kept),),
        reply=Reply(content=Note(key="avoided" if is_sitting else "avoided-after", controls=leaving), replaces=True),
        why=Line(key="why-avoided"),
    )


def room_asked(scope: CircleScope, question: RoomAsked) -> Reply:
    """Answer "Need something?" and its entries, to people who sit or sat in that room."""
    circle, me = scope.circle, question.actor.member
    if circle is None or scope.community is None or me not in those_ever_seated(scope):
        return Reply(content=Note(key="room-not-yours"))
    match question.about:
        case RoomQuestion.MENU:
            return Reply(content=_menu(scope, circle, scope.community, me))
        case RoomQuestion.LEAVE:
            return _leave_asked(scope, circle, me)
        case RoomQuestion.AVOID:
            return Reply(content=_avoid_select(scope, circle, me), replaces=True)
        case RoomQuestion.MORE:
            return more_asked(scope, circle, me)
        case RoomQuestion.REPORT:
            return Reply(content=report_form(circle.id))
        case RoomQuestion.HAND_OFF:
            return Reply(content=_hand_off_select(scope, circle, me), replaces=True)
        case RoomQuestion.WHO_SEES:
            key = WHO_SEES.get(scope.community.platform, "who-sees-elsewhere")
            if _may_have_others(scope, scope.community):
                key = WHO_SEES_SHARED.get(key, key)
            note = Note(key=key, args={"who": Entry("who-could-open")}, controls=(_back(circle.id),))
            return Reply(content=note, replaces=True)
        case RoomQuestion.WHAT_IS_THIS:
            note = Note(key="what-is-this", lines=_why(scope, circle), controls=(_back(circle.id),))
            return Reply(content=note, replaces=True)


def concern_buttons(circle: CircleId) -> tuple[Button, ...]:
    """Return the three ways that "something's off" offers."""
    return (
        _need(circle, RoomQuestion.AVOID, "button-avoid"),
        _need(circle, RoomQuestion.REPORT, "button-ask-stewards"),
        Button(token=make_token(Token.CONCERN, circle, "bot"), label=Line(key="button-only-telling-you")),
    )


def _menu(scope: CircleScope, circle: Circle, community: Community, me: MemberId) -> Note:
    always = (
        _need(circle.id, RoomQuestion.AVOID, "button-avoid"),
        _need(circle.id, RoomQuestion.REPORT, "button-ask-stewards"),
        _need(circle.id, RoomQuestion.HAND_OFF, "button-handoff"),
        _need(circle.id, RoomQuestion.WHO_SEES, "button-who-sees"),
        _need(circle.id, RoomQuestion.WHAT_IS_THIS, "button-what-is-this"),
    )
    if seated_view(scope, me) is None:
        return Note(key="need-menu-after", controls=always)
    leave = _need(circle.id, RoomQuestion.LEAVE, "button-leave")
    # in every circle of a round, however many sit there: one that came with a leaving would tell of it
    more = (_need(circle.id, RoomQuestion.MORE, "button-more"),) if circle.interest is not None else ()
    return Note(key="need-menu", controls=(leave, *always, *more, pause_button(Policy.of(community).pause_weeks)))


def _may_have_others(scope: CircleScope, community: Community) -> bool:
    """Tell whether people of other organisations may be in a room, also where they are welcome no more.

    Those who were in it then sit on, though they are gone from all that is matched.
    """
    return Policy.of(community).welcomes_others or any(view.member.gone_at is not None for view in seated(scope))


def _leave_asked(scope: CircleScope, circle: Circle, me: MemberId) -> Reply:
    if seated_view(scope, me) is None:
        return Reply(content=Note(key="circle-left-already"), replaces=True)
    buttons = (leave_circle_button(circle.id, topic_of(scope)), _back(circle.id))
    return Reply(content=Note(key="need-leave", args={"interest": topic_of(scope)}, controls=buttons), replaces=True)


def _avoid_select(scope: CircleScope, circle: Circle, me: MemberId) -> Note:
    """Return the question whom to avoid."""
    others = [member for member in those_ever_seated(scope) if member != me][:PEOPLE_IN_A_SELECT]
    if not others:
        return Note(key="avoid-nobody", controls=(_back(circle.id),))
    select = Select(
        token=make_token(Token.AVOID, circle.id),
        placeholder=Line(key="avoid-placeholder"),
        options=tuple(Option(value=member, label=Line(key="avoid-somebody"), member=member) for member in others),
    )
    return Note(key="need-avoid", controls=(select, _back(circle.id)))


def _hand_off_select(scope: CircleScope, circle: Circle, me: MemberId) -> Note:
    """Return the question with whom to carry on elsewhere, out of everybody who ever sat there."""
    others = [member for member in those_ever_seated(scope) if member != me][:PEOPLE_IN_A_SELECT]
    if not others:
        return Note(key="avoid-nobody", controls=(_back(circle.id),))
    select = Select(
        token=make_token(Token.HANDOFF),
        placeholder=Line(key="handoff-who"),
        options=tuple(Option(value=member, label=Line(key="avoid-somebody"), member=member) for member in others),
    )
    return Note(key="handoff-ask-who", controls=(select, _back(circle.id)))


def _why(scope: CircleScope, circle: Circle) -> tuple[Line, ...]:
    """Return why a circle is as it is; nothing of a confidential one, nor of one that people asked for themselves."""
    if scope.interest is None or scope.interest.is_confidential:
        return ()
    return why_lines(circle, scope.interest.name)


def _need(circle: CircleId, about: RoomQuestion, label: str) -> Button:
    return Button(token=make_token(Token.NEED, circle, about.value), label=Line(key=label))


def _back(circle: CircleId) -> Button:
    token = make_token(Token.NEED, circle, RoomQuestion.MENU.value)
    return Button(token=token, label=Line(key="button-back"), style=Style.QUIET)


def _not_yours() -> Decision:
    return Decision(reply=Reply(content=Note(key="room-not-yours")), why=Line(key="why-not-seated"))
