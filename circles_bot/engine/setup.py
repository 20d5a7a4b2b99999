"""Setting up: three choices with good guesses, two minutes, and an announcement to post.

Done again it repairs: the same names give the same ids, wishes stay, interests that were not chosen again stay open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from circles_bot.engine.boards import board_address, show_board
from circles_bot.engine.buttons import MINE, RHYTHM_MENU
from circles_bot.engine.decision import Change, Decision, Dropped, Kept
from circles_bot.engine.events import SetupChosen
from circles_bot.engine.joining_timers import board_timer, next_look, weekly_timer
from circles_bot.engine.members import recognise
from circles_bot.engine.model import Address, AddressKind, Community, Interest
from circles_bot.engine.names import clean_emoji, clean_name, free_emoji, normal_emoji, normal_name
from circles_bot.engine.notes import Button, Form, Line, Note, Option, Reply, Select
from circles_bot.engine.policy import Policy
from circles_bot.engine.proposals import interest_id
from circles_bot.engine.questions import Place, SetupAsked
from circles_bot.engine.snapshots import InterestStanding, MemberScope
from circles_bot.engine.tokens import Token, make_token

BOARD_GUESSES = ("circles", "introductions", "intros", "welcome", "general", "lobby")
ROOMS_GUESSES = ("circles", "introductions", "general")
PLACES_AT_MOST = 25
"""What a select holds on both platforms."""

STARTERS: tuple[tuple[str, str], ...] = (
    ("💬", "anything"),
    ("🌅", "first job"),
    ("📚", "books"),
    ("⚾", "baseball"),
    ("🧭", "changing careers"),
    ("🍲", "cooking"),
    ("🪴", "gardening"),
    ("🎓", "teaching"),
    ("✏️", "writing"),
    ("🎵", "music"),
    ("🏃", "running"),
    ("🎲", "games"),
    ("🎬", "films"),
    ("🧶", "making things"),
    ("🌍", "new in town"),
    ("🧩", "working alone"),
    ("🔧", "open source"),
    ("🐾", "pets"),
    ("👪", "working parents"),
    ("🗣️", "learning a language"),
)
"""Interests to begin with: about half have nothing to do with work. They become the community's own data."""

STARTERS_CHOSEN = 4
"""``anything`` and three more: small communities start small."""

Chosen = tuple[str, str]


def setup_asked(scope: MemberScope, question: SetupAsked) -> Reply:
    """Open the form with its three choices, guessed already; to stewards only."""
    if not question.actor.is_steward:
        return Reply(content=Note(key="setup-stewards-only"))
    if not question.places:
        return Reply(content=Note(key="setup-no-places"))
    community = scope.community
    board = _place_select(
        Token.SETUP_BOARD, question.places, community.board_place if community else None, BOARD_GUESSES
    )
    rooms = _place_select(
        Token.SETUP_ROOMS, question.places, community.rooms_place if community else None, ROOMS_GUESSES
    )
    fields = (board, rooms, _interest_select(scope.standings))
    return Reply(content=Form(token=make_token(Token.SETUP), key="setup", fields=fields))


def setup_chosen(scope: MemberScope, event: SetupChosen) -> Decision:
    """Set the community up, or repair it: records, the board, the weekly look, and an announcement to post."""
    if not event.actor.is_steward:
        return Decision(reply=Reply(content=Note(key="setup-stewards-only")), why=Line(key="why-setup-refused"))
    community = _community(scope.community, event)
    policy = Policy.of(community)
    interests = _interests(scope.standings, event, policy)
    if not interests:
        return Decision(reply=Reply(content=Note(key="setup-no-interests")), why=Line(key="why-setup-refused"))
    recognised = recognise(scope.member, event.actor, event.community, event.at)
    waiting = {standing.interest.id: standing.waiting for standing in scope.standings}
    return Decision(
        changes=(
            Kept(community),
            *_addresses(scope.community, community, event),
            *(Kept(interest) for interest in interests),
            *recognised.changes,
        ),
        timers=(weekly_timer(community, policy, event.at), board_timer(community, policy, event.at)),
        effects=(show_board(community, interests[: policy.interests_per_board], waiting, {}, event.at),),
        reply=Reply(content=_announcement(community, policy, event.at, is_again=scope.community is not None)),
        why=Line(key="why-set-up"),
    )


