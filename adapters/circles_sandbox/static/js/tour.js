/**
 * The guided tour. It points at the real controls and goes on by what really happened: each step waits for a fact that
 * the server tells, whoever brought it about.
 */

import { firstName } from "./avatars.js";
import { byId, h } from "./dom.js";
import { t } from "./words.js";

/**
 * @typedef {object} Step
 * @property {string} id
 * @property {string} [fact] what ends the step
 * @property {"board" | "direct" | "room"} [where] where its control is
 * @property {string} [target] the control to point at
 * @property {string} [action] what the others do, or time does, on a tap
 */

/** @type {Step[]} */
const STEPS = [
  { id: "hello" },
  { id: "join", fact: "joined", where: "board", target: '.message:not(.is-private) [data-token="join"]' },
  { id: "others-join", fact: "others_joined", action: "others-join" },
  { id: "settle", fact: "invited", target: "#clock", action: "wait-for-invitation" },
  { id: "accept", fact: "answered", where: "direct", target: '[data-token^="accept:"]' },
  { id: "others-answer", fact: "room", action: "others-answer" },
  { id: "tap", fact: "tapped", where: "room", target: '[data-token^="tap:"]' },
  { id: "others-tap", fact: "others_tapped", where: "room", action: "others-tap" },
  { id: "check-in-wait", fact: "check_in", target: "#clock", action: "wait-for-check-in" },
  { id: "check-in", fact: "checked_in", where: "direct", target: '[data-token^="check-in:"]' },
  { id: "end" },
];

const GAP_PX = 14;
const NARROW_PX = 700;

/** @type {{at: number, waited: boolean, closed: boolean, busy: boolean}} */
let tour = { at: 0, waited: false, closed: false, busy: false };
let storedAs = "";
let drawn = "";
let guide = "";
/** @type {Element | null} */
let pointedAt = null;

/** Begin where this browser left off. @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
export function makeTour(view, actions) {
  guide = view.people[0].id;
  storedAs = `circles-sandbox-tour:${view.epoch}`;
  const stored = Number.parseInt(localStorage.getItem(storedAs) ?? "0", 10);
  tour.closed = stored < 0;
  tour.at = Number.isNaN(stored) || stored < 0 || stored >= STEPS.length ? 0 : stored;
  byId("tour-restart").addEventListener("click", () => {
    tour = { at: 0, waited: false, closed: false, busy: false };
    keep();
    actions.redraw();
  });
  window.addEventListener("resize", place);
  byId("scroller").addEventListener("scroll", place);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !tour.closed && byId("coach").contains(document.activeElement)) stop(actions);
  });
}

/** Show the step one is at. @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
export function showTour(view, actions) {
  if (tour.closed) {
    hide();
    return;
  }
  if (!view.board && tour.at === 0) {
    drawSetUp(view, actions);
    return;
  }
  if (view.me === guide) goOn(view);
  draw(view, actions);
}

/** Go on while what the step waits for has come about. @param {import("./app.js").View} view */
function goOn(view) {
  const { fact } = STEPS[tour.at];
  if (!fact || tour.busy) return;
  if (!view.tour[fact]) tour.waited = true;
  else if (tour.waited) {
    tour.at += 1;
    tour.waited = false;
    keep();
    goOn(view);
  }
}

function keep() {
  localStorage.setItem(storedAs, String(tour.closed ? -1 : tour.at));
}

/** @param {import("./app.js").Actions} actions */
function stop(actions) {
  tour.closed = true;
  keep();
  hide();
  byId("tour-restart").focus();
  actions.redraw();
}

function hide() {
  byId("coach").hidden = true;
  document.body.classList.remove("is-touring");
  point(null);
  drawn = "";
}

