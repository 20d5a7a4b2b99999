/**
 * The page: one view of the workspace, asked for again whenever something changed, shown with the least change.
 *
 * @typedef {import("./avatars.js").Person} Person
 * @typedef {{id: string, kind: string, name: string, topic: string, is_archived: boolean, members: string[], unread: number}} PlaceView
 * @typedef {{id: string, version: string, author: string, at: string, text: string, body: any, is_private: boolean, pings: string[], reactions: {emoji: string, people: string[]}[]}} MessageView
 * @typedef {{epoch: string, version: number, now: string, me: string, takes_directs: boolean, is_here: boolean, bot: string, people: Person[], places: PlaceView[], place: string, messages: MessageView[], board: string, board_emoji: string[], commands: {text: string, description: string, option: string}[], tour: Record<string, boolean>, latest_decision: number}} View
 * @typedef {ReturnType<typeof makeActions>} Actions
 */

import { Refusal, get, listen, post } from "./api.js";
import { firstName } from "./avatars.js";
import { makeClock, showClock, showPassed } from "./clock.js";
import { makeComposer, showComposer } from "./composer.js";
import { makeDecisions, showDecisions } from "./decisions.js";
import { byId, h } from "./dom.js";
import { showForm } from "./forms.js";
import { showMessages } from "./messages.js";
import { pickable, showMe } from "./people.js";
import { showPlaceHead, showPlaces } from "./places.js";
import { makeTour, showTour } from "./tour.js";
import { loadWords, t } from "./words.js";

const TABS = ["places", "chat", "why"];
const TROUBLE_MS = 7000;
const RETRY_MS = 1000;
const REMEMBERED = "circles-sandbox-where";

/** @type {View} */
let view;
let wanted = { person: "", place: "" };
let turn = 0;
let shownPlace = "";
let passing = 0;
let isRefreshing = false;
let isStale = false;
let troubleEnds = 0;

function makeActions() {
  return {
    /** The view as shown last. */
    view: () => view,
    /** Who one is. */
    me: () => /** @type {Person} */ (view.people.find((one) => one.id === view.me)),
    placeName,
    announce,
    refresh,
    redraw: () => draw(false),

    /**
     * Do something as the person one is; return whether it worked.
     * @param {Record<string, unknown>} payload
     * @returns {Promise<boolean>}
     */
    act: async (payload) => {
      const answer = await trying(() => post("/api/acts", { person: view.me, ...payload }));
      if (answer?.form) {
        showForm(answer.form, pickable(view), (fields) => actions.act({ kind: "form", form: answer.form.id, fields, place: view.place }));
      }
      await refresh();
      return answer !== undefined;
    },

    /** Open a place. @param {string} place */
    open: async (place) => {
      setPanel("chat");
      byId("passed").hidden = true;
      await refresh(view.me, place);
      if (window.matchMedia("(max-width: 699px)").matches) byId("scroller").focus({ preventScroll: true });
    },

    /** Be somebody else. @param {string} person */
    be: async (person) => {
      byId("passed").hidden = true;
      await refresh(person, view.place);
    },

    /** Push the clock. @param {string} by */
    push: (by) => (passing > 0 ? undefined : actions.letPass("/api/clock", { by })),

    /** Let time pass, and show what happened. @param {string} path @param {Record<string, unknown>} payload */
    letPass: async (path, payload) => {
      passing += 1;
      announce(t("clock-passing"));
      draw(false);
      const passage = await trying(() => post(path, payload));
      passing -= 1;
      await refresh();
      if (passage && Date.parse(passage.to) - Date.parse(passage.from) > 60_000) showPassed(passage, actions.me().timezone);
    },
  };
}

const actions = makeActions();

/** @param {string} id */
function placeName(id) {
  const place = view.places.find((one) => one.id === id);
  if (!place) return "";
  return place.kind === "channel" ? t("place-channel", { name: place.name }) : place.name;
}

/** @param {string} words */
function announce(words) {
  byId("live").textContent = words;
}

/**
 * Do something that the server may refuse; say so kindly if it does.
 * @template Result
 * @param {() => Promise<Result>} attempt
 * @returns {Promise<Result | undefined>}
 */
async function trying(attempt) {
  try {
    const result = await attempt();
    byId("trouble").hidden = true;
    return result;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const trouble = byId("trouble");
    trouble.textContent = t(`error-${error.name}`);
    trouble.hidden = false;
    troubleEnds = Date.now() + TROUBLE_MS;
    setTimeout(() => {
      if (Date.now() >= troubleEnds) trouble.hidden = true;
    }, TROUBLE_MS + 50);
    return undefined;
  }
}

