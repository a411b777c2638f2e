// @ts-check
// The list of exercises: shows those that all filters let through, and unfolds their lessons.

(function () {
  "use strict";

  const filters = /** @type {HTMLElement} */ (document.querySelector("[data-filters]"));
  const told = /** @type {HTMLElement} */ (filters.querySelector("[role=status]"));
  const choices = Array.from(filters.querySelectorAll("select"));
  const folds = /** @type {HTMLDetailsElement[]} */ (Array.from(document.querySelectorAll("details.fold")));
  const summaries = folds.map((fold) => /** @type {HTMLElement} */ (fold.querySelector("summary")));
  const unfiltered = summaries.map((summary) => summary.textContent || "");

  function show() {
    const wanted = choices.map((choice) => choice.value).filter(Boolean);
    let count = 0;
    for (const [place, fold] of folds.entries()) {
      const items = /** @type {HTMLElement[]} */ (Array.from(fold.querySelectorAll("li")));
      for (const item of items) item.hidden = !wanted.every((name) => item.classList.contains(name));
      const here = items.filter((item) => !item.hidden).length;
      const section = /** @type {HTMLElement} */ (fold.closest("section"));
      const link = document.querySelector(`.page-toc li:has(> a[href="#${section.id}"])`);
      section.hidden = here === 0;
      link?.toggleAttribute("hidden", section.hidden);
      summaries[place].textContent = wanted.length ? `${here} of ${unfiltered[place].split(",")[0]}` : unfiltered[place];
      fold.open = wanted.length > 0;
      count += here;
    }
    told.textContent = `${count} ${count === 1 ? "exercise" : "exercises"}${wanted.length ? "" : "; choose to narrow them"}.`;
  }

  filters.hidden = false;
  filters.addEventListener("input", show);
  addEventListener("pageshow", ({ persisted }) => persisted || show()); // coming back, a browser fills in after us
  show();
})();
