// Beside the form, what is behind a cell. Where there is no room beside it, links lead to the cell's own page.
import { say } from "./page.js";

const panel = document.getElementById("panel");
const content = document.getElementById("panel-content");
const room = matchMedia("(min-width: 960px)");
const settleMilliseconds = 200;
let shown = null;
let opener = null;
let settling = 0;

const isOpen = () => !panel.hidden && room.matches;
const linkAt = (event) => event.target.closest("a[data-cell], a[data-cell-of]");

function open(link) {
  const address = link.getAttribute("href");
  mark(link);
  panel.hidden = false;
  link.scrollIntoView({ block: "nearest", inline: "nearest" }); // the panel has taken some of its room
  if (shown === address) return;
  shown = address;
  htmx.ajax("GET", address, { source: panel, target: content, swap: "innerHTML" });
}

function mark(link) {
  const name = link.dataset.cell || link.dataset.cellOf;
  document.querySelectorAll("a[data-cell][aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  cellsNamed(name).forEach((each) => each.setAttribute("aria-current", "true"));
  opener = link;
  panel.dataset.cell = name;
}

const cellsNamed = (name) => document.querySelectorAll(`a[data-cell="${CSS.escape(name)}"]`);

function close() {
  const back = opener;
  panel.hidden = true;
  shown = null;
  document.querySelectorAll("a[data-cell][aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  if (back) back.focus();
}

function begin() {
  document.addEventListener("click", (event) => {
    const link = linkAt(event);
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || !room.matches) return;
    if (!window.htmx) return; // not yet there: the link leads to the cell's own page
    event.preventDefault();
    // Pressed once more on what is open, it leads into the panel.
    if (isOpen() && shown === link.getAttribute("href")) panel.focus();
    else open(link);
  });
  // The panel goes along with who moves through the cells, once they stay.
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest("a[data-cell]");
    clearTimeout(settling);
    if (link && isOpen()) settling = setTimeout(() => { if (isOpen()) open(link); }, settleMilliseconds);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) close();
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) close();
    if (event.target.closest("[data-again]")) again();
  });
  content.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== content) return;
    panel.scrollTop = 0;
    const heading = content.querySelector("h2");
    if (heading) say(`${heading.textContent} ${content.querySelector(".value").textContent}`);
  });
  content.addEventListener("htmx:responseError", () => { shown = null; });
  document.addEventListener("paicha:cells", (event) => {
    const newer = content.querySelector(".newer");
    if (newer && event.detail.has(panel.dataset.cell)) newer.hidden = false;
  });
}

function again() {
  shown = null;
  open(opener);
  panel.focus();
}

if (panel) begin();
