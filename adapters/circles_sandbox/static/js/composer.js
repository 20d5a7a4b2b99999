/** The line one writes in: words, or a slash command with what may complete it. */

import { byId, h } from "./dom.js";
import { get } from "./api.js";
import { t } from "./words.js";

/** @typedef {{value: string, label: string, detail: string, opensMore: boolean}} Completion */

/** @type {Completion[]} */
let completions = [];
let chosen = 0;
let asked = 0;

/** Make the composer, once. @param {import("./app.js").Actions} actions */
export function makeComposer(actions) {
  const field = h("textarea", {
    id: "composer-field",
    rows: 1,
    maxlength: 4000,
    role: "combobox",
    enterkeyhint: "send",
    aria: { autocomplete: "list", expanded: "false", controls: "composer-list" },
    oninput: () => offer(actions),
    onkeydown: (/** @type {KeyboardEvent} */ event) => onKey(event, actions),
    onblur: () => setTimeout(close, 150),
  });
  const form = byId("composer");
  form.append(
    h("ul", { id: "composer-list", class: "completions", role: "listbox", aria: { label: t("composer-suggestions") }, hidden: true }),
    h("label", { class: "unseen", for: "composer-field", id: "composer-label" }),
    field,
    h("button", { type: "submit", class: "main", id: "composer-send" }, t("composer-send")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(actions);
  });
}

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
export function showComposer(view, actions) {
  const place = view.places.find((one) => one.id === view.place);
  const field = theField();
  const name = actions.placeName(view.place);
  field.disabled = place?.is_archived ?? false;
  field.placeholder = place?.is_archived ? t("composer-archived") : t("composer-hint", { place: name });
  byId("composer-label").textContent = t("composer-label", { place: name });
}

function theField() {
  return /** @type {HTMLTextAreaElement} */ (byId("composer-field"));
}

/** @param {import("./app.js").Actions} actions */
async function send(actions) {
  const field = theField();
  const words = field.value.trim();
  if (!words) return;
  close();
  const isCommand = words.startsWith("/");
  const payload = isCommand
    ? { kind: "command", words, place: actions.view().place, act: crypto.randomUUID() }
    : { kind: "say", words, place: actions.view().place };
  field.value = "";
  const isDone = await actions.act(payload);
  if (!isDone && !field.value) field.value = words;
  field.focus();
}

/** @param {import("./app.js").Actions} actions */
async function offer(actions) {
  const typed = theField().value;
  const mine = ++asked;
  const found = typed.startsWith("/") && !typed.includes("\n") ? await completionsOf(typed, actions) : [];
  if (mine !== asked) return;
  completions = found;
  chosen = 0;
  showCompletions();
}

/** @param {string} typed @param {import("./app.js").Actions} actions @returns {Promise<Completion[]>} */
async function completionsOf(typed, actions) {
  const view = actions.view();
  const command = view.commands.find((one) => one.option && typed.startsWith(`${one.text} `));
  if (command) {
    const begun = typed.slice(command.text.length + 1);
    const query = { person: view.me, option: command.option, typed: begun };
    const found = await get("/api/suggest", query).catch(() => []);
    return found
      .filter((/** @type {any} */ one) => one.value !== begun)
      .map((/** @type {any} */ one) => ({ value: `${command.text} ${one.value}`, label: one.label, detail: "", opensMore: false }));
  }
  return view.commands
    .filter((one) => one.text.startsWith(typed.trimEnd()) && one.text !== typed.trimEnd())
    .map((one) => ({ value: one.option ? `${one.text} ` : one.text, label: one.text, detail: one.description, opensMore: one.option !== "" }));
}

function showCompletions() {
  const list = byId("composer-list");
  const field = theField();
  list.hidden = completions.length === 0;
  field.setAttribute("aria-expanded", String(completions.length > 0));
  list.replaceChildren(
    ...completions.map((one, index) =>
      h(
        "li",
        {
          id: `completion-${index}`,
          role: "option",
          aria: { selected: String(index === chosen) },
          onpointerdown: (/** @type {Event} */ event) => event.preventDefault(),
          onclick: () => take(index),
        },
        h("bdi", {}, one.label),
        one.detail && h("small", {}, one.detail),
      ),
    ),
  );
  if (completions.length > 0) {
    field.setAttribute("aria-activedescendant", `completion-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  } else field.removeAttribute("aria-activedescendant");
}

/** @param {number} index */
function take(index) {
  const field = theField();
  field.value = completions[index].value;
  close();
  field.focus();
  field.dispatchEvent(new Event("input"));
}

function close() {
  asked += 1;
  completions = [];
  showCompletions();
}

/** @param {KeyboardEvent} event @param {import("./app.js").Actions} actions */
function onKey(event, actions) {
  const isOpen = completions.length > 0;
  if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const step = event.key === "ArrowDown" ? 1 : -1;
    chosen = (chosen + step + completions.length) % completions.length;
    showCompletions();
  } else if (isOpen && event.key === "Escape") close();
  else if (isOpen && (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey))) take(chosen);
  else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(actions);
  else return;
  event.preventDefault();
}
