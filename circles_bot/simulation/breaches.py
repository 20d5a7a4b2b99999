"""What a run found broken."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One breach: of which promise (its number in the product description) or hard rule, when, and what happened."""

    of: int | str
    at: datetime
    what: str

    def as_json(self, name: str) -> dict[str, int | str]:
        """Return it for a report; ``name`` is what ``of`` is called there."""
        return {name: self.of, "at": self.at.isoformat(), "what": self.what}
