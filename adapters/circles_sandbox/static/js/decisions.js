/** The side panel: what the engine decided, and why, newest first. */

import { get } from "./api.js";
import { byId, h, showList } from "./dom.js";
import { shortTime } from "./times.js";
import { t } from "./words.js";

const KEPT = 500;

/** @typedef {{number: number, at: string, event: string, why: string, changes: string[], timers: string[], effects: string[]}} Decision */

/** @type {Decision[]} */
let decisions = [];
let filter = "";
let onlyReasons = true;
let zone = "UTC";

/** Make the panel, once. @param {() => void} close */
export function makeDecisions(close) {
  const reasons = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "why-reasons" }));
  reasons.checked = onlyReasons;
  reasons.addEventListener("change", () => {
    onlyReasons = reasons.checked;
    draw();
  });
  const field = /** @type {HTMLInputElement} */ (h("input", { type: "search", id: "why-filter" }));
  field.addEventListener("input", () => {
    filter = field.value.trim().toLowerCase();
    draw();
  });
  const panel = byId("why");
  panel.setAttribute("aria-labelledby", "why-title");
  panel.append(
    h(
      "header",
      { class: "why-head" },
      h("h2", { id: "why-title" }, t("why-title")),
      h("button", { type: "button", class: "close wide-only", aria: { label: t("why-close") }, onclick: close }, "×"),
    ),
    h(
      "div",
      { class: "why-tools" },
      h("label", { for: "why-filter" }, t("why-filter")),
      field,
      h("label", { class: "switch", for: "why-reasons" }, reasons, t("why-only-reasons")),
    ),
    h("p", { id: "why-none", class: "faint" }),
    h("ol", { id: "decisions", class: "decisions", tabindex: 0, aria: { labelledby: "why-title" } }),
  );
}

/** Fetch what is new and show it. @param {number} latest @param {string} timezone */
export async function showDecisions(latest, timezone) {
  const known = decisions.length > 0 ? decisions[decisions.length - 1].number : 0;
  if (latest < known) decisions = [];
  const isNews = latest !== known;
  if (isNews) {
    const found = await get("/api/decisions", { after: String(latest < known ? 0 : known) });
    const last = decisions.length > 0 ? decisions[decisions.length - 1].number : 0;
    decisions = [...decisions, ...found.filter((/** @type {Decision} */ one) => one.number > last)].slice(-KEPT);
  }
  if (isNews || zone !== timezone) {
    zone = timezone;
    draw();
  }
}

function draw() {
  const shown = decisions.filter(fits).reverse();
  showList(
    byId("decisions"),
    shown,
    (one) => String(one.number),
    () => zone,
    decisionItem,
  );
  byId("why-none").textContent = shown.length > 0 ? "" : t(filter ? "why-none" : "why-empty");
}

/** @param {Decision} one */
function fits(one) {
  if (onlyReasons && !one.why) return false;
  return !filter || [one.event, one.why, ...one.changes, ...one.timers, ...one.effects].join(" ").toLowerCase().includes(filter);
}

/** @param {Decision} one */
function decisionItem(one) {
  const parts = [part("why-changes", one.changes), part("why-timers", one.timers), part("why-effects", one.effects)];
  const some = parts.filter((found) => found !== null);
  return h(
    "li",
    {},
    h(
      "details",
      {},
      h(
        "summary",
        {},
        h("span", { class: "decision-line" }, h("code", {}, one.event), h("time", { datetime: one.at }, shortTime(one.at, zone))),
        one.why && h("bdi", { class: "decision-why" }, one.why),
      ),
      ...(some.length > 0 ? some : [h("p", { class: "faint" }, t("why-nothing"))]),
    ),
  );
}

/** @param {string} title @param {string[]} lines */
function part(title, lines) {
  if (lines.length === 0) return null;
  return h("div", { class: "decision-part" }, h("h3", {}, t(title)), h("ul", {}, ...lines.map((line) => h("li", {}, h("bdi", {}, line)))));
}
