// Server-sent events, read by fetch: an EventSource says neither why it was refused, nor can it be told from
// where to go on when the page is looked at again.
import { renew, toSignIn } from "./page.js";

const silentMilliseconds = 45 * 1000; // a sign of life comes each 15 s
const retryMilliseconds = 3000;
const mostFailures = 10;

// One connection while the page is looked at. `told(name, data)` is called for each event; `lost(alive, refusal)`
// when nothing more comes for now: since when, and the problem where there was one.
export function follow(address, seen, told, lost) {
  let lastId = seen;
  let failures = 0;
  let timer = 0;
  let alive = Date.now();
  let connection = null;

  async function connect() {
    clearTimeout(timer);
    if (connection || document.hidden) return;
    const mine = connection = new AbortController();
    let refusal = null;
    const wait = await read(mine).catch((error) => {
      refusal = error.code && error.zh ? error : null;
      return retryMilliseconds * Math.min(++failures, mostFailures);
    });
    if (connection !== mine) return; // closed on purpose, since
    connection = null;
    lost(alive, refusal);
    // Not all at once, after a restart.
    if (wait !== null) timer = setTimeout(connect, wait + Math.random() * retryMilliseconds);
  }

  // Returns after how long to connect again, or null for never.
  async function read(mine) {
    const headers = lastId ? { "Last-Event-ID": lastId } : {};
    const answer = await fetch(address, { headers, credentials: "same-origin", cache: "no-store", signal: mine.signal });
    if (answer.status === 401) return signInAgain();
    if (!answer.ok) throw await answer.json();
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await withinTime(reader.read(), mine);
      if (done) return retryMilliseconds;
      failures = 0;
      alive = Date.now();
      const events = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = events.pop();
      for (const event of events) if (take(event) === "unauthenticated") return signInAgain();
    }
  }

  function take(event) {
    const fields = {};
    for (const line of event.split("\n")) {
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line) || [];
      if (name) fields[name] = value;
    }
    if (fields.id) lastId = fields.id;
    if (!fields.data) return null;
    const data = JSON.parse(fields.data);
    if (fields.event === "end") return data.code;
    told(fields.event, data);
    return null;
  }

  function stop() {
    clearTimeout(timer);
    if (connection) connection.abort();
    connection = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : connect()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", connect);
  connect();
}

async function signInAgain() {
  const good = await renew();
  if (good === false) toSignIn();
  return good === false ? null : good ? 0 : retryMilliseconds;
}

function withinTime(reading, connection) {
  const timer = setTimeout(() => connection.abort(), silentMilliseconds);
  return reading.finally(() => clearTimeout(timer));
}
