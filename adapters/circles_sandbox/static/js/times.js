/** Times, always in the zone of the person one is. */

/**
 * A time in what the bot says: in the reader's own language, as chat platforms show it.
 * @param {string} at @param {string} timeZone @param {string} [locale] whose; the page's own by default
 */
export function longTime(at, timeZone, locale) {
  const parts = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone };
  return format(at, /** @type {Intl.DateTimeFormatOptions} */ (parts), locale);
}

/** @param {string} at @param {string} timeZone */
export function shortTime(at, timeZone) {
  return format(at, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone });
}

/** @param {string} at @param {string} timeZone */
export function hourOnly(at, timeZone) {
  return format(at, { hour: "2-digit", minute: "2-digit", timeZone });
}

/** @param {string} at @param {Intl.DateTimeFormatOptions} options @param {string} [locale] the page's own by default */
function format(at, options, locale = "en-GB") {
  return new Intl.DateTimeFormat(locale, { hourCycle: "h23", ...options }).format(new Date(at));
}
