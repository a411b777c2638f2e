// @ts-check
// The page of fresh reports: one that the reader has not had, from files of a few, and a record of what was practised.
// The record is kept in this browser and sent nowhere.  The files are classic scripts, since others do not load from disk.

(function () {
  "use strict";

  const place = /** @type {HTMLElement | null} */ (document.querySelector(".fresh"));
  if (!place) return;
  const { Exercise, exercises, keeps, make, readings, store } = /** @type {any} */ (window).saidASource;

  /** @typedef {[string, string, string[], string[]]} Dispatch title, byline, paragraphs, and what fills the gaps */
  /** @typedef {{title: string, right?: number, of?: number, said?: number, warranted?: number, so?: number}} Done */

  const A_FILE = 4;
  const KEPT = "dispatches";
  const LOST = "Your answers are not kept in this browser.";
  const LEVELS = ["Coarse: saw or heard, all or some", "Middling", "Fine: said or asked, whose day is whose"];
  const counts = (place.dataset.counts || "").split(" ").map(Number);
  const common = /** @type {HTMLTemplateElement} */ (place.querySelector("template")).innerHTML.split(place.dataset.gap || "");

  /** What was practised, by the dispatch's name, in the order in which it was first checked. @returns {Record<string, Done>} */
  const done = () => store.read(KEPT).done || {};

  const without = (place.dataset.without || "").split(" ");

  /** Returns the names of all dispatches of a level that may be given. @param {string} level */
  const names = (level) => Array.from({ length: counts[Number(level) - 1] * A_FILE }, (_, number) => `${level}-${number}`).filter((name) => !without.includes(name));

  const level = /** @type {HTMLSelectElement} */ (make("select", { id: "fresh-level" }));
  LEVELS.forEach((words, index) => level.append(make("option", { value: String(index + 1) }, words)));
  level.value = "2";
  const [give, another] = ["Give me a report", "Give me another"].map((words) => make("button", { type: "button", class: "button-check" }, words));
  const status = make("p", { role: "status" }, keeps ? "" : LOST);
  const report = make("div", {});
  const record = make("div", { class: "fresh-record" });
  place.append(make("p", {}, make("label", { for: "fresh-level" }, "How hard? "), level, " ", give), status, report, record);
  for (const button of [give, another]) button.addEventListener("click", draw);

  /**
   * Picks a report that was not practised yet, and loads the file that it is in: the next one after the last, since
   * neighbours tell different stories, and any one at first.
   */
  function draw() {
    const all = names(level.value);
    const had = [...Object.keys(done()), report.dataset.name || ""].filter((name) => all.includes(name));
    const from = had.length ? all.indexOf(had[had.length - 1]) + 1 : Math.floor(Math.random() * all.length);
    const next = [...all.slice(from), ...all.slice(0, from)].find((name) => !had.includes(name));
    if (!next) {
      status.textContent = "You have had all reports of this sort. Forget the record below to begin again.";
      return;
    }
    load(next, (heading) => {
      const isKept = store.write(KEPT, { done: done(), reading: next }); // so that it is here again after a reload
      status.textContent = isKept ? "" : LOST;
      heading.focus();
    });
  }

  /** Loads a report and shows it, and does then what is to be done with its heading. @param {string} name @param {(heading: HTMLElement) => void} then */
  function load(name, then) {
    const [sort, number] = name.split("-").map(Number);
    const file = `${sort}-${String(Math.floor(number / A_FILE)).padStart(2, "0")}`;
    const script = document.createElement("script");
    script.src = `${place?.dataset.files}${file}.js`;
    script.addEventListener("error", () => (status.textContent = "The report could not be loaded. Is the whole folder of the course there?"));
    /** @type {any} */ (window).saidADispatch = (/** @type {string} */ came, /** @type {Dispatch[]} */ some) => {
      if (came === file) then(show(name, some[number % A_FILE]));
    };
    script.addEventListener("load", () => script.remove());
    document.head.append(script);
  }

  /** Returns the heading of the report that it shows. @param {string} name @param {Dispatch} dispatch */
  function show(name, [title, byline, paragraphs, own]) {
    status.textContent = "";
    report.dataset.name = name;
    const heading = make("h2", { tabindex: "-1" });
    heading.innerHTML = title;
    const text = paragraphs.map((words, index) => `<p id="P${index + 1}"><span class="fresh-paragraph">P${index + 1}</span> ${words}</p>`);
    const body = make("div", { class: "fresh-report" });
    body.innerHTML = `<p class="fresh-byline">${byline}</p>${text.join("")}`;
    const asked = make("div", {});
    asked.innerHTML = common.map((piece, index) => piece + (own[index] ?? "")).join("");
    report.replaceChildren(heading, body, asked, make("p", {}, another));
    const made = Array.from(asked.querySelectorAll(".exercise"), (root, index) => {
      /** @type {HTMLElement} */ (root).dataset.exercise = `dispatch-${name}-${index + 1}`;
      return new Exercise(root);
    });
    exercises.splice(0, exercises.length, ...made); // so that they, too, show what is kept now
    const [verdicts, , , likely] = made;
    verdicts.onchange = () => note(name, title, verdicts, judged);
    likely.onchange = () => note(name, title, likely, weighed);
    if (likely.checked) weighed(likely); // as it was said before the page was left
    return heading;
  }

  /** Keeps what a first check came to: whoever checks again has seen the key. @param {string} name @param {string} title @param {any} exercise @param {(exercise: any) => Partial<Done>} found */
  function note(name, title, exercise, found) {
    if (!exercise.checked) return;
    const before = done()[name] || { title };
    const now = found(exercise);
    const isNew = !Object.keys(now).some((key) => key in before);
    const isKept = !isNew || store.write(KEPT, { done: { ...done(), [name]: { ...before, ...now } }, reading: name });
    if (!isKept) exercise.status.append(" This browser could not keep the record: its store is full or closed."); // where the reader is
    showRecord();
  }

  /** @param {any} exercise */
  function judged(exercise) {
    const of = Object.keys(exercise.key.correct).length;
    return { right: Math.round(Number(exercise.root.dataset.score) * of), of };
  }

  /** Scores a probability twice and apart, and says so. @param {any} exercise */
  function weighed(exercise) {
    const said = readings("percent", exercise.answer)[0] / 100;
    const warranted = Number(exercise.root.dataset.warranted);
    const so = Number(exercise.key.correct);
    exercise.say("said", `You said ${percent(said)}. Against what the report warrants, ${percent(warranted)}: ${nearness(said, warranted)} of 100. Against what was so, since the rule was ${so ? "broken" : "kept"}: ${nearness(said, so)} of 100.`);
    return { said, warranted, so };
  }

  /** @param {number} share */
  const percent = (share) => `${Math.round(100 * share)} percent`;

  /** Returns 100 less the squared distance, which is Brier's score turned round. @param {number} said @param {number} is */
  const nearness = (said, is) => Math.round(100 * (1 - (said - is) ** 2));

  /** @param {string} caption @param {string[]} heads @param {string[][]} rows */
  function table(caption, heads, rows) {
    const head = make("tr", {}, ...heads.map((words) => make("th", { scope: "col" }, words)));
    const lines = rows.map(([first, ...rest]) => make("tr", {}, make("th", { scope: "row" }, first), ...rest.map((words) => make("td", {}, words))));
    return make("table", { class: "table" }, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...lines));
  }

  /** How often it was so among reports that were given about the same probability. @param {Done[]} some */
  function calibration(some) {
    const mean = (/** @type {(one: any) => number} */ figure) => Math.round(some.reduce((sum, one) => sum + figure(one), 0) / some.length);
    const line = `Over ${some.length === 1 ? "one report" : `${some.length} reports`}, your probabilities earned ${mean((one) => nearness(one.said, one.warranted))} of 100 against what the reports warrant, and ${mean((one) => nearness(one.said, one.so))} of 100 against what was so.`;
    const rows = [0, 20, 40, 60, 80].map((from) => {
      const here = some.filter((one) => Math.min(4, Math.floor(Number(one.said) * 5)) * 20 === from);
      const so = here.filter((one) => one.so).length;
      return [`${from} to ${from + 20} percent`, String(here.length), here.length ? `${so} of ${here.length}` : ""];
    });
    return [make("p", {}, line), curve(rows.map((row) => row[2])), table("What you said, and how often it was so", ["You said", "Reports", "It was so"], rows)];
  }

  /** Draws each band's share against the diagonal of a perfectly calibrated reader. @param {string[]} shares */
  function curve(shares) {
    const dots = shares.map((share, index) => {
      const [so, of] = share.split(" of ").map(Number);
      return share ? `<circle cx="${30 + 40 * index}" cy="${210 - (200 * so) / of}" r="5" fill="currentColor"/>` : "";
    });
    const holder = make("div", {});
    holder.innerHTML = `<svg viewBox="0 0 220 220" class="calibration" role="img" aria-label="Your calibration; the table below has its figures. On the diagonal it is as often so as you say."><path d="M10 10V210H210" fill="none" stroke="currentColor"/><path d="M10 210L210 10" stroke="currentColor" stroke-dasharray="4 4"/>${dots.join("")}</svg>`;
    return holder;
  }

  function showRecord() {
    const all = Object.entries(done()).reverse();
    record.replaceChildren();
    if (!all.length) return;
    const rows = all.map(([name, { title, right, of }]) => [title, LEVELS[Number(name[0]) - 1].split(":")[0], of ? `${right} of ${of}` : ""]);
    record.append(table("Reports that you have practised on, the last one first", ["Report", "Differences", "Right at the first check"], rows));
    const some = all.map(([, one]) => one).filter((one) => one.said !== undefined);
    if (some.length) record.append(...calibration(some));
    const forget = make("button", { type: "button", class: "button-quiet" }, "Forget this record");
    forget.addEventListener("click", () => {
      if (!window.confirm("Forget which reports you have practised on, and all answers to them, those on this page too?")) return;
      for (const sort of ["1", "2", "3"]) for (const name of names(sort)) for (const number of [1, 2, 3, 4]) store.remove(`dispatch-${name}-${number}`);
      store.remove(KEPT);
      report.replaceChildren();
      delete report.dataset.name;
      showRecord();
      give.focus();
    });
    record.append(forget);
  }

  addEventListener("storage", showRecord);
  addEventListener("pageshow", showRecord);
  showRecord(); // at the end, since what it draws with stands above
  const reading = String(store.read(KEPT).reading);
  if (names(reading[0]).includes(reading)) {
    level.value = reading[0];
    load(reading, () => {});
  }
})();
