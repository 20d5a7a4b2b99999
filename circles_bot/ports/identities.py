"""Our ids for the platforms' people and communities: keyed hashes, so that no look-up is needed and none leaks.

The key is derived from ``CIRCLES_SECRET_KEY``: without it nobody can tell from a stored id whose it is.
"""

import hashlib
from dataclasses import dataclass, field

from circles_bot.engine.ids import CommunityId, MemberId


@dataclass(frozen=True, slots=True)
class Identities:
    """Makes ids of one platform's communities and members."""

    platform: str
    key: bytes = field(repr=False)
    _communities: dict[str, CommunityId] = field(default_factory=dict, repr=False, compare=False)
    """Every act names its community several times, and there are few of them."""

    def community(self, theirs: str) -> CommunityId:
        """Return our id of the community that the platform calls ``theirs``."""
        known = self._communities.get(theirs)
        if known is None:
            known = self._communities[theirs] = CommunityId(f"com_{self._hash('community', theirs)}")
        return known

    def member(self, community: CommunityId, theirs: str) -> MemberId:
        """Return our id of a person in a community; the same person elsewhere has another id."""
        return MemberId(f"mem_{self._hash('member', community, theirs)}")

    def _hash(self, *parts: str) -> str:
        text = "\x1f".join((self.platform, *parts))
        return hashlib.blake2b(text.encode(), digest_size=8, key=self.key[:64]).hexdigest()


def community_id(key: bytes, platform: str, theirs: str) -> CommunityId:
    """Return our id of the community that a platform calls ``theirs``."""
    return Identities(platform=platform, key=key).community(theirs)
