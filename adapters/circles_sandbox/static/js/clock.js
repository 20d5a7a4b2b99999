/** The clock, pushing it, and what happened in between. */

import { byId, h } from "./dom.js";
import { shortTime } from "./times.js";
import { t } from "./words.js";

const PUSHES = ["hour", "day", "week"];

/** Make the clock's controls, once. @param {import("./app.js").Actions} actions */
export function makeClock(actions) {
  const clock = byId("clock");
  clock.setAttribute("aria-label", t("clock-label"));
  clock.append(
    h("time", { id: "clock-time", class: "clock-time" }),
    ...PUSHES.map((by) =>
      h("button", { type: "button", id: `push-${by}`, class: "push", onclick: () => actions.push(by) }, t(`clock-${by}`)),
    ),
  );
}

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions @param {boolean} isPassing */
export function showClock(view, actions, isPassing) {
  const time = byId("clock-time");
  const words = shortTime(view.now, actions.me().timezone);
  if (time.textContent !== words) time.textContent = words;
  time.setAttribute("datetime", view.now);
  byId("clock").classList.toggle("is-passing", isPassing);
  for (const by of PUSHES) byId(`push-${by}`).setAttribute("aria-disabled", String(isPassing));
}

/**
 * Show what happened while time passed.
 * @param {{from: string, to: string, passed: {at: string, why: string, times: number}[], more: number}} passage
 * @param {string} zone
 */
export function showPassed(passage, zone) {
  const section = byId("passed");
  const title = t("passed-title", { from: shortTime(passage.from, zone), to: shortTime(passage.to, zone) });
  section.replaceChildren(
    h(
      "header",
      {},
      h("h2", {}, title),
      h(
        "button",
        {
          type: "button",
          class: "close",
          aria: { label: t("passed-close") },
          onclick: () => {
            section.hidden = true;
          },
        },
        "×",
      ),
    ),
    passage.passed.length === 0
      ? h("p", {}, t("passed-nothing"))
      : h(
          "ul",
          {},
          ...passage.passed.map((entry) => h("li", {}, h("time", { datetime: entry.at }, shortTime(entry.at, zone)), " ", h("bdi", {}, entry.why), entry.times > 1 && h("span", { class: "faint" }, ` ${t("passed-times", { times: entry.times })}`))),
        ),
    passage.more > 0 ? h("p", { class: "faint" }, t("passed-more", { count: passage.more })) : "",
  );
  section.hidden = false;
}
