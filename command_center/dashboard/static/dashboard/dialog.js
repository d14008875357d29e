// A question in front of the page: fields, errors beside them, a conflict with both versions.

import { button, el, swap } from "./dom.js";
import { t } from "./words.js";

let counter = 0;

function control(field, id) {
  const props = { id, name: field.name, class: "input", required: field.required, "aria-describedby": `${id}-said`, maxlength: field.maxlength, inputmode: field.inputmode, autocomplete: "off" };
  if (field.options) {
    const choices = field.options.map(({ value, label }) => el("option", { value, text: label, selected: String(value) === String(field.value ?? "") }));
    return el("select", props, field.blank === false ? [] : el("option", { value: "", text: t("Choose") }), choices);
  }
  if (field.type === "textarea") return el("textarea", { ...props, rows: 3, text: field.value });
  return el("input", { ...props, type: field.type || "text", value: field.value });
}

export function fieldOf(field) {
  counter += 1;
  const id = `f${counter}`;
  const input = control(field, id);
  const said = el("p", { class: "hint", id: `${id}-said`, text: field.hint ?? "" });
  const node = el("div", { class: "field" }, el("label", { for: id, text: field.label }), input, said);
  return { node, input, name: field.name, error: (message) => {
    said.textContent = message || (field.hint ?? "");
    said.className = message ? "err" : "hint";
    input.classList.toggle("bad", Boolean(message));
    input.setAttribute("aria-invalid", String(Boolean(message)));
  } };
}

// Puts each error at the field its JSON pointer names; answers those that found none.
export function showErrors(fields, refusal) {
  for (const field of fields) field.error("");
  const lost = refusal.errors.filter((error) => {
    const field = fields.find(({ name }) => error.pointer === `/${name}` || error.pointer?.startsWith(`/${name}/`));
    field?.error(`! ${error.message}`);
    return !field;
  });
  fields.find(({ input }) => input.classList.contains("bad"))?.input.focus();
  return lost.map((error) => error.message);
}

function conflict(refusal, values, again) {
  const theirs = refusal.body.current ?? refusal.body.theirs ?? {};
  const plain = (value) => (value && typeof value === "object" ? (value.name ?? value.code ?? "") : String(value ?? "—"));
  const rows = Object.keys(values).filter((name) => name in theirs).map((name) => el("tr", {}, el("td", { text: t(name) }), el("td", { text: plain(values[name]) }), el("td", { text: plain(theirs[name]) })));
  const head = el("tr", {}, [t("Field"), t("Yours"), t("Now, version %(n)s", { n: theirs.version ?? "?" })].map((text) => el("th", { text })));
  return el("div", { class: "note bad", role: "alert" }, el("p", { text: refusal.message }), rows.length ? el("table", { class: "tbl" }, el("thead", {}, head), el("tbody", {}, rows)) : [],
    theirs.version ? button(t("Write mine over it"), { kind: "sm", onclick: () => again(theirs.version) }) : []);
}

export function ask({ title, text, fields = [], confirm, danger = false, send }) {
  const parts = fields.map(fieldOf);
  const told = el("div", { class: "told" });
  const go = button(confirm, { kind: danger ? "danger" : "fill", key: "Enter" });
  go.type = "submit";
  const box = el("dialog", { class: "dialog", "aria-labelledby": `dialog-${(counter += 1)}` });
  const heading = el("h2", { class: "s16", id: box.getAttribute("aria-labelledby"), text: title });
  const form = el("form", { method: "dialog", novalidate: true }, heading, text ? el("p", { class: "t2", text }) : [], parts.map((part) => part.node), told,
    el("div", { class: "row end" }, button(t("Back"), { key: "Esc", onclick: () => box.close() }), go));
  box.append(form);
  const values = () => Object.fromEntries(parts.map(({ name, input }) => [name, input.value.trim()]));
  const submit = async (version) => {
    if (go.disabled) return; // Enter again before the answer is there
    go.disabled = true;
    try {
      await send(values(), version);
      box.close();
    } catch (refusal) {
      const lost = refusal.errors ? showErrors(parts, refusal) : [];
      if (refusal.status === 412) swap(told, conflict(refusal, values(), submit));
      else swap(told, el("p", { class: "note bad", role: "alert" }, [refusal.message, ...lost].join(" "), refusal.body?.link ? [" ", el("a", { href: refusal.body.link, text: t("Give the code") })] : []));
    } finally {
      go.disabled = false;
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.target.tagName === "SELECT")) { event.preventDefault(); form.requestSubmit(); } });
  return new Promise((done) => {
    const before = document.activeElement;
    box.addEventListener("close", () => { box.remove(); if (before?.isConnected) before.focus(); done(); });
    document.body.append(box);
    box.showModal();
    (parts[0]?.input ?? go).focus();
  });
}

export function toast(message, { bad = false } = {}) {
  const shelf = document.getElementById("toasts");
  const node = el("div", { class: bad ? "toast bad" : "toast", role: bad ? "alert" : "status" }, el("span", { text: bad ? `! ${message}` : message }));
  shelf.append(node);
  setTimeout(() => node.remove(), bad ? 12000 : 6000);
}
