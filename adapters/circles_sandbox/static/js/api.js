/** Speaking to the sandbox's server. What it refuses arrives as a Refusal with the name of a kind sentence. */

const token = document.querySelector("meta[name=sandbox-token]")?.getAttribute("content") ?? "";
const RETRY_MS = 2000;
const RELOADED = "circles-sandbox-reloaded";

/** Something the server would not do; `name` is an entry `error-…` of the page's words. */
export class Refusal extends Error {
  /** @param {string} name */
  constructor(name) {
    super(name);
    this.name = name;
  }
}

/**
 * @param {string} path
 * @param {Record<string, string>} query
 * @returns {Promise<any>}
 */
export function get(path, query = {}) {
  return call(`${path}?${new URLSearchParams(query)}`, {});
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} payload
 * @returns {Promise<any>}
 */
export function post(path, payload) {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(payload),
  });
}

/**
 * Call `heard` whenever something changed, `refused` when the sandbox was started anew and does not know this page.
 * @param {() => void} heard
 * @param {() => void} refused
 */
export function listen(heard, refused) {
  const source = new EventSource(`/api/changes?token=${encodeURIComponent(token)}`);
  source.addEventListener("message", heard);
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    refused();
    setTimeout(() => listen(heard, refused), RETRY_MS);
  });
}

/** @param {string} path @param {RequestInit} options */
async function call(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { ...options.headers, "X-Sandbox-Token": token } });
  } catch {
    throw new Refusal("offline");
  }
  const answer = await response.json().catch(() => ({ error: "something-failed" }));
  if (response.ok) {
    sessionStorage.removeItem(RELOADED);
    return answer;
  }
  if (answer.error === "restarted" && !sessionStorage.getItem(RELOADED)) {
    sessionStorage.setItem(RELOADED, "yes");
    location.reload();
  }
  throw new Refusal(answer.error);
}
