"""What the bot's posts in a room look like: the welcome, a prompt, the season question, the thanks.

A post is made again from the same facts when a tap changes it, so nothing in it may depend on who has left meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from circles_bot.engine.effects import EditPost, PostToRoom, room_lane
from circles_bot.engine.ids import CircleId, EffectKey, MemberId, PostId, PromptId, derive
from circles_bot.engine.model import Circle, CircleOrigin, Interest, Post, PostKind, RoomAsks, SeasonAnswer, TapAnswer
from circles_bot.engine.notes import Argument, Button, Line, Mentions, Note, PromptAnswer, PromptText, Style, Tally
from circles_bot.engine.questions import RoomQuestion
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import topic_for

CHOSEN_PEOPLE_SIGN = "🌱"
"""Stands where others have their interest's emoji."""

ANSWERS: Mapping[RoomAsks, Mapping[SeasonAnswer, str]] = {
    RoomAsks.SEASON: {
        SeasonAnswer.CARRY_ON: "button-carry-on",
        SeasonAnswer.FRESH_MIX: "button-fresh-mix",
        SeasonAnswer.REST: "button-rest",
    },
    RoomAsks.AGAIN: {SeasonAnswer.CARRY_ON: "button-carry-on", SeasonAnswer.REST: "button-rest"},
    RoomAsks.SHRUNK: {
        SeasonAnswer.ONE_MORE: "button-one-more",
        SeasonAnswer.CARRY_ON: "button-carry-on-as-it-is",
        SeasonAnswer.REST: "button-rest",
    },
}
"""What may be answered to what a room is asked, and how each answer is labelled."""

