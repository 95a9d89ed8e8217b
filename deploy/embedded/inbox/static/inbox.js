// Puts what arrives on top of the list while somebody looks at it: one question at a time, none while the page
// is hidden. Written for Chromium 83.
import { say } from "./page.js";

const inbox = document.getElementById("inbox");
const list = document.getElementById("messages");
const every = 3000;
let last = inbox.dataset.last;

function put(html) {
  const arrived = document.createElement("template");
  arrived.innerHTML = html;
  const messages = Array.from(arrived.content.querySelectorAll(".message"));
  messages.forEach((message) => message.classList.add("new"));
  list.prepend(arrived.content);
  const none = document.getElementById("none");
  if (none) none.remove();
  return messages.length;
}

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(`${inbox.dataset.newer}&after=${last}`, { credentials: "same-origin" });
      if (answer.redirected && !answer.url.includes("/inbox/newer")) {
        location.reload(); // nobody is signed in any more
        return;
      }
      if (answer.ok) {
        last = answer.headers.get("Paicha-Inbox-Last") || last;
        const many = put(await answer.text());
        if (many) say(document.documentElement.lang === "en" ? `${many} new` : `收到${many}条新消息`);
      }
    } catch (away) {
      // The inbox is being started again: the next look finds it.
    }
  }
  setTimeout(look, every);
}
setTimeout(look, every);
