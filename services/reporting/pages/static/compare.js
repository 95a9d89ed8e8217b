// Sliders fill the fields beside them, the table follows while they move, and play moves one by itself.
import { say } from "./page.js";

const form = document.getElementById("points");
const pace = 900;
let playing = null;
let opener = null;

function fieldOf(range) {
  return document.getElementById(`${range.id}_at`);
}

function stopsOf(range) {
  return range.dataset.stops.split(",");
}

function show(range) {
  const text = stopsOf(range)[Number(range.value)];
  fieldOf(range).value = text;
  range.setAttribute("aria-valuetext", text ? text.replace("T", " ") : range.dataset.everything);
}

// What was fixed is let go of once somebody moves it.
function release(range) {
  const prefix = range.id.startsWith("to_") ? "" : "from_";
  form.elements[`${prefix}submission`].value = "";
  if (range.id.endsWith("recorded")) form.elements[`${prefix}positions`].value = "";
}

// At once, and then not more often than so; where it ends is asked for in any case.
let rest = null;
let again = false;

function ask() {
  if (rest !== null) {
    again = true;
    return;
  }
  form.dispatchEvent(new Event("moved"));
  rest = setTimeout(() => {
    rest = null;
    if (again) {
      again = false;
      ask();
    }
  }, 250);
}

function moved(range) {
  show(range);
  release(range);
  ask();
}

// The nearest stop before what the field says.
function follow(range) {
  const stops = stopsOf(range);
  const text = fieldOf(range).value;
  const before = stops.filter((stop) => stop !== "" && stop <= text).length - 1;
  range.value = text === "" ? stops.length - 1 : Math.max(0, before);
  range.setAttribute("aria-valuetext", text ? text.replace("T", " ") : range.dataset.everything);
  release(range);
}

function stop() {
  if (playing === null) return;
  clearTimeout(playing.later);
  playing.button.textContent = form.dataset.play;
  playing.button.setAttribute("aria-pressed", "false");
  playing = null;
}

function step() {
  if (playing === null) return;
  const { range } = playing;
  if (Number(range.value) >= Number(range.max)) {
    stop();
    return;
  }
  range.value = Number(range.value) + 1;
  moved(range);
}

function play(button, range) {
  const wasPlaying = playing !== null && playing.button === button;
  stop();
  if (wasPlaying) return;
  if (range.value === range.max) range.value = 0;
  playing = { button, range, later: null };
  button.textContent = form.dataset.pause;
  button.setAttribute("aria-pressed", "true");
  step();
}

function printable() {
  document.querySelectorAll(".why details").forEach((each) => { each.open = true; });
}

function prepare() {
  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
}

if (form) {
  form.querySelectorAll("input[type=range]").forEach((range) => {
    // The field says it; by its own name the slider is for browsers without scripts.
    range.removeAttribute("name");
    range.addEventListener("input", () => { stop(); moved(range); });
    fieldOf(range).addEventListener("change", () => follow(range));
  });
  form.querySelectorAll("button[data-play]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => play(button, document.getElementById(button.dataset.play)));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    prepare();
    if (event.detail.target.id === "compared") {
      const said = event.detail.target.querySelector("[data-said]");
      if (said && playing === null) say(said.textContent);
      if (playing !== null) playing.later = setTimeout(step, pace);
    }
  });
  // A cell's reason is shown beneath the table; in a new tab it is a page of its own.
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("td.changed a");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
    event.preventDefault();
    // Who has chosen a cell is not shown all of them afterwards, however late those come.
    document.getElementById("why").dataset.chosen = "cell";
    opener = cell;
    htmx.ajax("GET", cell.getAttribute("href"), { target: "#why" }).then(() => {
      document.getElementById("why").focus();
    });
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.dataset.chosen) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt.dataset.chosen) event.detail.shouldSwap = false;
  });
  // From the reason back to its cell.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opener && opener.isConnected && event.target.closest("#why")) opener.focus();
  });
}
prepare();
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
window.addEventListener("beforeprint", printable);
