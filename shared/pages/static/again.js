// A part of a page that got no answer, since a service or the connection is away, says so in its place, offers
// to try again, and does so by itself for a while. Written for Chromium 83.
import { said } from "./words.js";

const waits = [2, 4, 8, 16, 32, 60, 60, 60, 60, 60]; // seconds, from one attempt to the next
const notes = new Map(); // by the place that is waited for
let goesOn = false;

const failed = (status) => status === 0 || status === 429 || status >= 500;
const isAway = (status) => failed(status) && status !== 500; // 500 is a fault, that no waiting mends

// The console's services, and what is asked for every few seconds, are asked again anyway.
function asksByItself(element) {
  return element.closest("[data-service]") !== null || (element.getAttribute("hx-trigger") || "").includes("every ");
}

function box(sentence) {
  const made = document.createElement("div");
  made.className = "refused";
  made.setAttribute("role", "alert");
  made.append(document.createElement("p"));
  made.firstChild.textContent = sentence;
  return made;
}

// The gateway knows no one's language, and says it in both.
function inOneLanguage(refusal) {
  const english = refusal.querySelector("p[lang='en']");
  if (english) said(english, refusal.firstElementChild).remove();
  return refusal;
}

function refusalOf(xhr) {
  const told = new DOMParser().parseFromString(xhr.status === 0 ? "" : xhr.responseText, "text/html");
  const refusal = told.querySelector(".refused");
  if (refusal) return inOneLanguage(document.adoptNode(refusal));
  return box(said("！没有得到回答，这一部分暂时无法显示。", "! There was no answer: this part can't be shown for now."));
}

function buttonOf(note) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = said("重试", "Try again");
  made.addEventListener("click", () => {
    note.attempts = 0;
    tryAgain(note);
  });
  return made;
}

function draw(note, xhr) {
  const hadFocus = note.box && note.box.contains(document.activeElement);
  if (note.box) note.box.remove();
  note.box = refusalOf(xhr);
  note.button = buttonOf(note);
  note.box.append(note.button);
  // What is exchanged as a whole, steps or a list that goes on, stays as it was beneath.
  const whole = (note.elt.getAttribute("hx-swap") || "").startsWith("outerHTML");
  if (!whole) note.target.textContent = "";
  note.target.prepend(note.box);
  if (hadFocus) note.button.focus();
}

function offer({ target, xhr, requestConfig, etc }) {
  const old = notes.get(target);
  const goingOn = old && old.box.isConnected && old.path === requestConfig.path;
  if (old) clearTimeout(old.timer);
  const note = goingOn ? old : { target, attempts: 0 };
  notes.set(target, note);
  Object.assign(note, { elt: requestConfig.elt, path: requestConfig.path, swap: etc && etc.swapOverride });
  note.isAway = isAway(xhr.status);
  draw(note, xhr);
  const seconds = waits[note.attempts];
  // Not everybody at once.
  if (note.isAway && seconds) note.timer = setTimeout(() => tryAgain(note), seconds * (1000 + Math.random() * 300));
}

function forget(note) {
  clearTimeout(note.timer);
  notes.delete(note.target);
}

function tryAgain(note) {
  clearTimeout(note.timer);
  if (!note.box.isConnected || !note.elt.isConnected) forget(note);
  else if (!document.hidden) {
    note.attempts += 1;
    note.button.textContent = said("正在重试……", "Trying again …");
    htmx.ajax("GET", note.path, { source: note.elt, target: note.target, swap: note.swap }).catch(() => null);
  }
}

function allAtOnce() {
  if (document.hidden) return;
  notes.forEach((note) => {
    note.attempts = 0;
    if (note.isAway) tryAgain(note);
  });
}

function unanswered({ detail }) {
  if (asksByItself(detail.requestConfig.elt)) return;
  if (detail.requestConfig.verb === "get") offer(detail);
  // Nobody knows whether what was sent has been done: it is not sent once more by itself.
  else detail.target.prepend(box(said(
    "！没有得到回答，不知道是否已经办成。请刷新本页查看后再办。",
    "! There was no answer: it is not known whether it was done. Load the page again and look first.",
  )));
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target, xhr, requestConfig } = detail;
  const note = notes.get(target);
  if (requestConfig && requestConfig.verb === "get" && failed(xhr.status)) {
    detail.shouldSwap = false;
    if (!asksByItself(requestConfig.elt)) offer(detail);
  } else if (note && detail.shouldSwap) {
    goesOn = note.box.contains(document.activeElement);
    forget(note);
  }
});
// Who pressed the button goes on from what has come.
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (!goesOn) return;
  goesOn = false;
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus();
});
document.addEventListener("htmx:sendError", unanswered);
document.addEventListener("htmx:timeout", unanswered);
window.addEventListener("online", allAtOnce);
document.addEventListener("visibilitychange", allAtOnce);
