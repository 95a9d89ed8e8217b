// Cells as they change: marked against what was shown when the page was opened, and named anew for who listens.
import { follow } from "./event_stream.js";
import { say } from "./page.js";
import { since } from "./since.js";
import { clockTime, said } from "./words.js";

const sheet = document.getElementById("sheet");
const standing = document.getElementById("standing");
const paused = document.getElementById("paused");
const beneath = document.getElementById("beneath");
const lostMilliseconds = 5 * 1000;
let losing = 0;

// By "filer column": the links that show it, and what they showed first.
const cells = new Map();

const textOf = (link) => Array.from(link.childNodes).find((node) => node.nodeType === Node.TEXT_NODE);

function gather() {
  sheet.querySelectorAll("a[data-cell]").forEach((link) => {
    const cell = cells.get(link.dataset.cell) || { links: [], first: textOf(link).data };
    cell.links.push({ link, name: nameOf(link.getAttribute("aria-label")), since: since(link, cell.first) });
    cells.set(link.dataset.cell, cell);
  });
}

// What a cell is called before its value is said.
const nameOf = (label) => label.slice(0, label.lastIndexOf("：") + 1);

function told(event, data) {
  clearTimeout(losing);
  const changed = new Set();
  let others = false;
  for (const { annex, filer, column, value } of data.cells || []) {
    const cell = cells.get(`${filer} ${column}`);
    if (annex !== sheet.dataset.annex) continue;
    if (!cell || value === null) others = others || (value === null ? Boolean(cell) : isNewRow(filer));
    else if (show(cell, String(value))) changed.add(`${filer} ${column}`);
  }
  if (others) document.getElementById("rows-changed").hidden = false;
  if (changed.size) announce(changed);
  fix(data.positions);
  stand(data.stale || []);
}

// Which column a page leaves out is its own matter.
const isNewRow = (filer) => filer !== "uncredited" && !sheet.querySelector(`a[data-cell^="${CSS.escape(filer)} "]`);

function show(cell, value) {
  if (textOf(cell.links[0].link).data === value) return false;
  cell.links.forEach(({ link, name, since: change }) => {
    textOf(link).data = value;
    const by = Number(value) - Number(cell.first);
    mark(link, by);
    const moved = by > 0 ? said("，较打开时增加", ", more than when opened") : said("，较打开时减少", ", less than when opened");
    link.setAttribute("aria-label", name + value + change(value) + (by ? moved : ""));
  });
  return true;
}

function mark(link, by) {
  let sign = link.querySelector(".moved");
  if (!sign) {
    sign = document.createElement("span");
    sign.className = "moved";
    sign.setAttribute("aria-hidden", "true");
    link.insertBefore(sign, link.firstChild);
  }
  sign.textContent = by > 0 ? "▲" : by < 0 ? "▼" : "";
  link.classList.toggle("changed", by !== 0);
  document.getElementById("marks").hidden = !sheet.querySelector("a.changed");
}

// From here on is what changes marked.
function forget() {
  cells.forEach((cell) => {
    cell.first = textOf(cell.links[0].link).data;
    cell.links.forEach(({ link, name, since: change }) => {
      if (link.classList.contains("changed")) link.setAttribute("aria-label", name + cell.first + change(cell.first));
      if (link.querySelector(".moved")) mark(link, 0);
    });
  });
}

const refreshRemarks = seldom(15 * 1000, () => window.htmx?.trigger(beneath, "changed"));
const sayChanged = seldom(10 * 1000, () => say(said("表中数字有变化", "Figures have changed")));

function announce(changed) {
  document.dispatchEvent(new CustomEvent("paicha:cells", { detail: changed }));
  refreshRemarks();
  sayChanged();
}

// At once, and after that at most so often; whatever comes in between is done at the end of it.
function seldom(milliseconds, act) {
  let resting = false;
  let again = false;
  return function now() {
    again = resting;
    if (resting) return;
    resting = true;
    act();
    setTimeout(() => { resting = false; if (again) now(); }, milliseconds);
  };
}

// A link that is copied names what is shown.
function fix(positions) {
  const named = `positions=registry:${positions.registry},hazards:${positions.hazards}`;
  document.querySelectorAll("[data-fixed]").forEach((button) => {
    button.dataset.copy = button.dataset.copy.replace(/positions=[^&]*/, named);
  });
}

function stand(stale) {
  standing.textContent = standing.dataset.usual;
  const reason = said("有一条记录暂不能计入，其后的也都没有计入", "a record can't be counted for now, nor what came after it");
  if (stale.length) pause(Date.parse(stale[0].since), reason);
  else if (!paused.hidden) {
    paused.hidden = true;
    say(standing.dataset.usual);
  }
}

function lost(alive, refusal) {
  const reason = refusal ? said(refusal.zh, refusal.en) : said("连接中断，正在重新连接", "the connection is lost; trying again");
  clearTimeout(losing);
  losing = setTimeout(() => pause(alive, reason), lostMilliseconds);
}

function pause(moment, reason) {
  const words = `${said("暂停更新于", "Not updated since")} ${clockTime(moment)}：${reason}`;
  if (!paused.hidden && paused.textContent === words) return;
  paused.textContent = words;
  paused.hidden = false;
  standing.textContent = "";
  say(words);
}

if (sheet && sheet.dataset.live) {
  gather();
  document.querySelector("#marks button").addEventListener("click", forget);
  follow(sheet.dataset.live, sheet.dataset.seen, told, lost);
}
