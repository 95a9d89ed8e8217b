// On every page: the session is renewed while somebody looks at it, and what is under way is said.
const renewal = "/registry/session/renew";
const every = 10 * 60 * 1000;
let renewedAt = Date.now();

export async function renew() {
  const answer = await fetch(renewal, { method: "POST", credentials: "same-origin" }).catch(() => null);
  if (answer === null || answer.status >= 500) return null;
  renewedAt = Date.now();
  return answer.ok;
}

export function toSignIn() {
  const to = encodeURIComponent(location.pathname + location.search);
  location.assign(`${renewal}?to=${to}`);
}

async function keep() {
  if (document.hidden || Date.now() - renewedAt < every) return;
  if ((await renew()) === false) toSignIn();
}

if (document.body.hasAttribute("data-signed-in")) {
  setInterval(keep, 30 * 1000);
  document.addEventListener("visibilitychange", keep);
}

// A part that was asked for with a cookie too old is asked for once more.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status !== 401 || !requestConfig) return;
  event.detail.shouldSwap = false;
  renew().then((good) => {
    if (good && !requestConfig.renewed && requestConfig.verb === "get") {
      htmx.ajax("GET", event.detail.pathInfo.finalRequestPath, { target: event.detail.target });
    } else if (good === false) toSignIn();
  });
});

// What takes longer than a moment says so.
let waiting = 0;
function busy(change) {
  waiting = Math.max(0, waiting + change);
  document.documentElement.classList.toggle("busy", waiting > 0);
}
document.addEventListener("htmx:beforeRequest", () => busy(1));
document.addEventListener("htmx:afterRequest", () => busy(-1));

export function say(text) {
  const place = document.getElementById("said");
  if (place) place.textContent = text;
}
