"""Setting up: three choices with good guesses, two minutes, and an announcement to post.

Two more may be left alone: a second steward, and a pilot with one channel's people. Done again it repairs: the same
names give the same ids, wishes stay, interests that were not chosen again stay open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from circles_bot.engine.buttons import MINE, RHYTHM_MENU
from circles_bot.engine.decision import Change, Decision, Kept
from circles_bot.engine.events import PlaceMoved, SetupChosen
from circles_bot.engine.joining_timers import board_timer, next_look, weekly_timer
from circles_bot.engine.losses import is_placeless
from circles_bot.engine.members import recognise
from circles_bot.engine.model import Address, AddressKind, Community, Interest
from circles_bot.engine.names import clean_emoji, clean_name, free_emoji, normal_emoji, normal_name
from circles_bot.engine.naming import Named, name
from circles_bot.engine.notes import Button, Form, Line, Mentions, Note, Option, Reply, Select
from circles_bot.engine.pages import free_page, page_address
from circles_bot.engine.pilots import chosen_pilot, pilot_select
from circles_bot.engine.policy import Policy
from circles_bot.engine.proposals import interest_id, most_interests
from circles_bot.engine.questions import Place, SetupAsked
from circles_bot.engine.snapshots import CommunityScope, InterestStanding, MemberScope, SetupScope
from circles_bot.engine.starters import ANYTHING, ANYTHING_EMOJI, starter_options
from circles_bot.engine.tokens import Token, make_token

BOARD_GUESSES = ("circles", "introductions", "intros", "welcome", "general", "lobby")
ROOMS_GUESSES = ("circles", "introductions", "general")
PLACES_AT_MOST = 25
"""What a select holds on both platforms."""

Chosen = tuple[str, str]


def setup_asked(scope: MemberScope, question: SetupAsked) -> Reply:
    """Open the form with its three choices, guessed already; to stewards only."""
    if not question.actor.is_steward:
        return Reply(content=Note(key="setup-stewards-only"))
    over_rooms = tuple(
        replace(place, lacks=place.lacks_over_rooms, lacks_for_reactions=())
        for place in question.places
        if place.holds_rooms
    )
    if not over_rooms:
        return Reply(content=Note(key="setup-no-places"))
    community = scope.community
    board = _place_select(
        Token.SETUP_BOARD,
        question.places,
        (question.board, community.board_place if community else None),
        BOARD_GUESSES,
    )
    rooms = _place_select(
        Token.SETUP_ROOMS,
        over_rooms,
        (question.rooms, community.rooms_place if community else None),
        ROOMS_GUESSES,
    )
    second = Select(
        token=make_token(Token.SETUP_SECOND), placeholder=Line(key="setup-second"), at_least=0, picks_people=True
    )
    pilot = pilot_select(
        make_token(Token.SETUP_PILOT), "setup-pilot", community.pilot_place if community else None, question.places
    )
    fields = (board, rooms, _interest_select(scope.standings), second, pilot)
    return Reply(content=Form(token=make_token(Token.SETUP), key="setup", fields=fields))


def setup_chosen(scope: SetupScope, event: SetupChosen) -> Decision:
    """Set the community up, or repair it: records, the board, the weekly look, and an announcement to post.

    What is known already is not written again, and the board is shown by its own timer: it costs no more than any act.
    """
    if not event.actor.is_steward:
        return Decision(reply=Reply(content=Note(key="setup-stewards-only")), why=Line(key="why-setup-refused"))
    unusable = _unusable(event)
    if unusable is not None:
        return _refused(unusable)
    community = _community(scope.community, event)
    policy = Policy.of(community)
    new = _new_interests(scope.interests, event, policy)
    if not new and not scope.interests:
        return _refused(Note(key="setup-no-interests"))
    most = most_interests(policy, scope.opted_in)
    if new and len(scope.interests) + len(new) > most:
        return _refused(_too_many(scope, policy, most))
    recognised = recognise(scope.member, event.actor, event.community, event.at)
    named = _second(scope, event)
    return Decision(
        changes=(
            Kept(community),
            *_addresses(community, event),
            *(Kept(interest) for interest in new),
            *recognised.changes,
            *named.changes,
        ),
        timers=(
            weekly_timer(community, policy, event.at),
            board_timer(community, policy, event.at, is_at_once=True),
            *named.timers,
        ),
        reply=Reply(content=_announcement(scope, community, policy, event)),
        why=Line(key="why-set-up"),
    )


def _refused(note: Note) -> Decision:
    return Decision(reply=Reply(content=note), why=Line(key="why-setup-refused"))


def _unusable(event: SetupChosen) -> Note | None:
    """Return what to say where a chosen channel cannot be worked in, with what is lacking in each; else None.

    Without reactions a board can be worked with: that they are lacking is told with the announcement.
    """
    if not event.places:
        return None
    there = {place.theirs: place for place in event.places}
    board, rooms = there.get(event.board_place), there.get(event.rooms_place)
    if board is None or rooms is None or not rooms.holds_rooms:
        return Note(key="setup-no-such-place")
    lacking = {board: board.lacks}
    lacking[rooms] = (*lacking.get(rooms, ()), *rooms.lacks_over_rooms)
    lines = tuple(_lack(place, lacks) for place, lacks in lacking.items() if lacks)
    return Note(key="setup-lacking", lines=lines) if lines else None


def _lack(place: Place, lacks: Iterable[str]) -> Line:
    return Line(key="setup-place-lacks", args={"place": place.name, "lacks": ", ".join(dict.fromkeys(lacks))})


def _too_many(scope: SetupScope, policy: Policy, most: int) -> Note:
    """Say how many interests there may be so far, and how many of them are taken."""
    args = {"most": most, "more": max(0, most - len(scope.interests)), "each": policy.opted_in_per_interest}
    return Note(key="setup-too-many-again" if scope.interests else "setup-too-many", args=args)


def _second(scope: SetupScope, event: SetupChosen) -> Named:
    """Return what follows for whoever is to look after the bot as well; who sets up does so anyway."""
    if event.second is None or event.second.member == event.actor.member:
        return Named()
    return name(scope.second, event.second, event.community, event.at)


def _community(known: Community | None, event: SetupChosen) -> Community:
    zone = event.timezone or event.actor.timezone
    base = known or Community(
        id=event.community,
        platform=event.platform,
        timezone=zone or "UTC",
        locale=event.actor.locale or "en",  # a guess, like the zone; /steward settings corrects it
    )
    return replace(
        base,
        timezone=zone if zone and base.timezone == "UTC" else base.timezone,
        board_place=event.board_place,
        rooms_place=event.rooms_place,
        set_up_at=base.set_up_at or event.at,
        sees_activity=event.sees_activity,
        pilot_place=chosen_pilot(known, event.pilot_place),
        paused_at=None if is_placeless(base) else base.paused_at,  # it waited for new channels
    )


def _addresses(community: Community, event: SetupChosen) -> tuple[Change, ...]:
    """Return the platform's ids; where the board was goes on standing until it is shown in its new place."""
    theirs = (
        (AddressKind.COMMUNITY, community.id, event.community_theirs),
        (AddressKind.PLACE, "board", event.board_place),
    )
    return tuple(
        Kept(Address(community=community.id, kind=kind, ours=ours, theirs=value)) for kind, ours, value in theirs
    )


