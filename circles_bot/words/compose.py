"""From notes to neutral messages: entries of the locale files with people, times and prompts in place.

An argument never passes through Fluent's or our own markup: it is put in afterwards as a span of its own, so an
asterisk in an interest's name is an asterisk.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import MemberId
from circles_bot.engine.notes import (
    Argument,
    Button,
    Entry,
    Form,
    Line,
    Mentions,
    Note,
    Option,
    PromptAnswer,
    PromptText,
    Select,
    Tally,
    TextField,
)
from circles_bot.words.message import (
    Mention,
    Message,
    MessageButton,
    MessageForm,
    MessageOption,
    MessageSelect,
    MessageTextField,
    Moment,
    Plain,
    Span,
    Strong,
    Text,
)
from circles_bot.words.prompt_packs import PromptTexts
from circles_bot.words.templates import Slot, Templates

_PARAGRAPHS = re.compile(r"\n\s*\n")

LABEL_LIMIT_CHARS = 75
"""Slack's limit for a button (Discord's is 80), for an option's label and for what stands under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom words are chosen: ``zone`` matters only where a platform cannot show local times by itself.

    ``could_open`` is how many people at most could open a room there, 0 where that is not known.
    """

    locale: str | None
    zone: ZoneInfo
    could_open: int = 0


@dataclass(frozen=True, slots=True)
class Composer:
    """Turns notes and forms into messages."""

    templates: Templates
    prompts: PromptTexts

    def message(self, note: Note, reader: Reader) -> Message:
        """Return a note's message for one reader."""
        body = self._spans(note.key, note.args, reader)
        said = [paragraph for paragraph in _split_paragraphs(body) if paragraph]
        lines = [self._spans(line.key, line.args, reader) for line in note.lines]
        tallies = [self._tally(tally, reader) for tally in note.tallies]
        near = sum(note.beside)
        return Message(
            title=self._attribute(note.key, "title", note.args, reader),
            paragraphs=(*said, *(line for line in lines if line), *tallies),
            controls=(
                *(self._control(control, reader, is_beside=True) for control in note.controls[:near]),
                *(self._control(control, reader) for control in note.controls[near:]),
            ),
            footer=self._spans(note.footer.key, note.footer.args, reader) if note.footer else (),
            preview=self._attribute(note.key, "preview", note.args, reader) or flat(body),
            leads_with_controls=note.leads_with_controls,
            # a community's own words may leave a line out; its buttons must not slip to another one then
            beside=(*(0 for _ in said), *note.beside) if note.beside and all(lines) else (),
        )

    def form(self, form: Form, reader: Reader) -> MessageForm:
        """Return a form's message for one reader."""
        return MessageForm(
            token=form.token,
            title=self._attribute(form.key, "title", {}, reader),
            intro=self.line(Line(key=form.key), reader),
            fields=tuple(self._field(field, reader) for field in form.fields),
            submit=self._attribute(form.key, "submit", {}, reader),
        )

    def line(self, line: Line, reader: Reader) -> str:
        """Return a line as plain text (labels, descriptions, the reasons in the side panel)."""
        if line.args:
            return flat(self._spans(line.key, line.args, reader))
        found = self.templates.plain(line.key, locale=reader.locale)
        if found is None:
            raise _lacking(line.key)
        return found

    def _spans(self, key: str, args: Mapping[str, Argument], reader: Reader) -> Text:
        pieces = self.templates.pieces(key, args, locale=reader.locale)
        if pieces is None:
            raise _lacking(key)
        spans: list[Span] = []
        for piece in pieces:
            if isinstance(piece, Slot):
                found = self._argument(args[piece.name], reader)
                spans.extend(_emboldened(found) if piece.is_strong else found)
            else:
                spans.append(piece)
        return tuple(spans)

    def _attribute(self, key: str, attribute: str, args: Mapping[str, Argument], reader: Reader) -> str:
        pieces = self.templates.pieces(key, args, locale=reader.locale, attribute=attribute) or ()
        return "".join(
            flat(self._argument(args[piece.name], reader)) if isinstance(piece, Slot) else piece.text
            for piece in pieces
        )

    def _argument(self, value: Argument, reader: Reader) -> Text:
        match value:
            case Mentions():
                return tuple(_with_commas(value.members))
            case PromptText():
                return (Plain(self.prompts.text(value.prompt, reader.locale)),)
            case PromptAnswer():
                return (Plain(self.prompts.answers(value.prompt, reader.locale)[value.choice]),)
            case Entry():
                return self._spans(value.key, {"most": reader.could_open}, reader)
            case datetime():
                return (Moment(value, fallback=self._local(value, reader)),)
            case _:
                return (Plain(str(value)),)

    def _local(self, at: datetime, reader: Reader) -> str:
        """Return a time as it is said in the reader's language and zone."""
        language = self.templates.catalog.language_of(reader.locale)
        return _formatted(at, self.templates.plain("moment-pattern", locale=language) or "", reader.zone, language)

    def _tally(self, tally: Tally, reader: Reader) -> Text:
        return (*_with_commas(tally.members), Plain(": "), Plain(self.line(tally.label, reader)))

    def _control(
        self, control: Button | Select, reader: Reader, *, is_beside: bool = False
    ) -> MessageButton | MessageSelect:
        if isinstance(control, Select):
            return self._select(control, reader)
        label = control.label
        brief = self._attribute(label.key, "brief", label.args, reader) if is_beside else ""
        return MessageButton(
            token=control.token, label=_clip(self.line(label, reader)), style=control.style, brief=brief
        )

    def _field(self, field: Select | TextField, reader: Reader) -> MessageSelect | MessageTextField:
        if isinstance(field, Select):
            return self._select(field, reader)
        return MessageTextField(
            token=field.token,
            label=self.line(field.label, reader),
            at_most_chars=field.at_most_chars,
            is_required=field.is_required,
            starts_with=field.starts_with,
        )

    def _select(self, select: Select, reader: Reader) -> MessageSelect:
        return MessageSelect(
            token=select.token,
            placeholder=self.line(select.placeholder, reader),
            options=tuple(self._option(option, reader) for option in select.options),
            at_least=select.at_least,
            at_most=select.at_most,
            picks_people=select.picks_people,
            picks_places=select.picks_places,
            if_empty=self.line(select.if_empty, reader) if select.if_empty else "",
        )

    def _option(self, option: Option, reader: Reader) -> MessageOption:
        label = option.label if isinstance(option.label, str) else self.line(option.label, reader)
        return MessageOption(
            value=option.value if isinstance(option.value, str) else self.line(option.value, reader),
            label=_clip(label),
            member=option.member,
            emoji=option.emoji,
            description=_clip(self.line(option.description, reader)) if option.description else "",
            is_chosen=option.is_chosen,
        )


