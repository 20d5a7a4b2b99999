"""What people tell the bot about its questions: "I'll pick the next one", and "we're talking, skip a while".

Whoever picks is shown three questions that the room has not had. The one they choose comes when a question would come
anyway, so that nothing in the room tells who picked it or when; unless they like to be named.
"""

from dataclasses import replace

from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.ids import dice
from circles_bot.engine.model import Circle
from circles_bot.engine.notes import Button, Line, Note, PromptText, Reply, Style
from circles_bot.engine.policy import Policy
from circles_bot.engine.prompts import Deck, Prompt, Stage, choose
from circles_bot.engine.seats import seated, seated_view
from circles_bot.engine.snapshots import CircleScope
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import subject_of

CHOICES = 3
_PICKED_FROM = (Stage.WARMING, Stage.DEEPER, Stage.STUCK)


def pick_next_tapped(scope: CircleScope, event: events.PickNextTapped, deck: Deck) -> Decision:
    """Show three questions to choose from, or note the one that was chosen on the chooser's own seat."""
    circle, view = scope.circle, seated_view(scope, event.actor.member)
    if circle is None or view is None:
        return Decision(reply=Reply(content=Note(key="room-not-yours")), why=Line(key="why-not-seated"))
    if event.prompt is None:
        return _offered(scope, circle, deck)
    prompt = deck.find(event.prompt)
    if prompt is None or _is_used(scope, prompt) or prompt.stage not in _PICKED_FROM:
        return Decision(reply=Reply(content=Note(key="pick-nothing"), replaces=True), why=Line(key="why-pick-unknown"))
    picked = replace(view.seat, picked=prompt.id, is_pick_named=event.is_named)
    named = Button(
        token=make_token(Token.PICK, circle.id, prompt.id, "named"),
        label=Line(key="button-pick-named"),
        style=Style.QUIET,
    )
    note = Note(key="pick-noted-named") if event.is_named else Note(key="pick-noted", controls=(named,))
    return Decision(changes=(Kept(picked),), reply=Reply(content=note, replaces=True), why=Line(key="why-picked"))


def talking_tapped(scope: CircleScope, event: events.TalkingTapped) -> Decision:
    """Keep questions out of the room for a while; the tap is a voice like any other."""
    circle, community, view = scope.circle, scope.community, seated_view(scope, event.actor.member)
    if circle is None or community is None or view is None:
        return Decision(reply=Reply(content=Note(key="room-not-yours")), why=Line(key="why-not-seated"))
    until = event.at + Policy.of(community).talking_skips
    return Decision(
        changes=(
            Kept(replace(circle, skips_until=until, silent_prompts=0)),
            Kept(replace(view.seat, active_at=event.at)),
        ),
        reply=Reply(content=Note(key="talking-noted", args={"until": until})),
        why=Line(key="why-talking"),
    )


def picked_next(scope: CircleScope, deck: Deck) -> Prompt | None:
    """Return a question that somebody who sits here picked and that has not been asked; in no order that tells."""
    found = (deck.find(view.seat.picked) for view in seated(scope) if view.seat.picked is not None)
    waiting = [prompt for prompt in found if prompt is not None and not _is_used(scope, prompt)]
    return min(waiting, key=lambda prompt: (dice(prompt.id, "picked"), prompt.id), default=None)


def _offered(scope: CircleScope, circle: Circle, deck: Deck) -> Decision:
    used = {post.prompt for post in scope.posts if post.prompt is not None}
    topic = subject_of(circle, scope.interest)
    choices: list[Prompt] = []
    for stage in _PICKED_FROM * CHOICES:
        found = choose(deck, stage, used, circle.id, topic)
        if found is not None and len(choices) < CHOICES:
            choices.append(found)
            used.add(found.id)
    if not choices:
        return Decision(reply=Reply(content=Note(key="pick-nothing")), why=Line(key="why-pick-unknown"))
    lines = tuple(Line(key="pick-option", args={"prompt": PromptText(choice.id)}) for choice in choices)
    buttons = tuple(
        Button(token=make_token(Token.PICK, circle.id, choice.id), label=line)
        for choice, line in zip(choices, lines, strict=True)
    )
    note = Note(key="pick-choose", lines=lines, controls=buttons, beside=(1,) * len(lines))
    return Decision(reply=Reply(content=note), why=Line(key="why-pick-offered"))


def _is_used(scope: CircleScope, prompt: Prompt) -> bool:
    return any(post.prompt == prompt.id for post in scope.posts)
