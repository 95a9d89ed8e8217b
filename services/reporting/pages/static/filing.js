// What was typed is kept in this browser until it was filed, for its account alone; and small comforts.
import { say } from "./page.js";

const prefix = "paicha-draft ";
const keptFor = 14 * 24 * 3600 * 1000;

function stored(act) {
  // A browser may keep nothing: then there is no draft, and everything else works.
  try {
    return act(localStorage);
  } catch (error) {
    return null;
  }
}

function fieldsOf(form) {
  return Array.from(form.elements).filter((each) => each.name && each.type !== "hidden" && each.type !== "submit");
}

function typed(form) {
  const values = {};
  for (const field of fieldsOf(form)) values[field.name] = field.type === "checkbox" ? field.checked : field.value;
  return values;
}

function fill(form, values) {
  let filled = false;
  for (const field of fieldsOf(form)) {
    const value = values[field.name];
    if (field.type === "checkbox" && typeof value === "boolean" && field.checked !== value) {
      field.checked = value;
      filled = true;
    } else if (typeof value === "string" && field.value !== value) {
      field.value = value;
      filled = true;
    } else continue;
    const folded = field.closest("details");
    if (folded) folded.open = true;
  }
  return filled;
}

function forgetOthers(storage, account) {
  // On a shared computer nobody finds what a colleague typed; and nothing stays for ever.
  for (const key of Object.keys(storage)) {
    if (!key.startsWith(prefix)) continue;
    const { at } = JSON.parse(storage.getItem(key));
    if (!key.startsWith(prefix + account) || Date.now() - at > keptFor) storage.removeItem(key);
  }
}

function keepDraft(form) {
  const key = prefix + form.dataset.draft;
  const account = form.dataset.draft.split(" ").slice(0, 2).join(" ") + " ";
  stored((storage) => forgetOthers(storage, account));
  const kept = stored((storage) => JSON.parse(storage.getItem(key)));
  if (kept && !("sent" in form.dataset) && fill(form, kept.values)) say(form.dataset.restored || "");
  const keep = () => stored((storage) => storage.setItem(key, JSON.stringify({ at: Date.now(), values: typed(form) })));
  if ("sent" in form.dataset) keep();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

function busyWhileSent(form) {
  const button = form.querySelector("button[data-busy]");
  if (!button) return;
  const text = button.textContent;
  form.addEventListener("submit", () => setTimeout(() => (button.textContent = button.dataset.busy), 0));
  window.addEventListener("pageshow", () => (button.textContent = text));
}

async function attach(input) {
  const said = document.getElementById("scan-said");
  const [file] = input.files;
  if (!file) return;
  said.textContent = input.dataset.reading;
  try {
    const headers = { "Idempotency-Key": `${input.dataset.key}${file.size}.${file.lastModified}`, "Content-Type": "application/octet-stream" };
    const answer = await fetch(input.dataset.attach, { method: "POST", body: file, headers, credentials: "same-origin" });
    const told = await answer.json();
    if (answer.ok) location.reload();
    else said.textContent = document.documentElement.lang === "en" ? told.en : told.zh;
  } catch (error) {
    said.textContent = input.dataset.failed;
  }
}

const form = document.querySelector("form[data-draft]");
if (form) {
  keepDraft(form);
  busyWhileSent(form);
}
const filed = document.querySelector("[data-drop-draft]");
if (filed) stored((storage) => storage.removeItem(prefix + filed.dataset.dropDraft));
const scan = document.querySelector("input[data-attach]");
if (scan) scan.addEventListener("change", () => attach(scan));
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();
