// @ts-check
// How far the reader is in each lesson, from what exercises.js keeps in this browser; and the one place where all
// that is kept can be saved to a file, read back from one, or cleared.  It sends nothing anywhere.

(function () {
  "use strict";

  /** @typedef {{answer: string | string[] | Record<string, string>, checked: boolean, sure?: string, first?: string | string[] | Record<string, string>}} Kept */
  /** @typedef {{done: Record<string, Record<string, string | number>>, reading?: string}} Practised */
  /** @typedef {{slots?: string[], several?: boolean, offered?: string[], what?: string}} Can what an exercise can have as an answer */

  const COURSE = "said-a-source";
  /** What fresh.js keeps: what was practised on, by the report's name, and answers to each report's exercises. */
  const PRACTISED = "dispatches";
  const REPORT = /^[1-3]-\d{1,3}$/;
  const OF_REPORT = /^dispatch-[1-3]-\d{1,3}-[1-4]$/;
  const FORM = 1;
  const MOST = 2_000_000;

  const box = /** @type {HTMLElement} */ (document.querySelector(".all-progress"));
  /** @type {[string, string[]][]} */
  const pages = Object.entries(JSON.parse(box.dataset.pages || "{}")).map(([page, ids]) => [page, String(ids).split(" ")]);
  /** @type {Record<string, Can>} */
  const can = JSON.parse(box.dataset.answers || "{}");

  /** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** @param {number} count @param {string} one */
  const counted = (count, one) => `${count} ${count === 1 ? one : `${one}s`}`;

  /** Returns what lies under a name, or null. @param {string} id @returns {any} */
  function lying(id) {
    try {
      return JSON.parse(localStorage.getItem(`${COURSE}/${id}`) || "null");
    } catch {
      return null;
    }
  }

  /** @param {string} id @returns {Kept | null} */
  function read(id) {
    const kept = lying(id);
    return isKept(kept) ? kept : null;
  }

  /** Returns whether a value has the form of what exercises.js keeps. @param {any} value @returns {value is Kept} */
  function isKept(value) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const { answer, checked, sure, first = "", score, ...more } = value; // a score is of a key of the past, and not passed on
    const texts = [answer, first].flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : [one]));
    return (
      Object.keys(more).length === 0 &&
      texts.every((text) => typeof text === "string") &&
      typeof checked === "boolean" &&
      (sure === undefined || ["50", "60", "70", "80", "90", "100"].includes(sure))
    );
  }

  /** Returns whether a value has the form of what fresh.js keeps of a report, with figures that can be. @param {any} value */
  function isDone(value) {
    const { title, right, of, said, warranted, so, ...more } = value || {};
    const judged = of === undefined ? right === undefined : Number.isInteger(right) && Number.isInteger(of) && 0 <= right && right <= of;
    const isShare = (/** @type {any} */ one) => typeof one === "number" && one >= 0 && one <= 1;
    const weighed = so === undefined ? said === undefined && warranted === undefined : isShare(said) && isShare(warranted) && [0, 1].includes(so);
    return typeof title === "string" && Object.keys(more).length === 0 && judged && weighed;
  }

  /** Returns what of a record of practice can have been. @param {any} value @returns {Practised} */
  function practised(value) {
    const done = Object.fromEntries(Object.entries(value?.done || {}).filter(([name, one]) => REPORT.test(name) && isDone(one)));
    return REPORT.test(value?.reading) ? { done, reading: value.reading } : { done };
  }

  /** Returns whether an exercise can have been given an answer, and checked where it says so. @param {string} id @param {Kept} kept */
  function fits(id, { answer, checked, first }) {
    const { isEmpty, readings } = /** @type {any} */ (window).saidASource;
    if (OF_REPORT.test(id)) return true;
    if (!Object.hasOwn(can, id) || isEmpty(answer)) return false;
    if (first !== undefined && !fits(id, { answer: first, checked: true })) return false;
    const { slots, several, offered, what = "" } = can[id];
    if (!slots) return typeof answer === "string" && (!checked || readings(what, answer).length === 1);
    if (typeof answer !== "object") return !offered && !several && slots.includes(answer);
    if (Array.isArray(answer)) return several === true && answer.every((one) => slots.includes(one));
    return Boolean(offered) && Object.entries(answer).every(([slot, value]) => slots.includes(slot) && offered?.includes(value));
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

  /** Returns the names of all that is kept: answers to exercises and to fresh reports, and what was practised on. */
  function names() {
    let all = /** @type {string[]} */ ([]);
    try {
      all = Object.keys(localStorage).filter((name) => name.startsWith(`${COURSE}/`));
    } catch {}
    const ids = all.map((name) => name.slice(COURSE.length + 1)).sort();
    return ids.filter((id) => id === PRACTISED || OF_REPORT.test(id) || Object.hasOwn(can, id));
  }

  /** Returns what of this can be kept as it is, and what is left out, in words: nothing where nothing is. @param {[string, any][]} found */
  function sorted(found) {
    const answers = found.filter(([id]) => id !== PRACTISED);
    const sound = answers.filter(([id, value]) => isKept(value) && fits(id, value));
    const kept = Object.fromEntries(sound.map(([id, { answer, checked, sure, first }]) => [id, { answer, checked, sure, first }]));
    const told = Object.fromEntries(found)[PRACTISED];
    const record = practised(told);
    const left = [answers.length - sound.length, countOf(told?.done) - countOf(record.done)];
    return { kept, record, left: left.some(Boolean) ? inWords(left[0], left[1]) : "" };
  }

  /** @param {any} things */
  const countOf = (things) => Object.keys(things || {}).length;

  /** @param {number} answers @param {number} reports */
  const inWords = (answers, reports) => counted(answers, "answer") + (reports ? ` and the record of ${counted(reports, "fresh report")}` : "");

  /** @param {Record<string, Kept>} kept @param {Practised} record @returns {Record<string, Kept | Practised>} */
  const together = (kept, record) => (Object.keys(record.done).length || record.reading ? { ...kept, [PRACTISED]: record } : kept);

  function save() {
    const { kept, record } = sorted(names().map((id) => [id, lying(id)]));
    const text = JSON.stringify({ course: COURSE, form: FORM, kept: together(kept, record) }, null, 1);
    const file = new Blob([text], { type: "application/json" });
    const link = /** @type {HTMLAnchorElement} */ (make("a", { href: URL.createObjectURL(file), download: `${COURSE}-progress.json` }));
    link.click();
    URL.revokeObjectURL(link.href);
    return `Saved: ${inWords(countOf(kept), countOf(record.done))}.`;
  }

  /** Returns what a file holds, or says why it is refused. @param {string} text @returns {[string, any][] | string} */
  function parse(text) {
    /** @type {any} */
    let told;
    try {
      told = JSON.parse(text);
    } catch {
      return "it is no progress file: it is not JSON";
    }
    const isOurs = told?.course === COURSE && told?.form === FORM && typeof told.kept === "object" && told.kept !== null;
    return isOurs ? Object.entries(told.kept) : "it is no progress file of this course";
  }

  /** Returns what is kept as one text, the same in whichever order the parts of an answer lie. @param {Kept} kept */
  function keptAsText({ answer, checked, sure, first }) {
    const { asText } = /** @type {any} */ (window).saidASource;
    return JSON.stringify([asText(answer), checked, sure, asText(first)]);
  }

  /**
   * Returns the names of the answers and of the reports to which a file has something else than lies here.
   * @param {Record<string, Kept>} kept @param {Practised} record
   */
  function different(kept, { done }) {
    const here = sorted(names().map((id) => [id, lying(id)]));
    const mine = /** @type {Record<string, any>} */ (here.record.done);
    const answers = Object.keys(kept).filter((id) => here.kept[id] && keptAsText(here.kept[id]) !== keptAsText(kept[id]));
    const reports = Object.keys(done).filter((name) => Object.entries(mine[name] || {}).some(([what, figure]) => (done[name][what] ?? figure) !== figure));
    return [answers, reports];
  }

  /**
   * Reads a file, and asks first where that would take the place of something else: until then nothing has changed.
   * @param {File} file @param {(question: string, act: (isMine: boolean) => string) => string} ask
   */
  async function take(file, ask) {
    const found = file.size > MOST ? "it is too large" : parse(await file.text());
    if (typeof found === "string") return `This file was not read, and nothing has changed: ${found}.`;
    const { kept, record, left } = sorted(found);
    const [answers, reports] = different(kept, record);
    /** @param {boolean} isMine */
    const act = (isMine) => write(kept, record, isMine) + (left && ` Left out: ${left} that no exercise of this course can have.`);
    if (!answers.length && !reports.length) return act(false);
    return ask(`Not the same here and in the file: ${inWords(answers.length, reports.length)}. Nothing has changed yet. Which are to stay?`, act);
  }

  /** Keeps what a file holds; what lies here and is not the same stays where the reader says so. @param {Record<string, Kept>} kept @param {Practised} record @param {boolean} isMine */
  function write(kept, record, isMine) {
    const [answers, reports] = isMine ? different(kept, record) : [[], []];
    const taken = Object.fromEntries(Object.entries(kept).filter(([id]) => !answers.includes(id)));
    const here = practised(lying(PRACTISED));
    const { done } = here;
    for (const [name, one] of Object.entries(record.done)) done[name] = isMine ? { ...one, ...done[name] } : { ...done[name], ...one };
    try {
      for (const [id, value] of Object.entries(together(taken, { ...(isMine ? { ...record, ...here } : { ...here, ...record }), done }))) localStorage.setItem(`${COURSE}/${id}`, JSON.stringify(value));
    } catch {
      return "This browser could not keep all of the answers: its store is full or closed.";
    }
    return `Read: ${inWords(countOf(taken), countOf(record.done) - reports.length)}.${isMine ? ` Stayed as they were: ${inWords(answers.length, reports.length)}.` : ""}`;
  }

  function clear() {
    if (!window.confirm("Clear all answers to all exercises of the course, and what you have practised on?")) return "Nothing was cleared.";
    for (const id of names()) localStorage.removeItem(`${COURSE}/${id}`);
    return "All answers are cleared.";
  }

  /** Tells whatever on this page shows what is kept that it has changed, as a browser tells other pages. */
  const tell = () => dispatchEvent(new StorageEvent("storage"));

  function addTools() {
    const said = make("p", { role: "status", class: "exercise-status" });
    const field = /** @type {HTMLInputElement} */ (make("input", { type: "file", id: "progress-file", accept: ".json,application/json" }));
    /** @param {string} words @param {() => string} act */
    const button = (words, act) => {
      const made = make("button", { type: "button", class: "button-quiet" }, words);
      made.addEventListener("click", () => {
        choice.replaceChildren();
        said.textContent = act();
        tell();
      });
      return made;
    };
    const choice = make("div", { class: "exercise-buttons" });
    /** Offers what to do with a file, beside the question. @param {string} question @param {(isMine: boolean) => string} act */
    const ask = (question, act) => {
      /** @param {boolean} isMine */
      const done = (isMine) => () => {
        field.focus();
        return act(isMine);
      };
      choice.replaceChildren(button("Keep mine", done(true)), button("Take those of the file", done(false)));
      /** @type {HTMLElement} */ (choice.firstChild).focus();
      return question;
    };
    field.addEventListener("change", async () => {
      const file = field.files?.[0];
      if (!file) return;
      choice.replaceChildren();
      said.textContent = await take(file, ask);
      field.value = "";
      tell();
    });
    if (location.protocol.startsWith("http") && "serviceWorker" in navigator) box.append(...offline());
    const row = make("div", { class: "exercise-buttons" }, button("Save my answers to a file", save), button("Clear all answers", clear));
    box.append(row, make("p", {}, make("label", { for: field.id }, "Read answers back from a file"), " ", field), said, choice);
  }

  // Without a network: a copy of the whole course, which a worker keeps as new as what is served

  /** Returns a button that keeps the course on this device or drops it, and what became of that. */
  function offline() {
    const said = make("p", { role: "status", class: "exercise-status" });
    const button = make("button", { type: "button", class: "button-quiet", id: "offline" }, "");
    const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
    const find = async () => (await navigator.serviceWorker.getRegistrations()).find((one) => one.scope === root.href);
    const copies = async () => (await caches.keys()).filter((key) => key.startsWith(`${COURSE} ${root.pathname} `));
    /** Whether a copy has the mark that a worker sets when all of its files are there. */
    const isWhole = async () => (await Promise.all((await copies()).map((cacheName) => caches.match(new URL("whole", root), { cacheName })))).some(Boolean);
    const isKept = async () => Boolean((await find())?.active && (await isWhole())); // a browser may drop either alone
    const name = async () => (button.textContent = (await isKept()) ? "Drop the copy from this device" : "Keep the course on this device, to read it without a network");

    async function keep() {
      said.textContent = "Keeping the course …";
      const registration = await navigator.serviceWorker.register(new URL("worker.js", root));
      if (!registration.installing) await registration.update().catch(() => {}); // there already, as where it is dropped and kept again
      const { installing, active } = registration;
      if (installing) await new Promise((done) => installing.addEventListener("statechange", done, { once: true }));
      else if (active) await filled(active);
      return (await isWhole()) ? "The course is kept. Open it here without a network, at the same address." : "The course could not be kept: the network broke off, or the device is full. Try again.";
    }

    /** Has a worker that is at work already keep its copy anew, and waits until it has tried. @param {ServiceWorker} worker */
    function filled(worker) {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage("keep", [port2]);
      return new Promise((done) => (port1.onmessage = done));
    }

    async function drop() {
      await (await find())?.unregister();
      await Promise.all((await copies()).map((key) => caches.delete(key)));
      return "The copy is gone from this device; your answers are still here.";
    }

    button.addEventListener("click", async () => {
      try {
        said.textContent = await ((await isKept()) ? drop() : keep());
      } catch {
        said.textContent = "This browser keeps no copies of pages, so nothing has changed.";
      }
      name();
    });
    name();
    return [make("div", { class: "exercise-buttons" }, button), said];
  }

  show();
  if (box.dataset.answers !== undefined) addTools();
  addEventListener("pageshow", show);
  addEventListener("storage", show);
})();
