// @ts-check
// Keeps the whole course for reading without a network, where the reader has asked for it.  What is served counts:
// this copy is read where nothing can be fetched, all of it of one version, and goes when a newer one has come.

(function () {
  "use strict";

  const worker = /** @type {any} */ (self);
  /** @type {Record<string, string>} */
  const FILES = {};
  const VERSION = "";
  // Of this copy of the course alone: a host may serve several, each in a folder of its own.
  const OURS = `said-a-source ${new URL(worker.registration.scope).pathname} `;
  const KEPT = OURS + VERSION;

  /** @param {ArrayBuffer} body */
  async function digestOf(body) {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
    return [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** @param {Cache} cache @param {string} name @param {string} digest */
  async function keepOne(cache, name, digest) {
    const found = await fetch(name, { cache: "reload" });
    const body = await found.arrayBuffer();
    if (!found.ok || (await digestOf(body)) !== digest) throw new Error(`${name} is not what this version has`);
    // Made anew, since a browser shows no page from an answer that was led on, as by a host that drops ".html".
    await cache.put(name, new Response(body, { headers: found.headers }));
  }

  /** Keeps every file as this version has it; where the site has changed meanwhile, nothing is kept. */
  async function keep() {
    const cache = await caches.open(KEPT);
    try {
      await Promise.all(Object.entries(FILES).map(([name, digest]) => keepOne(cache, name, digest)));
      await cache.put("whole", new Response()); // last, since this worker may be stopped at any file
    } catch (error) {
      await caches.delete(KEPT);
      throw error;
    }
    await worker.skipWaiting();
  }

  async function takeOver() {
    const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== KEPT);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  }

  /** @param {Request} request */
  async function answer(request) {
    try {
      return await fetch(request, { cache: "no-cache" });
    } catch (error) {
      const address = request.url.split(/[?#]/)[0].replace(/\/$/, "/index.html");
      for (const name of [address, `${address}.html`, `${address}/index.html`]) {
        const kept = await caches.match(name, { cacheName: KEPT }); // which makes no empty one, as opening it would
        if (kept) return kept;
      }
      throw error;
    }
  }

  worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keep()));
  worker.addEventListener("message", (/** @type {any} */ event) => {
    const [asked] = event.ports; // by a page that has found no copy
    event.waitUntil(keep().catch(() => {}).then(() => asked.postMessage("tried")));
  });
  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(takeOver()));
  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    if (request.method === "GET" && request.url.startsWith(worker.registration.scope)) event.respondWith(answer(request));
  });
})();
