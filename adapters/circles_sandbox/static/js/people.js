/** Who one is, and being somebody else. */

import { avatar } from "./avatars.js";
import { byId, h, replaceKeepingFocus } from "./dom.js";
import { openAt } from "./popovers.js";
import { hourOnly } from "./times.js";
import { hasWords, t } from "./words.js";

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
export function showMe(view, actions) {
  const me = actions.me();
  const button = h(
    "button",
    { type: "button", id: "me-button", class: "me-button", data: { focus: "me" }, aria: { haspopup: "dialog", expanded: "false" } },
    avatar(me),
    h("span", { class: "me-label" }, t("me-label")),
    " ",
    h("bdi", { class: "me-name" }, me.name),
    h("span", { class: "chevron", aria: { hidden: "true" } }),
  );
  const panelFor = () => peoplePanel(view, actions, () => close());
  let close = () => {};
  button.addEventListener("click", () => {
    close = openAt(button, panelFor());
  });
  const holder = byId("me");
  const standing = holder.firstElementChild;
  if (standing?.getAttribute("aria-expanded") === "true") return;
  if (standing) replaceKeepingFocus(standing, button);
  else holder.append(button);
}

/**
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 * @param {() => void} close
 */
function peoplePanel(view, actions, close) {
  return h(
    "div",
    { class: "people", role: "dialog", aria: { label: t("me-menu") } },
    h("p", { class: "faint" }, t("me-intro")),
    h("ul", {}, ...view.people.map((person) => h("li", {}, personButton(person, view, actions, close)))),
    directsSwitch(view, actions),
    hereSwitch(view, actions),
  );
}

/**
 * @param {import("./avatars.js").Person} person
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 * @param {() => void} close
 */
function personButton(person, view, actions, close) {
  const code = person.locale.split("-")[0];
  const language = hasWords(`language-${code}`) ? t(`language-${code}`) : code;
  const where = t("me-where", { home: person.home, time: hourOnly(view.now, person.timezone), language });
  const isMe = person.id === view.me;
  return h(
    "button",
    {
      type: "button",
      class: "person",
      data: { person: person.id, first: isMe ? "" : null },
      aria: { current: isMe ? "true" : null },
      onclick: () => {
        close();
        actions.be(person.id);
      },
    },
    avatar(person),
    h(
      "span",
      { class: "person-words" },
      h("bdi", {}, person.name),
      person.is_steward && h("span", { class: "tag" }, t("me-steward")),
      h("small", { class: "faint" }, where),
    ),
  );
}

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
function directsSwitch(view, actions) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "takes-directs" }));
  box.checked = view.takes_directs;
  box.addEventListener("change", () => actions.act({ kind: "directs", takes: box.checked }));
  return h("label", { class: "switch", for: "takes-directs" }, box, t("me-directs"));
}

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
function hereSwitch(view, actions) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "is-here" }));
  box.checked = view.is_here;
  box.addEventListener("change", () => actions.act({ kind: "here", is_here: box.checked }));
  return h("label", { class: "switch", for: "is-here" }, box, t("me-here"));
}

/**
 * Whom one may pick in a form or a list: everybody else, as options.
 * @param {import("./app.js").View} view
 */
export function pickable(view) {
  const others = view.people.filter((one) => one.id !== view.me);
  return others.map((one) => ({ value: one.id, label: one.name, person: one.id, emoji: "", description: "", is_chosen: false }));
}
