/** Messages: their words, reactions and controls. People's words are text nodes and nothing else. */

import { avatar, firstName } from "./avatars.js";
import { byId, h, showList } from "./dom.js";
import { pickable } from "./people.js";
import { listbox, openAt } from "./popovers.js";
import { hourOnly, longTime, shortTime } from "./times.js";
import { inARow, t } from "./words.js";

const SPARE_EMOJI = ["🌱", "👍", "❤️", "😀", "🎉", "👀"];
const NEAR_END_PX = 120;

/**
 * Show the messages of the open place.
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 * @param {boolean} isAnotherPlace
 */
export function showMessages(view, actions, isAnotherPlace) {
  const list = byId("messages");
  const scroller = byId("scroller");
  const isNearEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  const count = list.children.length;
  list.setAttribute("aria-label", t("messages-label", { place: actions.placeName(view.place) }));
  showList(
    list,
    view.messages,
    (message) => `${view.me}:${view.place}:${message.id}`,
    (message) => message.version,
    (message) => messageItem(message, view, actions),
  );
  byId("scroller").classList.toggle("is-empty", view.messages.length === 0);
  if (isAnotherPlace || (isNearEnd && list.children.length !== count)) toEnd(scroller, isAnotherPlace && view.place === view.board);
}

/** @param {HTMLElement} scroller @param {boolean} isBoard */
function toEnd(scroller, isBoard) {
  scroller.scrollTop = isBoard && scroller.scrollHeight < scroller.clientHeight * 2 ? 0 : scroller.scrollHeight;
}

/**
 * @param {import("./app.js").MessageView} message
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 */
function messageItem(message, view, actions) {
  const person = view.people.find((one) => one.id === message.author);
  const isBot = message.author === view.bot;
  const name = isBot ? t("bot-name") : (person?.name ?? t("somebody"));
  const zone = actions.me().timezone;
  const classes = ["message", isBot && "from-bot", message.is_private && "is-private"].filter(Boolean).join(" ");
  return h(
    "li",
    { class: classes, data: { message: message.id } },
    h(
      "article",
      {},
      avatar(isBot ? undefined : person),
      h(
        "div",
        { class: "message-inside" },
        h(
          "header",
          { class: "message-head" },
          h("bdi", { class: "message-author" }, name),
          isBot && h("span", { class: "tag" }, t("bot-tag")),
          h("time", { datetime: message.at, title: longTime(message.at, zone) }, timeOf(message.at, view.now, zone)),
        ),
        message.is_private && privateLine(message, actions),
        ...(message.body ? bodyParts(message, view, actions) : [h("p", { class: "words", dir: "auto" }, message.text)]),
        !message.is_private && reactions(message, view, actions),
      ),
    ),
  );
}

/** @param {string} at @param {string} now @param {string} zone */
function timeOf(at, now, zone) {
  const isRecent = Math.abs(Date.parse(now) - Date.parse(at)) < 12 * 3600 * 1000;
  return isRecent ? hourOnly(at, zone) : shortTime(at, zone);
}

/** @param {import("./app.js").MessageView} message @param {import("./app.js").Actions} actions */
function privateLine(message, actions) {
  return h(
    "p",
    { class: "private-line" },
    h("span", { class: "eye", aria: { hidden: "true" } }),
    t("message-private"),
    h(
      "button",
      {
        type: "button",
        class: "link",
        data: { focus: "dismiss" },
        onclick: () => actions.act({ kind: "dismiss", message: message.id }),
      },
      t("message-dismiss"),
    ),
  );
}

/**
 * @param {import("./app.js").MessageView} message
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 */
function bodyParts(message, view, actions) {
  const { title, paragraphs, controls, footer, leads_with_controls: leads, beside = [] } = message.body;
  const left = [...controls];
  const lines = paragraphs.map((spans, index) => {
    const words = h("p", { class: "words" }, ...spans.map((span) => spanNode(span, view, actions)));
    const own = controlsNode(left.splice(0, beside[index] ?? 0), message, view, actions, true);
    return own ? h("div", { class: "line" }, words, own) : words;
  });
  const tapped = controlsNode(left, message, view, actions, false);
  return [
    title && h("h3", { class: "message-title" }, h("bdi", {}, title)),
    leads && tapped,
    ...lines,
    !leads && tapped,
    ...(message.body.attachments ?? []).map((file) =>
      h("p", { class: "attachment" }, h("a", { href: file.href, download: file.name }, h("bdi", {}, file.name))),
    ),
    footer.length > 0 && h("p", { class: "small-print" }, ...footer.map((span) => spanNode(span, view, actions))),
  ];
}

