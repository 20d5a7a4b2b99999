/** The list on the left, and the head of the open place. */

import { avatar, firstName } from "./avatars.js";
import { byId, h, replaceKeepingFocus } from "./dom.js";
import { inARow, t } from "./words.js";

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
export function showPlaces(view, actions) {
  const of = (/** @type {string} */ kind) => view.places.filter((place) => place.kind === kind);
  const fresh = h(
    "div",
    { class: "places-inside" },
    group("places-channels", of("channel"), "", view, actions),
    group("places-rooms", of("room"), "places-no-rooms", view, actions),
    group("places-directs", of("direct"), "places-no-directs", view, actions),
  );
  const nav = byId("places");
  nav.setAttribute("aria-label", t("places-label"));
  const standing = nav.firstElementChild;
  if (standing) replaceKeepingFocus(standing, fresh);
  else nav.append(fresh);
}

/**
 * @param {string} title
 * @param {import("./app.js").PlaceView[]} places
 * @param {string} none
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 */
function group(title, places, none, view, actions) {
  if (places.length === 0 && !none) return null;
  return h(
    "section",
    { class: "place-group" },
    h("h2", {}, t(title)),
    places.length === 0
      ? h("p", { class: "faint" }, t(none))
      : h("ul", {}, ...places.map((place) => h("li", {}, placeButton(place, view, actions)))),
  );
}

/**
 * @param {import("./app.js").PlaceView} place
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 */
function placeButton(place, view, actions) {
  const isOpen = place.id === view.place;
  const classes = ["place", `is-${place.kind}`, place.is_archived && "is-archived", place.unread > 0 && !isOpen && "is-unread"];
  return h(
    "button",
    {
      type: "button",
      class: classes.filter(Boolean).join(" "),
      data: { focus: place.id, place: place.id },
      aria: { current: isOpen ? "page" : null },
      onclick: () => actions.open(place.id),
    },
    h("span", { class: "place-sign", aria: { hidden: "true" } }),
    h("bdi", { class: "place-name" }, place.name),
    place.is_archived && h("small", { class: "faint" }, t("place-archived")),
    place.unread > 0 &&
      !isOpen &&
      h(
        "span",
        { class: "badge" },
        h("span", { aria: { hidden: "true" } }, String(place.unread)),
        h("span", { class: "unseen" }, t("place-unread", { count: place.unread })),
      ),
  );
}

/** The room that one was about to leave: the second tap does it. */
let leaving = "";

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
export function showPlaceHead(view, actions) {
  const place = view.places.find((one) => one.id === view.place);
  if (!place) return;
  if (leaving !== place.id) leaving = "";
  const others = place.members.map((id) => view.people.find((one) => one.id === id)).filter((one) => one !== undefined);
  const names = others.map((one) => (one.id === view.me ? t("you") : firstName(one.name)));
  const isRoom = place.kind === "room";
  const told =
    place.kind === "channel"
      ? place.topic || t("place-everyone")
      : place.kind === "direct"
        ? t("place-direct")
        : names.length > 1
          ? t("place-members", { names: inARow(names) })
          : t("place-only-you");
  const fresh = h(
    "div",
    { class: "place-head-inside" },
    h(
      "div",
      { class: "place-words" },
      h("h1", { id: "place-title", class: `is-${place.kind}` }, h("bdi", {}, actions.placeName(place.id))),
      h("p", { class: "faint" }, told),
    ),
    isRoom && h("div", { class: "faces", aria: { hidden: "true" } }, ...others.map((one) => avatar(one))),
    isRoom &&
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          data: { focus: "leave" },
          onclick: () => {
            const isSure = leaving === place.id;
            leaving = isSure ? "" : place.id;
            if (isSure) actions.act({ kind: "leave", place: place.id });
            else actions.redraw();
          },
        },
        t(leaving === place.id ? "place-leave-sure" : "place-leave"),
      ),
  );
  const head = byId("place-head");
  const standing = head.firstElementChild;
  if (standing) replaceKeepingFocus(standing, fresh);
  else head.append(fresh);
}
