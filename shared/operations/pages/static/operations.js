// The console looks again while somebody looks at it, and says in one sentence what to do first.
const every = 10 * 1000;
const first = document.getElementById("first");
const away = new Set();

function lookAgain() {
  if (document.hidden) return;
  for (const each of document.querySelectorAll("[data-look]")) {
    // What somebody is at with the keyboard is not exchanged under their hands.
    if (!each.contains(document.activeElement)) each.dispatchEvent(new Event("look"));
  }
}

function sentence(faults) {
  if (document.querySelector("tbody.to-come") && away.size === 0 && faults.length === 0) return { text: first.dataset.looking };
  if (away.size > 0) return { text: `${[...away].join(", ")} ${first.dataset.away}` };
  if (faults.length === 0) return { text: first.dataset.well };
  const more = faults.length > 1 ? ` (${first.dataset.more.replace("{n}", faults.length - 1)})` : "";
  return { text: `${faults[0].dataset.first}${more}`, address: faults[0].dataset.address };
}

function sayFirst() {
  if (!first) return;
  const faults = [...document.querySelectorAll("tr.fault")];
  faults.sort((a, b) => Number(a.dataset.rank) - Number(b.dataset.rank));
  const said = sentence(faults);
  const key = `${said.text} ${said.address || ""}`;
  if (first.dataset.said === key) return;
  first.dataset.said = key;
  first.textContent = said.text;
  if (!said.address) return;
  const link = document.createElement("a");
  link.href = said.address;
  link.textContent = first.dataset.open;
  first.append(" ", link);
}

function serviceOf(event) {
  const part = event.detail.elt.closest("[data-service]");
  return part ? part.dataset.service : null;
}

function isAway(event) {
  const service = serviceOf(event);
  if (service !== null) away.add(service);
  sayFirst();
}

// The gateway's own refusal is no page: the part stays as it was, and the sentence says who does not answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  const kind = event.detail.xhr.getResponseHeader("content-type") || "";
  const failed = event.detail.xhr.status >= 500;
  if (!kind.startsWith("text/html") || (failed && serviceOf(event) !== null)) {
    event.detail.shouldSwap = false;
    isAway(event);
    return;
  }
  const service = serviceOf(event);
  if (service !== null && event.detail.xhr.status < 400) away.delete(service);
});
document.addEventListener("htmx:sendError", isAway);
document.addEventListener("htmx:timeout", isAway);
document.addEventListener("htmx:afterSettle", sayFirst);
document.addEventListener("visibilitychange", lookAgain);
setInterval(lookAgain, every);
