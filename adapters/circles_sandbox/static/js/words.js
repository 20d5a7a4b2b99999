/** The page's own words, all from one file; what the bot says arrives with its messages. */

/** @type {Record<string, string>} */
let words = {};

/** Read the words; call once before anything is shown. */
export async function loadWords() {
  const response = await fetch("/static/words.en.json");
  words = await response.json();
}

/**
 * Return an entry with its `{arguments}` filled in.
 * @param {string} key
 * @param {Record<string, string | number>} [args]
 * @returns {string}
 */
export function t(key, args = {}) {
  const entry = words[key] ?? key;
  return entry.replace(/\{(\w+)\}/g, (whole, name) => String(args[name] ?? whole));
}

/** @param {string} key @returns {boolean} whether there is such an entry */
export function hasWords(key) {
  return key in words;
}

/**
 * Return names in a row: "Ana, Noor and Emeka".
 * @param {string[]} names
 */
export function inARow(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${t("names-and")} ${names[names.length - 1]}`;
}
