"""Checking a prompt pack for the person who writes it: everything that is wrong, each with its line."""

from dataclasses import dataclass

import yaml

from circles_bot.engine.errors import ConfigError
from circles_bot.words.prompt_packs import Where, pack_faults, parse, shipped_packs


@dataclass(frozen=True, slots=True)
class LineFault:
    """One fault; ``line`` counts from 1."""

    line: int
    says: str


def check_pack(source: str) -> tuple[LineFault, ...]:
    """Return what is wrong with a pack, by line; nothing for one that can be used beside the shipped ones."""
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
        pack = parse("the file", source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return (LineFault((mark.line if mark else 0) + 1, f"this is not readable YAML: {error.problem}."),)
    except (ConfigError, yaml.YAMLError) as error:
        return (LineFault(1, str(error)),)
    faults = [LineFault(_line_of(root, fault.where), fault.says) for fault in pack_faults(pack)]
    if not faults:
        faults.extend(_taken_ids(root, pack))
    return tuple(sorted(faults, key=lambda fault: fault.line))


def _taken_ids(root: yaml.Node | None, pack: object) -> list[LineFault]:
    """Return the ids that shipped packs have already; of a shipped pack itself, none."""
    assert isinstance(pack, dict)
    shipped = [parse(name, source) for name, source in shipped_packs().items()]
    others = [found for found in shipped if found["pack"] != pack["pack"]]
    taken = {entry["id"]: found["pack"] for found in others for entry in found["prompts"]}  # type: ignore[attr-defined]  # shipped packs are whole
    return [
        LineFault(
            _line_of(root, ("prompts", place, "id")),
            f"the prompt id {entry['id']!r} is taken by the pack {taken[entry['id']]!r}; give it another.",
        )
        for place, entry in enumerate(pack["prompts"])
        if entry["id"] in taken
    ]


def _line_of(node: yaml.Node | None, where: Where) -> int:
    """Return the line of a place, or of the nearest thing around it that is there."""
    line = node.start_mark.line if node is not None else 0
    for step in where:
        found = _inside(node, step)
        if found is None:
            break
        node, line = found
    return int(line) + 1


def _inside(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((value, key.start_mark.line) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line
    return None
