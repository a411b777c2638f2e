// @ts-check
// Hands over what is filled in: an answers file, and a code for where no file can go.
// exercises.js has read the forms and keeps the answers; both forms are described in taking_in/answers.py.

(function () {
  "use strict";

  /** @typedef {string | string[] | Record<string, string>} Answer */
  /** @typedef {{id: string, number: number, title: string, question: string, version: string, slots: string[], values: string[]}} Item */
  /** @typedef {{id: string, answer: Answer, isBlank: boolean, twoWays: string, root: HTMLElement, sure?: HTMLSelectElement, onchange: () => void}} Exercise */

  const FORMAT = 1;
  const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  /** @param {string} id @returns {HTMLElement} */
  const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

  const sheet = JSON.parse(find("sheet").textContent || "");
  /** @type {Item[]} */
  const items = sheet.items;
  // @ts-ignore - exercises.js puts it there
  const { exercises, store, make } = window.saidASource;
  /** @type {Map<string, Exercise>} */
  const byId = new Map(exercises.map((/** @type {Exercise} */ one) => [one.id, one]));
  /** @param {Item} item */
  const exerciseOf = (item) => /** @type {Exercise} */ (byId.get(item.id));

  // Who

  const fields = ["name", "student"].map((id) => /** @type {HTMLInputElement | null} */ (document.getElementById(id)));

  function restoreWho() {
    const kept = store.read("?who");
    for (const field of fields) {
      if (!field) continue;
      field.value = kept[field.id] || "";
      field.addEventListener("input", () => {
        store.write("?who", { name: who().name, student: who().student });
        show();
      });
    }
  }

  function who() {
    const [name, student] = fields;
    return { name: whole(name ? name.value.trim() : sheet.name), student: whole(student ? student.value.trim() : sheet.student) };
  }

  // What

  /** Returns the text with half characters replaced, so that it has one form in UTF-8. @param {string} text */
  const whole = (text) => new TextDecoder().decode(new TextEncoder().encode(text));

  /** @param {Answer} answer @returns {Answer} */
  function wholeAnswer(answer) {
    if (typeof answer === "string") return whole(answer);
    if (Array.isArray(answer)) return answer.map(whole);
    return Object.fromEntries(Object.entries(answer).map(([slot, value]) => [slot, whole(value)]));
  }

  /** Returns the answers and certainties of everything that is not blank. */
  function given() {
    /** @type {Record<string, Answer>} */
    const answers = {};
    /** @type {Record<string, string>} */
    const sure = {};
    for (const item of items) {
      const exercise = exerciseOf(item);
      if (exercise.isBlank) continue;
      answers[item.id] = wholeAnswer(exercise.answer);
      if (exercise.sure?.value) sure[item.id] = exercise.sure.value;
    }
    return { answers, sure };
  }

  // The file

  /** Returns a dictionary as pairs in the order of their names, all the way down. @param {any} value @returns {any} */
  function pairs(value) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.keys(value).sort().map((name) => [name, pairs(value[name])]);
  }

  const TABLE = Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
  });

  /** Returns the CRC-32 of a text in UTF-8. @param {string} text */
  function crc(text) {
    let value = 0xffffffff;
    for (const byte of new TextEncoder().encode(text)) value = (value >>> 8) ^ TABLE[(value ^ byte) & 255];
    return ((value ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
  }

  function file() {
    const { answers, sure } = given();
    const head = [sheet.course, FORMAT, sheet.assignment, sheet.sheet, who().student, who().name, new Date().toISOString()];
    const versions = Object.fromEntries(items.map((item) => [item.id, item.version]));
    const check = crc(JSON.stringify([...head, pairs(versions), pairs(answers), pairs(sure)]));
    const [course, format, assignment, code, student, name, saved] = head;
    return { course, format, assignment, sheet: code, student, name, saved, versions, answers, sure, check };
  }

  function save() {
    const missing = fields.find((field) => field?.id === "student" && !field.value.trim());
    if (missing) {
      find("saved").textContent = "First fill in your id, at the top of the page.";
      missing.focus();
      return;
    }
    const unclear = items.find((item) => exerciseOf(item).twoWays);
    if (unclear) {
      const { twoWays, root } = exerciseOf(unclear);
      find("saved").textContent = `Not saved yet: exercise ${unclear.number} can be read as ${twoWays}. Write it in another way, and save again.`;
      /** @type {HTMLElement | null} */ (root.querySelector("input"))?.focus();
      return;
    }
    const stem = sheet.file || who().student.normalize("NFC").replace(/[^\p{L}\p{N}\p{M}]+/gu, "-").replace(/^-|-$/g, "") || "sheet";
    const address = URL.createObjectURL(new Blob([JSON.stringify(file())], { type: "application/json" }));
    make("a", { href: address, download: `${stem}-answers.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    find("saved").textContent = `Saved as ${stem}-answers.json. Hand in that file.`;
  }

  // The code

  /** Returns a text in base 32, small and without padding. @param {string} text */
  function pack(text) {
    let [bits, held, out] = [0, 0, ""];
    for (const byte of new TextEncoder().encode(text)) {
      held = (held << 8) | byte;
      for (bits += 8; bits >= 5; bits -= 5) out += LETTERS[(held >>> (bits - 5)) & 31];
      held &= (1 << bits) - 1;
    }
    return (bits ? out + LETTERS[(held << (5 - bits)) & 31] : out) || "0";
  }

  /** Returns what is written for one answer. @param {Item} item @param {Answer | undefined} answer */
  function segment(item, answer) {
    if (answer === undefined) return "0";
    if (item.question === "place") {
      const placed = /** @type {Record<string, string>} */ (answer);
      return item.slots.map((slot) => (item.values.indexOf(placed[slot]) + 1).toString(36)).join("");
    }
    if (Array.isArray(answer)) return item.slots.map((slot) => (answer.includes(slot) ? "1" : "0")).join("");
    return item.question === "choose" ? (item.slots.indexOf(String(answer)) + 1).toString(36) : pack(String(answer));
  }

  function code() {
    const { answers, sure } = given();
    const closed = items.filter((item) => item.question !== "write");
    const segments = closed.map((item) => segment(item, answers[item.id]) + (sure[item.id] ? `-${sure[item.id]}` : ""));
    const body = ["sas1", sheet.assignment, sheet.sheet, pack(who().student), pack(who().name), ...segments].join(".");
    return `SAS${body.slice(3)}.${crc(body)}.SAS`;
  }

  async function copy() {
    const area = /** @type {HTMLTextAreaElement} */ (find("code"));
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
      find("copied").textContent = "Copied.";
    } catch {
      find("copied").textContent = "It is selected: copy it with your browser.";
    }
  }

  // What is left

  /** Returns how much of an exercise is open, or nothing. @param {Item} item */
  function left(item) {
    const exercise = exerciseOf(item);
    if (exercise.isBlank) return "not answered";
    if (exercise.twoWays) return `can be read as ${exercise.twoWays}: write it in another way`;
    const open = item.question === "place" ? item.slots.length - Object.keys(exercise.answer).length : 0;
    return open ? `${open} of ${item.slots.length} left open` : "";
  }

  function show() {
    const open = items.filter(left).map((item) => {
      const link = make("a", { href: `#exercise-${item.number}` }, `${item.number}. ${item.title}`);
      return make("li", {}, link, `: ${left(item)}`);
    });
    const words = open.length ? make("p", {}, `Left open (${open.length}):`) : make("p", {}, "Nothing is left open.");
    find("open").replaceChildren(words, ...(open.length ? [make("ul", {}, ...open)] : []));
    /** @type {HTMLTextAreaElement} */ (find("code")).value = code();
    find("saved").textContent = "";
    find("copied").textContent = "";
  }

  function sayLeftOut() {
    const written = items.filter((item) => item.question === "write").map((item) => item.number);
    const which = written.length ? ` It leaves out ${written.length === 1 ? "exercise" : "exercises"} ${written.join(", ")}, which only the file can carry.` : "";
    find("left-out").textContent = `The code holds the answers to be chosen or filled in, and nothing written at length.${which}`;
  }

  function warnWithoutStorage() {
    store.write("?kept", { answer: "yes", checked: false });
    if (store.read("?kept").answer === "yes") return;
    const warning = find("storage");
    warning.hidden = false;
    warning.textContent = "This browser keeps nothing for this page. Save the answers as a file before you close it.";
  }

  for (const exercise of exercises) {
    const before = exercise.onchange;
    exercise.onchange = () => {
      before();
      show();
    };
    exercise.sure?.addEventListener("input", show);
  }
  find("save").addEventListener("click", save);
  find("copy").addEventListener("click", copy);
  restoreWho();
  sayLeftOut();
  warnWithoutStorage();
  show();
})();
