// @ts-check
// How far the reader is in each lesson, from what exercises.js keeps in this browser; and the one place where all
// that is kept can be saved to a file, read back from one, or cleared.  It sends nothing anywhere.

(function () {
  "use strict";

  /** @typedef {{answer: string | string[] | Record<string, string>, checked: boolean, sure?: string, score?: number}} Kept */

  const COURSE = "said-a-source";
  const FORM = 1;
  const MOST = 2_000_000;

  const box = /** @type {HTMLElement} */ (document.querySelector(".all-progress"));
  /** @type {[string, string[]][]} */
  const pages = Object.entries(JSON.parse(box.dataset.pages || "{}")).map(([page, ids]) => [page, String(ids).split(" ")]);
  const known = new Set(pages.flatMap(([, ids]) => ids));

  /** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** @param {string} id @returns {Kept | null} */
  function read(id) {
    try {
      const kept = JSON.parse(localStorage.getItem(`${COURSE}/${id}`) || "null");
      return isKept(kept) ? kept : null;
    } catch {
      return null;
    }
  }

  /** Returns whether a value has the form of what exercises.js keeps. @param {any} value @returns {value is Kept} */
  function isKept(value) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const { answer, checked, sure, score, ...more } = value;
    const texts = typeof answer === "object" && answer !== null ? Object.values(answer) : [answer];
    return (
      Object.keys(more).length === 0 &&
      texts.every((text) => typeof text === "string") &&
      typeof checked === "boolean" &&
      (sure === undefined || ["50", "60", "70", "80", "90", "100"].includes(sure)) &&
      (score === undefined || (typeof score === "number" && score >= 0 && score <= 1))
    );
  }

  // How far

  const line = make("p", { class: "all-progress-line", role: "status" });
  box.append(line);

  function show() {
    let all = 0;
    let of = 0;
    document.querySelectorAll(".page-progress").forEach((old) => old.remove());
    for (const [page, ids] of pages) {
      const kept = ids.map(read);
      const handsIn = page.includes("-hand-in.");
      const done = kept.filter((one) => one && (handsIn || one.checked)).length;
      if (!handsIn) [all, of] = [all + done, of + ids.length];
      const link = document.querySelector(`article td a[href="${CSS.escape(page)}"]`);
      if (link && done) link.closest("td")?.append(make("span", { class: "page-progress" }, ` ${done} of ${ids.length} ${handsIn ? "answered" : "checked"}`));
    }
    line.textContent = all ? `You have checked ${all} of the ${of} exercises in the lessons.` : `You have not checked any of the ${of} exercises in the lessons yet.`;
  }

  // Out, in, away

  /** @param {object} kept */
  function counted(kept) {
    const count = Object.keys(kept).length;
    return `${count} answer${count === 1 ? "" : "s"}`;
  }

  function save() {
    const kept = Object.fromEntries([...known].map((id) => [id, read(id)]).filter(([, value]) => value));
    const file = new Blob([JSON.stringify({ course: COURSE, form: FORM, kept }, null, 1)], { type: "application/json" });
    const link = /** @type {HTMLAnchorElement} */ (make("a", { href: URL.createObjectURL(file), download: `${COURSE}-progress.json` }));
    link.click();
    URL.revokeObjectURL(link.href);
    return `Saved: ${counted(kept)}.`;
  }

  /** Returns what a file holds, or says why it is refused. @param {string} text @returns {Record<string, Kept> | string} */
  function parse(text) {
    /** @type {any} */
    let told;
    try {
      told = JSON.parse(text);
    } catch {
      return "it is no progress file: it is not JSON";
    }
    if (told?.course !== COURSE || told?.form !== FORM || typeof told.kept !== "object" || told.kept === null) {
      return "it is no progress file of this course";
    }
    const wrong = Object.entries(told.kept).find(([id, value]) => !known.has(id) || !isKept(value));
    return wrong ? `it holds something else than answers to this course's exercises (${wrong[0].slice(0, 60)})` : told.kept;
  }

  /** @param {File} file */
  async function take(file) {
    const told = file.size > MOST ? "it is too large" : parse(await file.text());
    if (typeof told === "string") return `This file was not read, and nothing has changed: ${told}.`;
    try {
      for (const [id, value] of Object.entries(told)) localStorage.setItem(`${COURSE}/${id}`, JSON.stringify(value));
    } catch {
      return "This browser could not keep all of the answers: its store is full or closed.";
    }
    return `Read: ${counted(told)}.`;
  }

  function clear() {
    if (!window.confirm("Clear all answers to all exercises of the course?")) return "Nothing was cleared.";
    for (const id of known) {
      try {
        localStorage.removeItem(`${COURSE}/${id}`);
      } catch {}
    }
    return "All answers are cleared.";
  }

  function addTools() {
    const said = make("p", { role: "status", class: "exercise-status" });
    const field = /** @type {HTMLInputElement} */ (make("input", { type: "file", id: "progress-file", accept: ".json,application/json" }));
    /** @param {string} words @param {() => string} act */
    const button = (words, act) => {
      const made = make("button", { type: "button", class: "button-quiet" }, words);
      made.addEventListener("click", () => {
        said.textContent = act();
        show();
      });
      return made;
    };
    field.addEventListener("change", async () => {
      const file = field.files?.[0];
      if (!file) return;
      said.textContent = await take(file);
      field.value = "";
      show();
    });
    if (location.protocol.startsWith("http") && "serviceWorker" in navigator) box.append(...offline());
    const row = make("div", { class: "exercise-buttons" }, button("Save my answers to a file", save), button("Clear all answers", clear));
    box.append(row, make("p", {}, make("label", { for: field.id }, "Read answers back from a file"), " ", field), said);
  }

  // Without a network: a copy of the whole course, which a worker keeps as new as what is served

  /** Returns a button that keeps the course on this device or drops it, and what became of that. */
  function offline() {
    const said = make("p", { role: "status", class: "exercise-status" });
    const button = make("button", { type: "button", class: "button-quiet", id: "offline" }, "");
    const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
    const find = async () => (await navigator.serviceWorker.getRegistrations()).find((one) => one.scope === root.href);
    const name = async () => (button.textContent = (await find()) ? "Drop the copy from this device" : "Keep the course on this device, to read it without a network");

    async function keep() {
      said.textContent = "Keeping the course …";
      const { installing } = await navigator.serviceWorker.register(new URL("worker.js", root));
      const worker = /** @type {ServiceWorker} */ (installing);
      await new Promise((done) => worker.addEventListener("statechange", done, { once: true }));
      return worker.state === "redundant" ? "The course could not be kept: the network broke off, or the device is full. Try again." : "The course is kept. Open it here without a network, at the same address.";
    }

    async function drop() {
      await (await find())?.unregister();
      const ours = (await caches.keys()).filter((key) => key.startsWith(`${COURSE}-`));
      await Promise.all(ours.map((key) => caches.delete(key)));
      return "The copy is gone from this device; your answers are still here.";
    }

    button.addEventListener("click", async () => {
      try {
        said.textContent = await ((await find()) ? drop() : keep());
      } catch {
        said.textContent = "This browser keeps no copies of pages, so nothing has changed.";
      }
      name();
    });
    name();
    return [make("div", { class: "exercise-buttons" }, button), said];
  }

  show();
  if (box.dataset.tools !== undefined) addTools();
  addEventListener("pageshow", show);
  addEventListener("storage", show);
})();
