// Looks for newer messages, and shows them unless somebody is just typing. Written for Chromium 83.
"use strict";
(function () {
  const last = document.querySelector("main").dataset.last;

  async function look() {
    let newer = false;
    try {
      const answer = await fetch("/inbox/messages?limit=1&after=" + last, { credentials: "same-origin" });
      newer = answer.ok && (await answer.json()).messages.length > 0;
    } catch (away) {
      // The inbox is being started again: the next look finds it.
    }
    if (newer && document.activeElement.tagName !== "INPUT") {
      location.reload();
      return;
    }
    setTimeout(look, 3000);
  }
  setTimeout(look, 3000);
})();
