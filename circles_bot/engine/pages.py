"""Pages: the board in as many messages as its interests need, and each interest on one of them while it is open.

An interest never moves: what people have set under a message counts for the interests that it names, and whatever
moved would leave its reactions behind. Where one has ended there is a free seat, and the next one that opens takes it
(docs/decisions/0025).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from circles_bot.engine.ids import CommunityId
from circles_bot.engine.model import Address, AddressKind, Interest
from circles_bot.engine.policy import Policy

PAGES_AT_MOST = -(-Policy().interests_at_most // Policy().interests_per_page)


def free_page(taken: Iterable[Interest], policy: Policy) -> int:
    """Return the first page with room for one more interest beside the open ones."""
    full = Counter(interest.page for interest in taken if not interest.is_confidential)
    return next(page for page in range(sum(full.values()) + 1) if full[page] < policy.interests_per_page)


def pages_of(interests: Iterable[Interest]) -> Mapping[int, tuple[Interest, ...]]:
    """Return the interests by page, in their order; a board has its first page even where nothing is on it."""
    pages: defaultdict[int, list[Interest]] = defaultdict(list, {0: []})
    for interest in interests:
        pages[interest.page].append(interest)
    return {page: tuple(pages[page]) for page in sorted(pages)}


def page_address(community: CommunityId, page: int, theirs: str = "") -> Address:
    """Return the record of one of the board's messages."""
    return Address(community=community, kind=AddressKind.BOARD, ours=page_key(community, page), theirs=theirs)


def page_key(community: CommunityId, page: int) -> str:
    """Return how one of the board's messages is known; the first one is known as the board was when it was alone."""
    return f"{community}:{page}" if page else str(community)


def pages_known(theirs: Mapping[str, str], community: CommunityId) -> Mapping[int, str]:
    """Return the platform's ids of a board's messages by page, from those by key."""
    keys = {page: page_key(community, page) for page in range(PAGES_AT_MOST)}
    return {page: theirs[key] for page, key in keys.items() if key in theirs}