/** Where the setup was left to the newcomer. @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
function drawSetUp(view, actions) {
  const steward = view.people.find((one) => one.is_steward);
  if (!steward) return;
  const isSteward = view.me === steward.id;
  const name = firstName(steward.name);
  const state = `set-up|${isSteward}`;
  if (state !== drawn) {
    const says = isSteward ? t("tour-set-up-now") : t("tour-set-up", { name });
    const be = h("button", { type: "button", class: "main", onclick: () => actions.be(steward.id) }, t("tour-be-action", { name }));
    const skip = h("button", { type: "button", class: "link", onclick: () => stop(actions) }, t("tour-skip"));
    const card = byId("coach");
    card.setAttribute("aria-label", t("tour-label"));
    card.replaceChildren(h("h2", {}, t("tour-set-up-title")), h("p", {}, says), h("div", { class: "controls" }, isSteward ? "" : be, skip));
    card.hidden = false;
    document.body.classList.add("is-touring");
    actions.announce(`${t("tour-set-up-title")}. ${says}`);
    drawn = state;
  }
  point(isSteward ? byId("composer-field") : byId("me-button"));
  place();
}

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
function draw(view, actions) {
  const step = STEPS[tour.at];
  const wanted = wantedPlace(step, view);
  const isElsewhere = view.me === guide && wanted !== undefined && wanted !== view.place;
  const isOver = step.fact !== undefined && view.tour[step.fact] && !tour.busy;
  const state = [step.id, view.me, wanted, isElsewhere, isOver, tour.busy].join("|");
  const card = byId("coach");
  const isNews = state !== drawn;
  const follows = isNews && drawn !== "" && isFree(document.activeElement);
  if (isNews) {
    const hadFocus = card.contains(document.activeElement);
    card.setAttribute("aria-label", t("tour-label"));
    card.replaceChildren(...cardParts(step, view, actions, { isElsewhere, wanted, isOver }));
    card.hidden = false;
    document.body.classList.add("is-touring");
    if (hadFocus) card.querySelector("button")?.focus();
    if (drawn.split("|")[0] !== step.id) actions.announce(`${t(`tour-${step.id}-title`)}. ${t(`tour-${step.id}`, { name: guideName(view) })}`);
    drawn = state;
  }
  const target = view.me === guide ? targetOf(step, isElsewhere, wanted, isOver) : document.querySelector("#me-button");
  point(target);
  place();
  if (follows) followWithFocus(card, target);
}

/** Tell whether the focus may be moved: nobody is typing, choosing or filling something in. @param {Element | null} active */
function isFree(active) {
  return !active?.closest("input, textarea, select, dialog, .popover");
}

/** Who goes without a mouse finds the next thing to do under their hands. @param {HTMLElement} card @param {Element | null} target */
function followWithFocus(card, target) {
  const isThere = target?.matches("button") && target.closest(".message, .places, .tabs");
  const next = isThere ? target : card.querySelector("button");
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}

/**
 * @param {Step} step
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 * @param {{isElsewhere: boolean, wanted: string | undefined, isOver: boolean}} now
 */
function cardParts(step, view, actions, { isElsewhere, wanted, isOver }) {
  const name = guideName(view);
  const isGuide = view.me === guide;
  const isLast = tour.at === STEPS.length - 1;
  const says = isGuide ? t(`tour-${step.id}`, { name }) : t("tour-be", { name });
  const isBusy = tour.busy;
  return [
    h("p", { class: "coach-step" }, t("tour-progress", { step: tour.at + 1, steps: STEPS.length })),
    h("h2", {}, t(`tour-${step.id}-title`)),
    h("p", {}, says),
    isGuide && isElsewhere && wanted && !isOver ? h("p", { class: "coach-first" }, wayTo(wanted, view, actions)) : "",
    isGuide && isOver ? h("p", { class: "faint" }, t("tour-done-already")) : "",
    h(
      "div",
      { class: "controls" },
      mainButton(step, view, actions, { isGuide, isOver, isBusy, isLast, name }),
      isLast
        ? ""
        : h("button", { type: "button", class: "link", onclick: () => stop(actions) }, t("tour-skip")),
    ),
  ];
}

/** Say where a place is found. @param {string} id @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
function wayTo(id, view, actions) {
  const kind = view.places.find((one) => one.id === id)?.kind ?? "channel";
  const first = t(`tour-open-${kind}`, { place: actions.placeName(id) });
  return visible(byId("places")) ? first : `${first} ${t("tour-open-places")}`;
}

/**
 * @param {Step} step
 * @param {import("./app.js").View} view
 * @param {import("./app.js").Actions} actions
 * @param {{isGuide: boolean, isOver: boolean, isBusy: boolean, isLast: boolean, name: string}} now
 */
function mainButton(step, view, actions, { isGuide, isOver, isBusy, isLast, name }) {
  const button = (/** @type {string} */ words, /** @type {() => void} */ onclick) =>
    h("button", { type: "button", class: "main", onclick }, words);
  if (!isGuide) return button(t("tour-be-action", { name }), () => actions.be(guide));
  if (isBusy) return h("button", { type: "button", class: "main", aria: { disabled: "true" } }, t("tour-busy"));
  if (isLast) return button(t("tour-close"), () => stop(actions));
  if (step.id === "hello") return button(t("tour-start"), () => start(view, actions));
  if (isOver) return button(t("tour-next"), () => next(actions));
  const { action } = step;
  return action ? button(t(`tour-${step.id}-action`), () => perform(action, actions)) : "";
}

/** @param {import("./app.js").View} view @param {import("./app.js").Actions} actions */
function start(view, actions) {
  next(actions);
  if (view.board) actions.open(view.board);
}

