"""From neutral messages to the workspace's own: pure. People's words stay words, whatever is in them."""

import base64
from collections.abc import Mapping
from typing import assert_never

from circles_bot.engine.ids import MemberId
from circles_bot.words.message import (
    Attachment,
    Mention,
    Message,
    MessageButton,
    MessageForm,
    MessageSelect,
    MessageTextField,
    Moment,
    Plain,
    Strong,
    Text,
)
from circles_bot.words.message import Span as NeutralSpan
from circles_sandbox.model import Body, ButtonControl, Control, File, Form, SelectControl, Span, TextControl

NOBODY = ""
"""Who is mentioned but not known here (they have left); the page says "somebody"."""

People = Mapping[MemberId, str]


def render_message(message: Message, people: People) -> Body:
    """Return the workspace's form of a message; ``people`` are the mentioned ones' ids there."""
    body: Body = {
        "title": message.title,
        "paragraphs": [_spans(paragraph, people) for paragraph in message.paragraphs],
        "controls": [_control(control, people) for control in message.controls],
        "footer": _spans(message.footer, people),
        "preview": message.preview,
    }
    if message.attachments:
        body["attachments"] = [_file(attachment) for attachment in message.attachments]
    if message.leads_with_controls:
        body["leads_with_controls"] = True
    if message.beside:
        body["beside"] = [*message.beside]
    return body


def _file(attachment: Attachment) -> File:
    data = base64.b64encode(attachment.data).decode("ascii")
    return {"name": attachment.name, "href": f"data:{attachment.media_type};base64,{data}"}


def render_form(form: MessageForm) -> Form:
    """Return the workspace's form of a form."""
    return {
        "token": form.token,
        "title": form.title,
        "intro": form.intro,
        "fields": [_field(field) for field in form.fields],
        "submit": form.submit,
    }


def _spans(text: Text, people: People) -> list[Span]:
    return [_span(span, people) for span in text]


def _span(span: NeutralSpan, people: People) -> Span:
    match span:
        case Plain():
            return {"kind": "plain", "text": span.text}
        case Strong():
            return {"kind": "strong", "text": span.text}
        case Mention():
            return {"kind": "mention", "person": people.get(span.member, NOBODY)}
        case Moment():
            return {"kind": "moment", "at": span.at.isoformat(), "fallback": span.fallback}
        case _:
            assert_never(span)


def _control(control: MessageButton | MessageSelect, people: People) -> Control:
    return _button(control) if isinstance(control, MessageButton) else _select(control, people)


def _button(button: MessageButton) -> ButtonControl:
    control: ButtonControl = {
        "kind": "button",
        "token": button.token,
        "label": button.label,
        "style": button.style.value,
    }
    if button.brief:
        control["brief"] = button.brief
    return control


def _field(field: MessageSelect | MessageTextField) -> SelectControl | TextControl:
    if isinstance(field, MessageSelect):
        return _select(field, {})
    return {
        "kind": "text",
        "token": field.token,
        "label": field.label,
        "at_most_chars": field.at_most_chars,
        "is_required": field.is_required,
        "starts_with": field.starts_with,
    }


def _select(select: MessageSelect, people: People) -> SelectControl:
    control: SelectControl = {
        "kind": "select",
        "token": select.token,
        "placeholder": select.placeholder,
        "options": [
            {
                "value": option.value,
                "label": option.label,
                "person": people.get(option.member, NOBODY) if option.member is not None else NOBODY,
                "emoji": option.emoji,
                "description": option.description,
                "is_chosen": option.is_chosen,
            }
            for option in select.options
        ],
        "at_least": select.at_least,
        "at_most": select.at_most,
    }
    if select.picks_people:
        control["picks_people"] = True
    return control
