/** Making elements. Text only ever becomes text: there is no way here to write markup. */

/**
 * Make an element. `on…` are listeners, `data` and `aria` sets of attributes, booleans are set or left away.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data" || name === "aria") setAll(element, `${name}-`, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** @param {HTMLElement} element @param {string} prefix @param {Record<string, any>} values */
function setAll(element, prefix, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) element.setAttribute(prefix + name, String(value));
  }
}

/**
 * Return the element of an id that the page has from the start.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * Show a list, making only what is new or changed; whoever has the focus keeps it.
 * @template Item
 * @param {HTMLElement} list
 * @param {Item[]} items
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => string} versionOf
 * @param {(item: Item) => HTMLElement} make
 */
export function showList(list, items, keyOf, versionOf, make) {
  const old = new Map([...list.children].map((child) => [child.getAttribute("data-key"), child]));
  let previous = null;
  for (const item of items) {
    const key = keyOf(item);
    const standing = old.get(key);
    old.delete(key);
    let element = standing;
    if (!standing || standing.getAttribute("data-version") !== versionOf(item)) {
      element = make(item);
      element.setAttribute("data-key", key);
      element.setAttribute("data-version", versionOf(item));
      if (standing) replaceKeepingFocus(standing, element);
    }
    const next = previous ? previous.nextSibling : list.firstChild;
    if (element && element !== next) list.insertBefore(element, next);
    previous = element ?? null;
  }
  for (const gone of old.values()) gone.remove();
}

/**
 * Put an element in another's place; a control that had the focus gives it to the same one in the new element.
 * @param {Element} standing
 * @param {Element} element
 */
export function replaceKeepingFocus(standing, element) {
  const active = document.activeElement;
  const had = active && standing.contains(active) ? active.getAttribute("data-focus") : null;
  const hadFocus = active !== null && standing.contains(active);
  standing.replaceWith(element);
  if (!hadFocus) return;
  const again = had === null ? null : element.querySelector(`[data-focus="${CSS.escape(had)}"]`);
  const target = again ?? element.querySelector("button, select, [tabindex]") ?? element;
  if (target instanceof HTMLElement) {
    if (target === element) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }
}