def _lacking(key: str) -> ConfigError:
    return ConfigError(f"The locale files have no entry {key!r}; add it to words/locales/en.")


def flat(text: Text) -> str:
    """Return spans as plain text: times as their fallback, people left out."""
    return "".join(
        span.text if isinstance(span, Plain | Strong) else span.fallback if isinstance(span, Moment) else ""
        for span in text
    )


@lru_cache(maxsize=4_096)
def _formatted(at: datetime, pattern: str, zone: ZoneInfo, language: str) -> str:
    from babel.dates import format_datetime  # Babel's data is big: not before the first time is written out

    return str(format_datetime(at, pattern, tzinfo=zone, locale=language))


def _emboldened(text: Text) -> Text:
    return tuple(Strong(span.text) if isinstance(span, Plain) else span for span in text)


def _with_commas(members: tuple[MemberId, ...]) -> Iterator[Span]:
    for index, member in enumerate(members):
        if index:
            yield Plain(", ")
        yield Mention(member)


def _split_paragraphs(spans: Text) -> list[Text]:
    paragraphs: list[list[Span]] = [[]]
    for span in spans:
        if not isinstance(span, Plain) or (span.text and "\n" not in span.text):
            paragraphs[-1].append(span)
            continue
        for index, piece in enumerate(_PARAGRAPHS.split(span.text)):
            if index:
                paragraphs.append([])
            if piece:
                paragraphs[-1].append(Plain(piece))
    return [tuple(paragraph) for paragraph in paragraphs]


def _clip(label: str) -> str:
    return label if len(label) <= LABEL_LIMIT_CHARS else label[: LABEL_LIMIT_CHARS - 1].rstrip() + "…"