def place_moved(scope: CommunityScope, event: PlaceMoved) -> Decision:
    """Keep what the platform calls a channel from now on, and where the board's message is."""
    community = scope.community
    if community is None:
        return Decision(why=Line(key="why-place-of-no-matter"))
    named = (community.board_place, community.rooms_place, community.stewards_place, community.pilot_place)
    if event.place not in named:
        return Decision(why=Line(key="why-place-of-no-matter"))
    board, rooms, stewards, pilot = (event.theirs if one == event.place else one for one in named)
    moved = replace(community, board_place=board, rooms_place=rooms, stewards_place=stewards, pilot_place=pilot)
    place = Address(community=community.id, kind=AddressKind.PLACE, ours="board", theirs=board or "")
    kept = (Kept(place),) if event.place == community.board_place else ()
    shown = (Kept(page_address(community.id, page, theirs)) for page, theirs in event.board)
    return Decision(changes=(Kept(moved), *kept, *shown), why=Line(key="why-place-moved"))


def _new_interests(known: Sequence[Interest], event: SetupChosen, policy: Policy) -> tuple[Interest, ...]:
    """Return those chosen that are not open yet, each with an emoji that means nothing else."""
    names = {normal_name(interest.name) for interest in known}
    taken = {normal_emoji(interest.emoji) for interest in known}
    new: list[Interest] = []
    for emoji, chosen in _usable(event.interests, policy):
        if normal_name(chosen) in names:
            continue
        names.add(normal_name(chosen))
        sign = free_emoji(taken, wanted=emoji)
        taken.add(normal_emoji(sign))
        key = interest_id(event.community, chosen)
        aliases = (ANYTHING,) if emoji == ANYTHING_EMOJI and normal_name(chosen) != ANYTHING else ()
        new.append(
            Interest(
                id=key,
                community=event.community,
                name=chosen,
                emoji=sign,
                opened_at=event.at,
                aliases=aliases,
                page=free_page((*known, *new), policy),
            )
        )
    return tuple(new)