/** Ask for the view again and show it. @param {string} [person] @param {string} [place] */
async function refresh(person = wanted.person, place = wanted.place) {
  wanted = { person, place };
  const mine = ++turn;
  const fresh = await trying(() => get("/api/view", wanted));
  if (!fresh || mine !== turn) return; // a later question is under way; its answer counts
  const before = view;
  view = fresh;
  wanted = { person: view.me, place: view.place };
  sessionStorage.setItem(REMEMBERED, JSON.stringify({ person: view.me, place: view.place }));
  draw(before?.place !== view.place || before?.me !== view.me);
  tellNews(before);
  await showDecisions(view.latest_decision, actions.me().timezone).catch(() => {});
  const open = view.places.find((one) => one.id === view.place);
  if (open && open.unread > 0 && !document.hidden) await post("/api/acts", { person: view.me, kind: "read", place: open.id }).catch(() => {});
}

/** One refresh at a time; what changed meanwhile is asked for once more. */
async function refreshSoon() {
  if (isRefreshing) {
    isStale = true;
    return;
  }
  isRefreshing = true;
  do {
    isStale = false;
    await refresh();
  } while (isStale);
  isRefreshing = false;
}

/** @param {boolean} isAnother whether another place or person is shown now */
function draw(isAnother) {
  const isNewPlace = isAnother || shownPlace !== view.place;
  shownPlace = view.place;
  document.title = t("title", { place: placeName(view.place) });
  showMe(view, actions);
  showClock(view, actions, passing > 0);
  showPlaces(view, actions);
  showPlaceHead(view, actions);
  showMessages(view, actions, isNewPlace);
  showComposer(view, actions);
  showTour(view, actions);
  const unread = view.places.reduce((sum, one) => sum + (one.id === view.place ? 0 : one.unread), 0);
  byId("tab-places").classList.toggle("is-unread", unread > 0);
}

/** Tell a screen reader what came, politely. @param {View | undefined} before */
function tellNews(before) {
  if (!before || before.me !== view.me) return;
  const known = new Set(before.messages.map((one) => one.id));
  const fresh = before.place === view.place ? view.messages.filter((one) => !known.has(one.id) && one.author !== view.me) : [];
  const heard = fresh.map((one) => {
    const person = view.people.find((found) => found.id === one.author);
    const words = one.body ? one.body.preview || one.body.title : one.text;
    return t("message-new", { name: person ? firstName(person.name) : t("bot-name"), place: placeName(view.place), words });
  });
  const grown = view.places.filter((one) => {
    const old = before.places.find((found) => found.id === one.id);
    return one.id !== view.place && one.unread > (old?.unread ?? 0);
  });
  const told = [...heard, ...grown.map((one) => t("elsewhere-new", { place: placeName(one.id) }))];
  if (told.length > 0) announce(told.join(". "));
}

/** @param {string} panel */
function setPanel(panel) {
  document.body.setAttribute("data-panel", panel);
  for (const tab of TABS) byId(`tab-${tab}`).setAttribute("aria-pressed", String(tab === panel));
}

function makeTabs() {
  const tabs = byId("tabs");
  tabs.setAttribute("aria-label", t("tabs-label"));
  for (const tab of TABS) {
    const onclick = () => {
      setPanel(tab);
      draw(false);
    };
    tabs.append(h("button", { type: "button", id: `tab-${tab}`, onclick }, t(`tab-${tab}`)));
  }
  setPanel("chat");
}

function makeWhyToggle() {
  const toggle = byId("why-toggle");
  const flip = () => {
    const isClosed = document.body.classList.toggle("why-closed");
    toggle.setAttribute("aria-expanded", String(!isClosed));
    if (isClosed) toggle.focus();
    draw(false);
  };
  toggle.addEventListener("click", flip);
  makeDecisions(flip);
}

/**
 * The view that one left, asked for until the sandbox answers; whoever is no longer here begins as the first person.
 * @param {Record<string, string>} remembered
 * @returns {Promise<View>}
 */
async function firstView(remembered) {
  let asked = remembered;
  for (;;) {
    const found = await trying(() =>
      get("/api/view", asked).catch((error) => {
        if (error.name === "person-unknown") asked = {};
        throw error;
      }),
    );
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function begin() {
  await loadWords();
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = t(/** @type {string} */ (element.getAttribute("data-words")));
  }
  makeTabs();
  makeClock(actions);
  makeComposer(actions);
  makeWhyToggle();
  const remembered = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "{}");
  view = await firstView(remembered);
  makeTour(view, actions);
  await refresh(view.me, remembered.place ?? (view.board || view.place));
  listen(refreshSoon, refreshSoon);
  document.addEventListener("visibilitychange", () => document.hidden || refreshSoon());
  setInterval(() => passing === 0 && !document.hidden && refreshSoon(), 30_000);
  document.body.setAttribute("data-ready", "");
}

begin();