/** @param {import("./app.js").Actions} actions */
function next(actions) {
  tour.at += 1;
  tour.waited = false;
  keep();
  actions.redraw();
}

/** @param {string} action @param {import("./app.js").Actions} actions */
async function perform(action, actions) {
  tour.busy = true;
  tour.waited = true;
  actions.redraw();
  await actions.letPass("/api/tour", { person: guide, step: action });
  tour.busy = false;
  await actions.refresh();
}

/** @param {Step} step @param {import("./app.js").View} view @returns {string | undefined} */
function wantedPlace(step, view) {
  if (step.where === "board") return view.board || undefined;
  if (step.where === "direct") return view.places.find((one) => one.kind === "direct")?.id;
  if (step.where === "room") return view.places.filter((one) => one.kind === "room" && !one.is_archived).at(-1)?.id;
  return undefined;
}

/** @param {Step} step @param {boolean} isElsewhere @param {string | undefined} wanted @param {boolean} isOver */
function targetOf(step, isElsewhere, wanted, isOver) {
  if (isOver || tour.busy) return null;
  if (isElsewhere) return visible(document.querySelector(`[data-place="${wanted}"]`)) ?? visible(document.querySelector("#tab-places"));
  const found = step.target ? newest(step.target) : null;
  return visible(found ?? null) ?? (step.where && found ? visible(document.querySelector("#tab-chat")) : null);
}

/** Return the first such control of the newest message that has one. @param {string} target */
function newest(target) {
  const last = [...document.querySelectorAll(target)].at(-1);
  return last?.closest(".message")?.querySelector(target) ?? last ?? null;
}

/** @param {Element | null} element */
function visible(element) {
  return element && element.getClientRects().length > 0 ? element : null;
}

/** @param {Element | null} target */
function point(target) {
  if (target === pointedAt && target?.classList.contains("is-coached")) return;
  for (const old of document.querySelectorAll(".is-coached")) old.classList.remove("is-coached");
  const isNew = target !== pointedAt;
  pointedAt = target;
  target?.classList.add("is-coached");
  const isNarrow = window.innerWidth < NARROW_PX;
  if (target && isNew) target.scrollIntoView({ block: isNarrow ? "center" : "nearest" });
}

/** Put the card beside what it points at, or at the bottom where there is nothing, or no room. */
function place() {
  const card = byId("coach");
  if (card.hidden) return;
  const target = pointedAt?.isConnected ? visible(pointedAt) : null;
  card.style.left = card.style.top = "";
  card.removeAttribute("data-side");
  if (!target) return;
  if (window.innerWidth < NARROW_PX) {
    dockAwayFrom(card, target);
    return;
  }
  const around = target.getBoundingClientRect();
  const size = card.getBoundingClientRect();
  if (target.closest(".message") && placeBesideChat(card, around, size)) return;
  const isBelow = around.bottom + GAP_PX + size.height < window.innerHeight - 8;
  const top = isBelow ? around.bottom + GAP_PX : around.top - GAP_PX - size.height;
  if (top < 8) return;
  const left = Math.max(12, Math.min(around.left - 16, window.innerWidth - size.width - 12));
  card.style.left = `${left}px`;
  card.style.top = `${top}px`;
  card.setAttribute("data-side", isBelow ? "below" : "above");
  card.style.setProperty("--arrow", `${Math.max(16, Math.min(around.left + around.width / 2 - left, size.width - 16))}px`);
}

/**
 * On a phone the card sits at the bottom, and at the top when it would hide what it points at.
 * @param {HTMLElement} card
 * @param {Element} target
 */
function dockAwayFrom(card, target) {
  card.classList.remove("is-on-top");
  const around = target.getBoundingClientRect();
  const docked = card.getBoundingClientRect();
  card.classList.toggle("is-on-top", around.bottom > docked.top && around.top < docked.bottom);
}

/**
 * Put the card over the reasons, level with what it points at: words that are to be read stay in sight.
 * @param {HTMLElement} card
 * @param {DOMRect} around
 * @param {DOMRect} size
 */
function placeBesideChat(card, around, size) {
  const beside = visible(byId("why"))?.getBoundingClientRect();
  if (!beside || beside.width < size.width || beside.left < around.right) return false;
  const middle = around.top + around.height / 2;
  const top = Math.max(60, Math.min(middle - size.height / 2, window.innerHeight - size.height - 12));
  card.style.left = `${beside.left - 4}px`;
  card.style.top = `${top}px`;
  card.setAttribute("data-side", "right");
  card.style.setProperty("--arrow", `${Math.max(16, Math.min(middle - top, size.height - 16))}px`);
  return true;
}

/** @param {import("./app.js").View} view */
function guideName(view) {
  return firstName(view.people.find((one) => one.id === guide)?.name ?? "");
}