def _community(known: Community | None, event: SetupChosen) -> Community:
    zone = event.timezone or event.actor.timezone
    base = known or Community(id=event.community, platform=event.platform, timezone=zone or "UTC")
    return replace(
        base,
        timezone=zone if zone and base.timezone == "UTC" else base.timezone,
        board_place=event.board_place,
        rooms_place=event.rooms_place,
        set_up_at=base.set_up_at or event.at,
        board_at=event.at,
        sees_activity=event.sees_activity,
    )


def _addresses(known: Community | None, community: Community, event: SetupChosen) -> tuple[Change, ...]:
    """Return the platform's ids; a board that moves is posted anew, so its old message is forgotten."""
    theirs = (
        (AddressKind.COMMUNITY, community.id, event.community_theirs),
        (AddressKind.PLACE, "board", event.board_place),
    )
    kept = tuple(
        Kept(Address(community=community.id, kind=kind, ours=ours, theirs=value)) for kind, ours, value in theirs
    )
    has_moved = known is not None and known.board_place not in {None, event.board_place}
    return (*kept, Dropped(board_address(community, ""))) if has_moved else kept


def _interests(standings: Sequence[InterestStanding], event: SetupChosen, policy: Policy) -> tuple[Interest, ...]:
    """Return all interests open from now on, by name: those there were, and those chosen."""
    known = {standing.interest.id: standing.interest for standing in standings}
    names = {normal_name(interest.name) for interest in known.values()}
    taken = {normal_emoji(interest.emoji) for interest in known.values()}
    for emoji, name in _usable(event.interests, policy):
        key = interest_id(event.community, name)
        if normal_name(name) in names:
            continue
        names.add(normal_name(name))
        sign = free_emoji(taken, wanted=emoji)
        taken.add(normal_emoji(sign))
        known[key] = Interest(id=key, community=event.community, name=name, emoji=sign, opened_at=event.at)
    return tuple(sorted(known.values(), key=lambda interest: (interest.name.casefold(), interest.id)))


def _usable(chosen: Iterable[Chosen], policy: Policy) -> list[Chosen]:
    cleaned = [(clean_emoji(emoji), clean_name(name)) for emoji, name in chosen]
    usable = [(emoji, name) for emoji, name in cleaned if name and len(name) <= policy.interest_name_limit]
    return usable[: policy.interests_per_board]


def _announcement(community: Community, policy: Policy, at: datetime, *, is_again: bool) -> Note:
    rhythm: tuple[Button, ...] = (RHYTHM_MENU,) if community.timezone == "UTC" else ()
    return Note(
        key="setup-repaired" if is_again else "setup-done",
        args={"next": next_look(community, policy, at)},
        lines=(Line(key="setup-announcement"),),
        controls=(MINE, *rhythm),
    )


def _place_select(token: Token, places: Sequence[Place], now: str | None, guesses: Sequence[str]) -> Select:
    guess = now if any(place.theirs == now for place in places) else _guess(places, guesses)
    by_guess = sorted(places, key=lambda place: place.theirs != guess)  # the guess first: it must not be cut off
    options = tuple(
        Option(
            value=place.theirs,
            label=place.name,
            description=Line(key="setup-place-lacks", args={"lacks": ", ".join(place.lacks)}) if place.lacks else None,
            is_chosen=place.theirs == guess,
        )
        for place in by_guess[:PLACES_AT_MOST]
    )
    return Select(token=make_token(token), placeholder=Line(key=f"{token.value}-placeholder"), options=options)


def _guess(places: Sequence[Place], guesses: Sequence[str]) -> str:
    """Return the place with the most fitting name, one where the bot lacks nothing if there is one."""

    def fit(place: Place) -> tuple[bool, int]:
        name = place.name.casefold().lstrip("#")
        rank = next((index for index, guess in enumerate(guesses) if guess in name), len(guesses))
        return bool(place.lacks), rank

    return min(places, key=fit).theirs


def _interest_select(standings: Sequence[InterestStanding]) -> Select:
    chosen = {normal_name(standing.interest.name) for standing in standings}
    if not chosen:
        chosen = {name for _, name in STARTERS[:STARTERS_CHOSEN]}
    options = tuple(
        Option(value=f"{emoji} {name}", label=name, emoji=emoji, is_chosen=normal_name(name) in chosen)
        for emoji, name in STARTERS
    )
    return Select(
        token=make_token(Token.SETUP_INTERESTS),
        placeholder=Line(key="setup-interests-placeholder"),
        options=options,
        at_most=len(options),
    )
