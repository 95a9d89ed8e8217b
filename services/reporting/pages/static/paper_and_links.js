// Printing, and copying a link where a browser lets nobody download (that of WeChat).
import { said } from "./words.js";
import { say } from "./page.js";

async function copy(address) {
  const link = location.origin + address;
  if (navigator.clipboard) {
    const done = await navigator.clipboard.writeText(link).then(() => true, () => false);
    if (done) return true;
  }
  // Without https there is no clipboard but this.
  const place = document.createElement("textarea");
  place.value = link;
  place.style.position = "fixed";
  document.body.append(place);
  place.select();
  const done = document.execCommand("copy");
  place.remove();
  return done;
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) print();
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const done = await copy(button.dataset.copy);
  const words = done ? said("链接已复制", "The link is copied") : said("请复制地址栏中的链接", "Copy the address of the page");
  button.textContent = words;
  button.focus();
  say(words);
});
