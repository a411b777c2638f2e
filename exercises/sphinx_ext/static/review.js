// @ts-check
// The review page: what the reader was sure of, how often that was right, and what should come back first.
// It reads what exercises.js keeps in this browser, marks it by the keys of the day, and sends nothing anywhere.

(function () {
  "use strict";

  /** @typedef {{id: string, link: HTMLElement, checked: boolean, sure: number | null, score: number}} Tried */

  const { grade, keeps, store } = /** @type {any} */ (window).saidASource;
  const BANDS = [50, 60, 70, 80, 90, 100];
  const FEW = 5;
  const MOST = 10;

  /** @param {HTMLElement} link @returns {Tried} */
  function read(link) {
    const id = link.dataset.exercise || "";
    const { answer, checked = false, sure = "", first } = store.read(id);
    const score = scored(link, first ?? answer); // whoever checks again has seen the key
    return { id, link, checked: (checked === true || Boolean(first)) && score !== null, sure: BANDS.includes(Number(sure)) ? Number(sure) : null, score: score ?? 0 };
  }

  /** Returns the score of an answer, or null where it is none that the exercise can have. @param {HTMLElement} link @param {any} answer */
  function scored(link, answer) {
    try {
      return grade(link.dataset.what, JSON.parse(link.dataset.key || ""), answer).score;
    } catch {
      return null;
    }
  }

  /** @param {string} tag @param {string} text @param {Record<string, string>} [attributes] */
  function make(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }

  /** An answer is right when nothing in it is wrong or missing. @param {Tried} one */
  const isRight = (one) => one.score === 1;

  /** The mean squared distance between certainty and outcome (Brier 1950, for one event, 0 best). @param {Tried[]} tried */
  const brier = (tried) => tried.reduce((sum, one) => sum + (Number(one.sure) / 100 - Number(isRight(one))) ** 2, 0) / tried.length;

  /** What should come back: sure and wrong first, then the other wrong ones, surest first; no estimate is wrong. @param {Tried[]} tried */
  const comeBack = (tried) =>
    tried.filter((one) => one.checked && !isRight(one) && one.link.dataset.what !== "percent").sort((a, b) => (b.sure ?? 0) - (a.sure ?? 0) || a.score - b.score);

  /** @param {Tried[]} tried */
  function calibration(tried) {
    const rows = BANDS.map((band) => tried.filter((one) => one.sure === band)).map((here, index) => {
      const right = here.filter(isRight).length;
      const told = here.length === 0 ? "none yet" : here.length < FEW ? `${right} of ${here.length}: too few to say` : `${right} of ${here.length}, ${Math.round((100 * right) / here.length)} percent`;
      return { band: BANDS[index], told, share: here.length ? right / here.length : null };
    });
    const table = make("table", "", { class: "table" });
    table.append(make("caption", "How sure you were, and how often you were right"));
    const head = document.createElement("tr");
    head.append(make("th", "You said", { scope: "col" }), make("th", "Right", { scope: "col" }));
    table.append(head);
    for (const row of rows) {
      const line = document.createElement("tr");
      line.append(make("th", `${row.band} percent`, { scope: "row" }), make("td", row.told));
      table.append(line);
    }
    return [curve(rows), table];
  }

  /** The curve of a perfectly calibrated reader is the diagonal. @param {{band: number, share: number | null}[]} rows */
  function curve(rows) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", "0 0 270 270");
    picture.setAttribute("class", "calibration");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", "Your calibration curve; the table below has its figures. On the diagonal you are as often right as you are sure.");
    /** @param {string} tag @param {Record<string, string>} attributes */
    const draw = (tag, attributes) => {
      const node = document.createElementNS(space, tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      picture.append(node);
    };
    /** @param {number} percent */
    const x = (percent) => 45 + (percent - 50) * 4;
    /** @param {number} share */
    const y = (share) => 230 - share * 200;
    /** @param {string} words @param {number} left @param {number} top @param {string} anchor */
    const label = (words, left, top, anchor) => {
      draw("text", { x: String(left), y: String(top), "font-size": "11", "text-anchor": anchor, fill: "currentColor" });
      /** @type {Element} */ (picture.lastChild).textContent = words;
    };
    draw("path", { d: `M${x(50)} ${y(1)}V${y(0)}H${x(100)}`, fill: "none", stroke: "currentColor" });
    draw("path", { d: `M${x(50)} ${y(0.5)}L${x(100)} ${y(1)}`, fill: "none", stroke: "currentColor", "stroke-dasharray": "4 4" });
    for (const band of BANDS) {
      draw("path", { d: `M${x(band)} ${y(0)}v4`, stroke: "currentColor" });
      label(String(band), x(band), y(0) + 16, "middle");
    }
    for (const share of [0, 0.5, 1]) {
      draw("path", { d: `M${x(50)} ${y(share)}h-4`, stroke: "currentColor" });
      label(String(100 * share), x(50) - 7, y(share) + 4, "end");
    }
    label("how sure, in percent", x(75), y(0) + 32, "middle");
    label("right, in percent", x(50) - 28, y(1) - 10, "start");
    for (const { band, share } of rows) {
      if (share !== null) draw("circle", { cx: String(x(band)), cy: String(y(share)), r: "5", fill: "currentColor" });
    }
    return picture;
  }

  /** @param {HTMLElement} root */
  function show(root) {
    const links = /** @type {HTMLElement[]} */ (Array.from(root.querySelectorAll("[data-exercise]")));
    const tried = links.map(read);
    const checked = tried.filter((one) => one.checked);
    const sure = checked.filter((one) => one.sure !== null);
    const place = /** @type {HTMLElement} */ (root.querySelector(".review-result"));
    place.replaceChildren(...(keeps ? [] : [make("p", "Your answers are not kept in this browser.")]));
    place.append(make("p", `You have checked ${checked.length} of ${tried.length} exercises that have a score, and said of ${sure.length} how sure you were.`));
    if (sure.length) {
      place.append(make("p", `Your Brier score is ${brier(sure).toFixed(2)}: 0 is best, and 0.25 is what always saying 50 percent earns.`));
      place.append(...calibration(sure));
    }
    const back = comeBack(checked);
    place.append(make("h3", "Come back to these first"));
    if (!back.length) place.append(make("p", checked.length ? "Nothing that you checked was wrong." : "Nothing yet: check some exercises first."));
    const list = document.createElement("ol");
    for (const one of back.slice(0, MOST)) {
      const item = document.createElement("li");
      const link = /** @type {HTMLElement} */ (one.link.cloneNode(true));
      for (const name of Object.keys(link.dataset)) delete link.dataset[name];
      item.append(link, one.sure === null ? "" : ` (you were ${one.sure} percent sure)`);
      list.append(item);
    }
    if (back.length) place.append(list);
    if (back.length > MOST) place.append(make("p", `${back.length - MOST} more after these.`));
  }

  const showAll = () => document.querySelectorAll(".review").forEach((root) => show(/** @type {HTMLElement} */ (root)));
  showAll();
  addEventListener("storage", showAll);
  addEventListener("pageshow", ({ persisted }) => persisted && showAll());
})();
