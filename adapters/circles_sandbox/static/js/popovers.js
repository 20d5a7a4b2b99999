/** Small lists that open at a button: choosing from a select, picking an emoji, being somebody else. */

import { byId, h } from "./dom.js";

/** @type {{close: (() => void)} | null} */
let opened = null;

/**
 * Open a panel at a button; Escape and a click elsewhere close it, and the button gets the focus back.
 * @param {HTMLElement} button
 * @param {HTMLElement} panel
 */
export function openAt(button, panel) {
  opened?.close();
  const layer = byId("popovers");
  layer.append(panel);
  panel.classList.add("popover");
  place(button, panel);
  button.setAttribute("aria-expanded", "true");
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  };
  const onPointer = (/** @type {Event} */ event) => {
    if (event.target instanceof Node && !panel.contains(event.target) && !button.contains(event.target)) close(false);
  };
  const onFocus = (/** @type {FocusEvent} */ event) => {
    if (event.target instanceof Node && !panel.contains(event.target) && event.target !== button) close(false);
  };
  const close = (returnsFocus = true) => {
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("pointerdown", onPointer, true);
    document.removeEventListener("focusin", onFocus, true);
    panel.remove();
    button.setAttribute("aria-expanded", "false");
    opened = null;
    if (returnsFocus) button.focus();
  };
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("pointerdown", onPointer, true);
  document.addEventListener("focusin", onFocus, true);
  opened = { close };
  const first = panel.querySelector("[data-first]") ?? panel.querySelector("button, input, [tabindex]");
  if (first instanceof HTMLElement) first.focus();
  return close;
}

/** @param {HTMLElement} button @param {HTMLElement} panel */
function place(button, panel) {
  const around = button.getBoundingClientRect();
  const { innerWidth, innerHeight } = window;
  panel.style.maxHeight = `${Math.min(innerHeight - 24, 440)}px`;
  const size = panel.getBoundingClientRect();
  const left = Math.max(8, Math.min(around.left, innerWidth - size.width - 8));
  const hasRoomBelow = around.bottom + size.height + 12 < innerHeight || around.top < innerHeight / 2;
  const top = hasRoomBelow ? around.bottom + 6 : around.top - size.height - 6;
  panel.style.left = `${left}px`;
  panel.style.top = `${Math.max(8, Math.min(top, innerHeight - size.height - 8))}px`;
}

/**
 * @typedef {{value: string, label: string, emoji: string, description: string, is_chosen: boolean}} Choice
 *
 * Make a listbox: arrow keys move, letters jump, Enter or a tap chooses; with `many`, Space ticks and Done sends.
 * @param {{label: string, choices: Choice[], many: boolean, done: string, choose: (values: string[]) => void}} given
 */
export function listbox({ label, choices, many, done, choose }) {
  const ticked = new Set(many ? choices.filter((one) => one.is_chosen).map((one) => one.value) : []);
  const items = choices.map((choice, index) =>
    h(
      "li",
      {
        role: "option",
        tabindex: index === 0 ? 0 : -1,
        aria: { selected: many ? String(ticked.has(choice.value)) : String(choice.is_chosen) },
        data: { value: choice.value, first: index === 0 ? "" : null },
        onclick: () => pick(index),
      },
      h("span", { class: "option-emoji" }, choice.emoji),
      h("span", { class: "option-words" }, h("bdi", {}, choice.label), choice.description && h("small", {}, choice.description)),
      h("span", { class: "option-tick", aria: { hidden: "true" } }),
    ),
  );
  const list = h(
    "ul",
    { role: "listbox", class: "choices", aria: { label, multiselectable: many ? "true" : null }, onkeydown: onKey },
    ...items,
  );
  if (!many) return list;
  return h("div", {}, list, h("button", { type: "button", class: "main", onclick: () => choose([...ticked]) }, done));

  /** @param {number} index */
  function pick(index) {
    const { value } = choices[index];
    if (!many) {
      choose([value]);
      return;
    }
    if (!ticked.delete(value)) ticked.add(value);
    items[index].setAttribute("aria-selected", String(ticked.has(value)));
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const at = items.findIndex((item) => item === document.activeElement);
    /** @type {Record<string, number>} */
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    if (event.key in moves) go(Math.max(0, Math.min(items.length - 1, moves[event.key])));
    else if (event.key === "Enter" || event.key === " ") pick(Math.max(at, 0));
    else if (event.key.length === 1) jump(event.key, at);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  function go(index) {
    for (const item of items) item.tabIndex = -1;
    items[index].tabIndex = 0;
    items[index].focus();
  }

  /** @param {string} letter @param {number} at */
  function jump(letter, at) {
    const order = [...choices.keys()].map((step) => (at + 1 + step) % choices.length);
    const found = order.find((index) => choices[index].label.toLowerCase().startsWith(letter.toLowerCase()));
    if (found !== undefined) go(found);
  }
}