def _usable(chosen: Iterable[Chosen], policy: Policy) -> list[Chosen]:
    cleaned = [(clean_emoji(emoji), clean_name(text)) for emoji, text in chosen]
    return [(emoji, text) for emoji, text in cleaned if text and len(text) <= policy.interest_name_limit]


def _announcement(scope: SetupScope, community: Community, policy: Policy, event: SetupChosen) -> Note:
    guessed = community.timezone == "UTC" and not community.is_zone_chosen
    rhythm: tuple[Button, ...] = (RHYTHM_MENU,) if guessed else ()
    named = _second(scope, event)
    board = next((place for place in event.places if place.theirs == event.board_place), None)
    lines = (
        *((_lack(board, board.lacks_for_reactions),) if board and board.lacks_for_reactions else ()),
        *((Line(key="setup-zone-guessed"),) if guessed else ()),
        *(
            (Line(key="setup-named", args={"who": Mentions((event.second.member,))}),)
            if event.second and named.timers
            else ()
        ),
        *((Line(key="setup-pilot-on"),) if community.pilot_place else ()),
    )
    return Note(
        key="setup-done" if scope.community is None else "setup-repaired",
        args={"next": next_look(community, policy, event.at)},
        lines=(Line(key="setup-announcement"), *lines),
        controls=(MINE, *rhythm),
    )


def _place_select(token: Token, places: Sequence[Place], known: Iterable[str | None], guesses: Sequence[str]) -> Select:
    """Return the places to choose from, with the first of the ``known`` that is among them chosen, or else a guess."""
    there = {place.theirs for place in places}
    guess = next((one for one in known if one in there), None) or _guess(places, guesses)
    by_guess = sorted(places, key=lambda place: place.theirs != guess)  # the guess first: it must not be cut off
    options = tuple(
        Option(value=place.theirs, label=place.name, is_chosen=place.theirs == guess)
        for place in by_guess[:PLACES_AT_MOST]
    )
    return Select(
        token=make_token(token),
        placeholder=Line(key=f"{token.value}-placeholder"),
        options=options,
        picks_places=True,
    )


def _guess(places: Sequence[Place], guesses: Sequence[str]) -> str:
    """Return the place with the most fitting name, one where the bot lacks nothing if there is one."""

    def fit(place: Place) -> tuple[bool, int]:
        name = place.name.casefold().lstrip("#")
        rank = next((index for index, guess in enumerate(guesses) if guess in name), len(guesses))
        return bool(place.lacks or place.lacks_for_reactions), rank

    return min(places, key=fit).theirs


def _interest_select(standings: Sequence[InterestStanding]) -> Select:
    """Return what there is to talk about at first; done again, what may come on top of what is open."""
    options = starter_options(is_first_time=not standings)
    return Select(
        token=make_token(Token.SETUP_INTERESTS),
        placeholder=Line(key="setup-interests-more" if standings else "setup-interests-placeholder"),
        options=options,
        at_least=0 if standings else 1,
        at_most=len(options),
    )
