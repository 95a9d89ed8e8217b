// The Emmett side: its CommandHandler on its Postgres store, one promise per caller.
// Arguments: the folder with node_modules, the connection string, the size of the pool.
const { createRequire } = require('node:module');
const readline = require('node:readline');

const [modules, dsn, poolSize] = process.argv.slice(2);
const peer = createRequire(`${modules}/`);
const { CommandHandler } = peer('@event-driven-io/emmett');
const postgresql = peer('@event-driven-io/emmett-postgresql');
const { dumbo } = peer('@event-driven-io/dumbo');
const pg = peer('pg');

const pool = new pg.Pool({ connectionString: dsn, max: Number(poolSize) });
let store;

const SHARES = ['0.1', '0.25', '0.5', '0.75', '0.9', '0.95', '0.99', '0.999', '1.0'];

const initialState = () => ({ found: false, closed: false, controls: '' });
const evolve = (state, event) => {
  switch (event.type) {
    case 'hazard.found':
      return { ...state, ...event.data, found: true };
    case 'hazard.controls_imposed':
      return { ...state, controls: event.data.controls };
    default:
      return state;
  }
};
const handle = CommandHandler({ evolve, initialState });

// Payloads are used in turn, by the place of the event in the request.
const chosen = (payloads, nth) => payloads[nth % payloads.length];
const foundEvent = (name, nth, request) => (
  { type: 'hazard.found', data: { hazard_id: name, ...chosen(request.found, nth) } });
const changedEvent = (name, nth, request) => (
  { type: 'hazard.controls_imposed', data: { hazard_id: name, ...chosen(request.changed, nth) } });
const found = (name, nth, request) => (state) => {
  if (state.found) throw new Error('found twice');
  return foundEvent(name, nth, request);
};
const changed = (name, nth, request) => (state) => {
  if (!state.found || state.closed) throw new Error('not open');
  return changedEvent(name, nth, request);
};

async function open() {
  // The schema is made once; afterwards each command is spared the look at it.
  const creating = postgresql.getPostgreSQLEventStore(dsn, { connectionOptions: { pool } });
  await creating.schema.migrate();
  store = postgresql.getPostgreSQLEventStore(dsn, { connectionOptions: { pool }, schema: { autoMigration: 'None' } });
}

async function inParallel(callers, names, work) {
  let next = 0;
  const caller = async () => {
    while (next < names.length) {
      const nth = next++;
      await work(names[nth], nth);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

const requests = {
  async prepare(request) {
    let prepared = 0;
    await inParallel(8, request.streams, async ([name, length], place) => {
      const events = [foundEvent(name, place, request)];
      for (let nth = 1; nth < length; nth++) events.push(changedEvent(name, place + nth, request));
      await store.appendToStream(`hazard-${name}`, events);
      prepared += length;
    });
    return { prepared };
  },
  async append(request) {
    const decide = request.new ? found : changed;
    const latencies = [];
    const started = performance.now();
    await inParallel(request.callers, request.names, async (name, nth) => {
      const begun = performance.now();
      await handle(store, `hazard-${name}`, decide(name, nth, request));
      latencies.push(performance.now() - begun);
    });
    const seconds = (performance.now() - started) / 1000;
    latencies.sort((one, other) => one - other);
    const at = (share) => latencies[Math.min(Math.floor(latencies.length * share), latencies.length - 1)];
    const shares = Object.fromEntries(SHARES.map((share) => [share, at(Number(share))]));
    return { rate: latencies.length / seconds, p50_ms: at(0.5), p99_ms: at(0.99), shares_ms: shares };
  },
};

// The hidden-row test: writes are begun at once and may take long, reading goes on from its checkpoint
// with the store's own `readMessagesBatch`, which its consumers use.
const writes = new Map();
let checkpoint = 0n;

async function readOn(batch) {
  const names = [];
  const executor = dumbo({ connectionString: dsn, pool }).execute;
  for (;;) {
    const read = await postgresql.readMessagesBatch(executor, { after: checkpoint, batchSize: batch });
    if (read.messages.length === 0) return { names };
    names.push(...read.messages.map((message) => message.data.hazard_id));
    checkpoint = read.currentGlobalPosition;
  }
}

Object.assign(requests, {
  async write(request) {
    const write = { done: false };
    write.promise = handle(store, `hazard-${request.name}`, found(request.name, 0, request)).then(
      () => Object.assign(write, { done: true }),
      (error) => Object.assign(write, { done: true, error }),
    );
    writes.set(request.name, write);
    return {};
  },
  async settle(request) {
    const all = Promise.all([...writes.values()].map((write) => write.promise));
    await Promise.race([all, new Promise((done) => setTimeout(done, request.seconds * 1000))]);
    const done = [...writes].filter(([, write]) => write.done);
    for (const [name, write] of done) {
      if (write.error) throw write.error;
      writes.delete(name);
    }
    return { done: done.map(([name]) => name) };
  },
  read: (request) => readOn(request.batch),
});

open().then(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(await requests[request.do](request))}\n`);
  }
  process.exit(0);
});
