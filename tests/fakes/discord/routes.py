"""The table of routes, with the OpenAPI description's own templates, and what a handler is given."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.refusals import JSON, FieldErrors
from tests.fakes.discord.world import World

Answer = tuple[int, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; ``params`` are the template's names with what stands there."""

    method: str
    path: str
    route: str
    params: dict[str, str]
    query: dict[str, str]
    json: object
    files: dict[str, bytes]
    reason: str | None

    def id(self, name: str) -> int:
        """Return a snowflake of the path; raises 50035 for anything else."""
        return read_id(self.params[name], name)

    @property
    def form(self) -> JSON:
        """Return the body, which has to be an object."""
        if not isinstance(self.json, dict):
            errors = FieldErrors()
            errors.add("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            errors.raise_if_any()
        assert isinstance(self.json, dict)
        return self.json

    def number(self, name: str, default: int) -> int:
        """Return a number of the query."""
        return read_id(self.query.get(name, str(default)), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What handlers work on."""

    world: World
    interactions: Interactions
    gateway_url: Callable[[], str]
    shards: Callable[[], tuple[int, int, int]]


Handler = Callable[[Api, Request], Answer]


@dataclass(slots=True, kw_only=True)
class Router:
    """Finds the handler of a path; a fixed part wins over a parameter."""

    _routes: dict[tuple[str, int], list[tuple[tuple[str, ...], str, Handler]]] = field(default_factory=dict)

    def add(self, method: str, template: str, handler: Handler) -> None:
        """Add a route."""
        parts = tuple(template.strip("/").split("/"))
        found = self._routes.setdefault((method, len(parts)), [])
        found.append((parts, template, handler))
        found.sort(key=lambda it: sum(part.startswith("{") for part in it[0]))

    def routes(self) -> list[str]:
        """Return the method and the template of each."""
        return [f"{method} {template}" for (method, _), found in self._routes.items() for _, template, _ in found]

    def find(self, method: str, path: str) -> tuple[str, dict[str, str], Handler] | None:
        """Return a path's template, parameters and handler."""
        given = path.strip("/").split("/")
        for parts, template, handler in self._routes.get((method, len(given)), ()):
            if all(part[0] == "{" or part == it for part, it in zip(parts, given, strict=True)):
                params = {part[1:-1]: it for part, it in zip(parts, given, strict=True) if part[0] == "{"}
                return template, params, handler
        return None


def read_id(text: str, name: str) -> int:
    """Return a snowflake; raises 50035 for what is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 20:
        errors = FieldErrors()
        errors.add(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
        errors.raise_if_any()
    return int(text)
