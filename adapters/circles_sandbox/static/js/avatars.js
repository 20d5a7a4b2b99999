/** Plain faces: two letters on one of nine colours; the bot has its three circles. */

import { h } from "./dom.js";

/** @typedef {{id: string, name: string, home: string, timezone: string, locale: string, colour: number, is_steward: boolean}} Person */

/** @param {Person | undefined} person @returns {HTMLElement} */
export function avatar(person) {
  if (!person) return h("span", { class: "avatar bot", aria: { hidden: "true" } }, h("img", { src: "/static/icon.svg", alt: "" }));
  const letters = person.name.split(/\s+/).map((part) => [...part][0] ?? "").slice(0, 2).join("");
  return h("span", { class: `avatar colour-${person.colour % 9}`, aria: { hidden: "true" } }, letters);
}

/** @param {string} name */
export function firstName(name) {
  return name.split(/\s+/)[0];
}
