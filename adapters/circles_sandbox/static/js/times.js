/** Times, always in the zone of the person one is. */

/** @param {string} at @param {string} timeZone */
export function longTime(at, timeZone) {
  return format(at, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone });
}

/** @param {string} at @param {string} timeZone */
export function shortTime(at, timeZone) {
  return format(at, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone });
}

/** @param {string} at @param {string} timeZone */
export function hourOnly(at, timeZone) {
  return format(at, { hour: "2-digit", minute: "2-digit", timeZone });
}

/** @param {string} at @param {Intl.DateTimeFormatOptions} options */
function format(at, options) {
  return new Intl.DateTimeFormat("en-GB", { hourCycle: "h23", ...options }).format(new Date(at));
}