/**
 * @param {any} span
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 */
export function spanNode(span, view, actions) {
  if (span.kind === "mention") {
    const person = view.people.find((one) => one.id === span.person);
    const isMe = person?.id === view.me;
    return h("bdi", { class: isMe ? "mention is-me" : "mention" }, person?.name ?? t("somebody"));
  }
  if (span.kind === "moment") {
    const me = actions.me();
    return h("time", { datetime: span.at }, longTime(span.at, me.timezone, me.locale));
  }
  return h(span.kind === "strong" ? "strong" : "bdi", { dir: "auto" }, span.text);
}

/**
 * @param {any[]} controls
 * @param {import("./app.js").MessageView} message
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 * @param {boolean} isBeside whether they stand beside what they are about, and may be brief
 */
function controlsNode(controls, message, view, actions, isBeside) {
  if (controls.length === 0) return null;
  return h("div", { class: "controls" }, ...controls.map((control) => controlNode(control, message, view, actions, isBeside)));
}

/**
 * @param {any} control
 * @param {import("./app.js").MessageView} message
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 * @param {boolean} isBeside
 */
function controlNode(control, message, view, actions, isBeside) {
  const focus = `${message.id} ${control.token} ${control.placeholder ?? ""}`; // a long list is several
  const tap = (/** @type {string[]} */ values) =>
    actions.act({ kind: "tap", message: message.id, token: control.token, values, act: crypto.randomUUID() });
  if (control.kind === "button") {
    const brief = isBeside && control.brief;
    const aria = brief ? { label: control.label } : {};
    return h(
      "button",
      { type: "button", class: control.style, data: { focus, token: control.token }, aria, onclick: () => tap([]) },
      h("bdi", {}, brief || control.label),
    );
  }
  const button = h(
    "button",
    {
      type: "button",
      class: "select",
      data: { focus, token: control.token },
      aria: { haspopup: "listbox", expanded: "false", label: t("select-open", { label: control.placeholder }) },
    },
    h("bdi", {}, control.placeholder),
  );
  button.addEventListener("click", () => {
    const panel = listbox({
      label: control.placeholder,
      choices: choicesOf(control, view),
      many: control.at_most > 1,
      done: t("select-send"),
      choose: (values) => {
        close();
        tap(values);
      },
    });
    const close = openAt(button, panel);
  });
  return button;
}

/**
 * What a select offers: its own options, or everybody else where it picks people.
 * @param {any} control
 * @param {import("./app.js").View} view
 */
function choicesOf(control, view) {
  if (control.picks_people) return pickable(view);
  return control.options.map((/** @type {any} */ one) => ({ ...one, label: view.people.find((each) => each.id === one.person)?.name ?? one.label }));
}

/**
 * @param {import("./app.js").MessageView} message
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 */
function reactions(message, view, actions) {
  const chips = message.reactions.map(({ emoji, people }) => {
    const isMine = people.includes(view.me);
    const names = inARow(people.map((id) => (id === view.bot ? t("bot-name") : id === view.me ? t("you") : nameOf(id, view))));
    const label = t(isMine ? "react-unset" : "react-set", { emoji, count: people.length, names });
    return h(
      "button",
      {
        type: "button",
        class: "reaction",
        title: names,
        data: { focus: `${message.id} ${emoji}`, emoji },
        aria: { pressed: String(isMine), label },
        onclick: () => actions.act({ kind: isMine ? "unreact" : "react", message: message.id, emoji }),
      },
      h("span", { aria: { hidden: "true" } }, emoji),
      h("span", { aria: { hidden: "true" } }, String(people.length)),
    );
  });
  return h("div", { class: "reactions" }, ...chips, pickButton(message, view, actions));
}

/**
 * @param {import("./app.js").MessageView} message
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 */
function pickButton(message, view, actions) {
  const button = h(
    "button",
    {
      type: "button",
      class: "reaction add",
      data: { focus: `${message.id} add` },
      aria: { label: t("react-add"), haspopup: "dialog", expanded: "false" },
    },
    h("span", { class: "smile", aria: { hidden: "true" } }),
  );
  button.addEventListener("click", () => {
    const all = [...new Set([...view.board_emoji, ...SPARE_EMOJI])];
    const panel = h(
      "div",
      { class: "emoji-grid", role: "dialog", aria: { label: t("react-add") } },
      ...all.map((emoji) =>
        h(
          "button",
          {
            type: "button",
            aria: { label: t("react-pick", { emoji }) },
            onclick: () => {
              close();
              actions.act({ kind: "react", message: message.id, emoji });
            },
          },
          emoji,
        ),
      ),
    );
    const close = openAt(button, panel);
  });
  return button;
}

/** @param {string} id @param {import("./app.js").View} view */
function nameOf(id, view) {
  const person = view.people.find((one) => one.id === id);
  return person ? firstName(person.name) : t("somebody");
}