_ASKED = {RoomAsks.SEASON: "season-question", RoomAsks.AGAIN: "again-question", RoomAsks.SHRUNK: "shrunk-question"}
_FOOTERS = {
    RoomAsks.SEASON: "season-question-footer",
    RoomAsks.AGAIN: "again-question-footer",
    RoomAsks.SHRUNK: "shrunk-question-footer",
}
_OVER = {
    RoomAsks.SEASON: "season-question-over",
    RoomAsks.AGAIN: "again-question-over",
    RoomAsks.SHRUNK: "shrunk-question-over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """What the posts of a room are made from: its circle, its interest, and who was there at the opening."""

    circle: Circle
    interest: Interest | None
    people: tuple[MemberId, ...]


def new_post(circle: Circle, kind: PostKind, at: datetime, prompt: PromptId | None = None) -> Post:
    """Return the record of something to post now; its id follows from circle, kind and time."""
    return Post(
        id=PostId(derive("pst", circle.id, kind.value, at.isoformat())),
        community=circle.community,
        circle=circle.id,
        kind=kind,
        prompt=prompt,
        season=circle.season,
        posted_at=at,
    )


def show(post: Post, note: Note, *, pings: tuple[MemberId, ...] = (), lapses_at: datetime | None = None) -> PostToRoom:
    """Return the effect that puts a post into its room, once."""
    return PostToRoom(
        key=EffectKey(derive("eff", "post", post.id)),
        lane=room_lane(post.circle),
        community=post.community,
        lapses_at=lapses_at,
        circle=post.circle,
        post=post.id,
        note=note,
        pings=pings,
    )


def show_over(circle: Circle) -> tuple[EditPost, ...]:
    """Return the effect that takes the buttons off the season question, where there is one."""
    if circle.question is None:
        return ()
    over = EditPost(
        key=EffectKey(derive("eff", "edit", circle.question, "over")),
        lane=room_lane(circle.id),
        community=circle.community,
        circle=circle.id,
        post=circle.question,
        note=Note(key=_OVER[circle.asks]),
    )
    return (over,)


def show_anew(post: Post, note: Note, *occasion: str) -> EditPost:
    """Return the effect that shows a post as it is after ``occasion``, which tells this edit from others."""
    return EditPost(
        key=EffectKey(derive("eff", "edit", post.id, *occasion)),
        lane=room_lane(post.circle),
        community=post.community,
        circle=post.circle,
        post=post.id,
        note=note,
    )


def welcome_note(facts: RoomFacts, post: Post, answers: int, taps: Iterable[TapAnswer] = ()) -> Note:
    """Return the one short welcome: what this is about, who is here, one easy question."""
    args: dict[str, Argument] = {
        "people": Mentions(facts.people),
        "interest": topic_for(facts.circle, facts.interest),
        "emoji": facts.interest.emoji if facts.interest else CHOSEN_PEOPLE_SIGN,
    }
    if post.prompt is not None:
        args["prompt"] = PromptText(post.prompt)
    return Note(
        key="room-welcome-plain" if post.prompt is None else "room-welcome",
        args=args,
        tallies=_tallies(post, answers, taps),
        controls=(*_tap_buttons(post, answers), need_button(facts.circle.id)),
    )


def prompt_note(
    post: Post,
    answers: int,
    taps: Iterable[TapAnswer] = (),
    *,
    picker: MemberId | None = None,
    sees_activity: bool = True,
) -> Note:
    """Return a light question, with the way to fewer of them in its small print.

    ``picker`` is who picked it and likes to be named; where the bot sees no activity there is a way to tell it.
    """
    assert post.prompt is not None, "a prompt's post has a prompt"
    pick = Button(token=make_token(Token.PICK, post.circle), label=Line(key="button-pick-next"), style=Style.QUIET)
    talking = Button(token=make_token(Token.TALKING, post.circle), label=Line(key="button-talking"), style=Style.QUIET)
    args: dict[str, Argument] = {"prompt": PromptText(post.prompt)}
    return Note(
        key="room-prompt" if picker is None else "room-prompt-picked",
        args=args if picker is None else args | {"people": Mentions((picker,))},
        tallies=_tallies(post, answers, taps),
        controls=(
            *_tap_buttons(post, answers),
            pick,
            *(() if sees_activity else (talking,)),
            need_button(post.circle),
        ),
        footer=Line(key="room-prompt-footer"),
    )


def season_note(circle: Circle, *, is_silent: bool) -> Note:
    """Return what the room is asked, as ``circle.asks`` says; ``is_silent`` when it comes because of silence."""
    key = "season-question-quiet" if is_silent else _ASKED[circle.asks]
    is_chosen = circle.origin is CircleOrigin.WITH  # no wish for new people stands behind it: there is no fresh mix
    return Note(
        key=f"{key}-with" if is_chosen else key,
        controls=tuple(
            Button(token=make_token(Token.SEASON, circle.id, answer.value), label=Line(key=label))
            for answer, label in ANSWERS[circle.asks].items()
            if not (is_chosen and answer is SeasonAnswer.FRESH_MIX)
        ),
        footer=Line(key=_FOOTERS[circle.asks]),
    )


def need_button(circle: CircleId) -> Button:
    """Return the button "Need something?"."""
    token = make_token(Token.NEED, circle, RoomQuestion.MENU.value)
    return Button(token=token, label=Line(key="button-need"), style=Style.QUIET)


def _tap_buttons(post: Post, answers: int) -> tuple[Button, ...]:
    return tuple(
        Button(token=make_token(Token.TAP, post.circle, post.id, str(choice)), label=_answer_line(post, choice))
        for choice in range(answers)
    )


def _tallies(post: Post, answers: int, taps: Iterable[TapAnswer]) -> tuple[Tally, ...]:
    """Return who tapped what, in the order of tapping; an answer that nobody tapped is not mentioned."""
    in_order = sorted(taps, key=lambda tap: (tap.tapped_at, tap.member))
    by_choice: Sequence[tuple[int, tuple[MemberId, ...]]] = [
        (choice, tuple(tap.member for tap in in_order if tap.choice == choice)) for choice in range(answers)
    ]
    return tuple(Tally(label=_answer_line(post, choice), members=who) for choice, who in by_choice if who)


def _answer_line(post: Post, choice: int) -> Line:
    assert post.prompt is not None, "only a prompt has answers"
    return Line(key="room-answer", args={"answer": PromptAnswer(post.prompt, choice)})
