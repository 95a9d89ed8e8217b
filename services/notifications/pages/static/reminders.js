// Copies a text that is seen; where a browser lets nobody, selects it. Written for Chromium 83.
import { say } from "./page.js";

async function copied(field) {
  field.focus();
  field.select();
  field.setSelectionRange(0, field.value.length);
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch (refused) {
    // Without https, and in the browsers of some programs, only the older way is there.
    return document.execCommand("copy");
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const place = button.parentElement;
  const done = await copied(place.querySelector("textarea"));
  place.querySelector(".outcome").textContent = done ? button.dataset.copied : button.dataset.selected;
});

// On a narrow screen the page that one is at may stand beside it.
document.querySelectorAll(".sections a[aria-current]").forEach((here) => {
  here.parentElement.scrollLeft = here.offsetLeft - 40;
});

// What was done is said to who does not see it.
document.addEventListener("said", (event) => say(event.detail.value));
