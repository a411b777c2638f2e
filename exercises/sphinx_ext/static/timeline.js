// Moves a day through the year on the timeline and says which deadlines have passed.  The figure is complete without it.
(function () {
  "use strict";

  /** @typedef {{label: string, by: string | null}} Rule */
  /** @typedef {{start: string, end: string, years: string, left: number, right: number, from: string, rules: Rule[]}} Moves */

  const DAY = 86400000;
  // To set up the browser's own formats takes longer than all else that the scripts of the page do at its start.
  const MONTHS = "January February March April May June July August September October November December".split(" ");

  /** @param {number} time @returns {string} */
  function inWords(time) {
    const day = new Date(time);
    return day.getUTCDate() + " " + MONTHS[day.getUTCMonth()] + " " + day.getUTCFullYear();
  }

  /** @param {Moves} moves @param {number} time @returns {string} */
  function sentence(moves, time) {
    const parts = moves.rules.map(function (rule) {
      if (rule.by === null) {
        return rule.label + ": no date.";
      }
      const left = Math.round((Date.parse(rule.by) - time) / DAY);
      if (left < 0) {
        return rule.label + ": passed.";
      }
      return rule.label + ": " + (left === 0 ? "last day." : left + (left === 1 ? " day" : " days") + " to go.");
    });
    return inWords(time) + ". " + parts.join(" ");
  }

  /** @param {HTMLElement} figure @param {number} number */
  function enhance(figure, number) {
    /** @type {Moves} */
    const moves = JSON.parse(figure.dataset.moves || "");
    const line = figure.querySelector(".today");
    const start = Date.parse(moves.start);
    const days = Math.round((Date.parse(moves.end) - start) / DAY) - 1;
    const box = document.createElement("div");
    box.className = "drawn-slider";
    const label = document.createElement("label");
    const slider = document.createElement("input");
    const status = document.createElement("p");
    slider.type = "range";
    slider.id = "timeline-day-" + number;
    slider.min = "0";
    slider.max = String(days);
    slider.value = String(Math.round((Date.parse(moves.from) - start) / DAY));
    label.htmlFor = slider.id;
    label.textContent = "Move the day through " + moves.years;

    function show() {
      const time = start + Number(slider.value) * DAY;
      const words = sentence(moves, time);
      const shift = ((moves.right - moves.left) * Number(slider.value)) / (days + 1);
      if (line) {
        line.setAttribute("visibility", "visible");
        line.setAttribute("transform", "translate(" + shift.toFixed(1) + " 0)");
      }
      slider.setAttribute("aria-valuetext", words); // which is read out, and so the line below is no status
      status.textContent = words;
    }

    slider.addEventListener("input", show);
    box.append(label, slider, status);
    figure.after(box);
    show();
  }

  document.querySelectorAll("[data-moves]").forEach(function (figure, number) {
    enhance(/** @type {HTMLElement} */ (figure), number);
  });
})();
