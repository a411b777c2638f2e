// @ts-check
// The page of fresh reports: one that the reader has not had, from files of a few, and a record of what was practised.
// The record is kept in this browser and sent nowhere.  The files are classic scripts, since others do not load from disk.

(function () {
  "use strict";

  const place = /** @type {HTMLElement | null} */ (document.querySelector(".fresh"));
  if (!place) return;
  const { Exercise, make, store } = /** @type {any} */ (window).saidASource;

  /** @typedef {[string, string, string[], string[]]} Dispatch title, byline, paragraphs, and what fills the gaps */
  /** @typedef {{title: string, right: number, of: number}} Done */

  const A_FILE = 4;
  const KEPT = "dispatches";
  const LEVELS = ["Coarse: saw or heard, all or some", "Middling", "Fine: said or asked, whose day is whose"];
  const counts = (place.dataset.counts || "").split(" ").map(Number);
  const common = /** @type {HTMLTemplateElement} */ (place.querySelector("template")).innerHTML.split(place.dataset.gap || "");

  /** What was practised, by the dispatch's name, in the order in which it was first checked. @returns {Record<string, Done>} */
  const done = () => store.read(KEPT).done || {};

  const level = /** @type {HTMLSelectElement} */ (make("select", { id: "fresh-level" }));
  LEVELS.forEach((words, index) => level.append(make("option", { value: String(index + 1) }, words)));
  level.value = "2";
  const [give, another] = ["Give me a report", "Give me another"].map((words) => make("button", { type: "button", class: "button-check" }, words));
  const status = make("p", { role: "status" });
  const report = make("div", {});
  const record = make("div", { class: "fresh-record" });
  place.append(make("p", {}, make("label", { for: "fresh-level" }, "How fine shall the differences be? "), level, " ", give), status, report, record);
  for (const button of [give, another]) button.addEventListener("click", draw);
  showRecord();

  /** Picks a report that was not practised yet, and loads the file that it is in. */
  function draw() {
    const names = Array.from({ length: counts[Number(level.value) - 1] * A_FILE }, (_, number) => `${level.value}-${number}`);
    const left = names.filter((name) => !(name in done()) && name !== report.dataset.name);
    if (!left.length) {
      status.textContent = "You have had all reports of this sort. Forget the record below to begin again.";
      return;
    }
    load(left[Math.floor(Math.random() * left.length)]);
  }

  /** @param {string} name */
  function load(name) {
    const [sort, number] = name.split("-").map(Number);
    const file = `${sort}-${String(Math.floor(number / A_FILE)).padStart(2, "0")}`;
    const script = document.createElement("script");
    script.src = `${place?.dataset.files}${file}.js`;
    script.addEventListener("error", () => (status.textContent = "The report could not be loaded. Is the whole folder of the course there?"));
    /** @type {any} */ (window).saidADispatch = (/** @type {string} */ came, /** @type {Dispatch[]} */ some) => {
      if (came === file) show(name, some[number % A_FILE]);
    };
    script.addEventListener("load", () => script.remove());
    document.head.append(script);
  }

  /** @param {string} name @param {Dispatch} dispatch */
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
    const exercises = Array.from(asked.querySelectorAll(".exercise"), (root) => {
      /** @type {HTMLElement} */ (root).dataset.exercise = `dispatch-${name}`;
      return new Exercise(root);
    });
    exercises[0].onchange = () => note(name, heading.textContent || "", exercises[0]);
    heading.focus();
  }

  /** @param {string} name @param {string} title @param {any} exercise */
  function note(name, title, exercise) {
    if (!exercise.checked) return;
    const of = Object.keys(exercise.key.correct).length;
    const right = Math.round(Number(exercise.root.dataset.score) * of);
    // The first answer counts: whoever checks again has seen the key.
    if (!(name in done())) store.write(KEPT, { done: { ...done(), [name]: { title, right, of } } });
    showRecord();
  }

  function showRecord() {
    const all = Object.entries(done());
    record.replaceChildren();
    if (!all.length) return;
    const table = make("table", { class: "table" }, make("caption", {}, "Reports that you have practised on, the last one first"));
    const heads = ["Report", "Differences", "Right at the first check"].map((words) => make("th", { scope: "col" }, words));
    table.append(make("thead", {}, make("tr", {}, ...heads)));
    const rows = all.reverse().map(([name, { title, right, of }]) => {
      const cells = [LEVELS[Number(name[0]) - 1].split(":")[0], `${right} of ${of}`].map((words) => make("td", {}, words));
      return make("tr", {}, make("th", { scope: "row" }, title), ...cells);
    });
    table.append(make("tbody", {}, ...rows));
    const forget = make("button", { type: "button", class: "button-quiet" }, "Forget this record");
    forget.addEventListener("click", () => {
      if (!window.confirm("Forget which reports you have practised on?")) return;
      for (const name of Object.keys(done())) store.remove(`dispatch-${name}`);
      store.remove(KEPT);
      report.replaceChildren();
      delete report.dataset.name;
      showRecord();
    });
    record.append(table, forget);
  }
})();
