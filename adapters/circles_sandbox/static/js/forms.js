/** Forms: a few fields in a dialog, to choose from or to write in. */

import { h } from "./dom.js";
import { t } from "./words.js";

/**
 * Show a form and send what was chosen.
 * @param {any} form
 * @param {any[]} people whom a field may pick from
 * @param {(fields: Record<string, string[]>) => Promise<boolean>} send
 */
export function showForm(form, people, send) {
  const fields = form.fields.map((/** @type {any} */ field) => fieldNode(field, people));
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "form", aria: { labelledby: "form-title" } },
      h(
        "form",
        { onsubmit: onSubmit },
        h("h2", { id: "form-title" }, form.title),
        form.intro && h("p", {}, form.intro),
        ...fields.map((/** @type {any} */ field) => field.node),
        h(
          "div",
          { class: "controls" },
          h("button", { type: "submit", class: "main" }, form.submit),
          h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t("form-close")),
        ),
      ),
    )
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();

  /** @param {Event} event */
  async function onSubmit(event) {
    event.preventDefault();
    const chosen = Object.fromEntries(fields.map((/** @type {any} */ field) => [field.token, field.values()]));
    if (await send(chosen)) dialog.close();
  }
}

/** @param {any} field @param {any[]} people */
function fieldNode(field, people) {
  if (field.kind === "text") return textField(field);
  const full = field.picks_people ? { ...field, options: people } : field;
  return full.at_most > 1 ? tickField(full) : oneField(full);
}

/** @param {any} field */
function textField(field) {
  const isLong = field.at_most_chars > 100;
  const kind = isLong ? { rows: 3 } : { type: "text" };
  const input = /** @type {HTMLInputElement} */ (
    h(isLong ? "textarea" : "input", { ...kind, id: `field-${field.token}`, maxlength: field.at_most_chars, required: field.is_required, dir: "auto" })
  );
  input.value = field.starts_with;
  return {
    token: field.token,
    node: h("p", { class: "field" }, h("label", { for: input.id }, field.label), input),
    values: () => (input.value.trim() ? [input.value.trim()] : []),
  };
}

/** @param {any} field */
function oneField(field) {
  const select = /** @type {HTMLSelectElement} */ (h("select", { id: `field-${field.token}`, required: field.at_least > 0 }));
  const hasGuess = field.options.some((/** @type {any} */ one) => one.is_chosen);
  if (!hasGuess) select.append(h("option", { value: "" }, t("form-choose")));
  for (const one of field.options) {
    const option = /** @type {HTMLOptionElement} */ (h("option", { value: one.value }, `${one.emoji} ${one.label}`.trim()));
    option.selected = one.is_chosen;
    select.append(option);
  }
  return {
    token: field.token,
    node: h("p", { class: "field" }, h("label", { for: select.id }, field.placeholder), select),
    values: () => (select.value ? [select.value] : []),
  };
}

/** @param {any} field */
function tickField(field) {
  const boxes = field.options.map((/** @type {any} */ one) => {
    const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", value: one.value }));
    box.checked = one.is_chosen;
    return { box, node: h("label", { class: "tick" }, box, `${one.emoji} ${one.label}`.trim()) };
  });
  return {
    token: field.token,
    node: h("fieldset", { class: "field" }, h("legend", {}, field.placeholder), h("div", { class: "ticks" }, ...boxes.map((/** @type {any} */ one) => one.node))),
    values: () => boxes.filter((/** @type {any} */ one) => one.box.checked).map((/** @type {any} */ one) => one.box.value),
  };
}
