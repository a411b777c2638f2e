// @ts-check
// The list of exercises: shows those that all filters let through, and unfolds their lessons.

(function () {
  "use strict";

  const filters = /** @type {HTMLElement} */ (document.querySelector("[data-filters]"));
  const told = /** @type {HTMLElement} */ (filters.querySelector("[role=status]"));
  const choices = Array.from(filters.querySelectorAll("select"));
  const folds = /** @type {HTMLDetailsElement[]} */ (Array.from(document.querySelectorAll("details.fold")));

  function show() {
    const wanted = choices.map((choice) => choice.value).filter(Boolean);
    let count = 0;
    for (const fold of folds) {
      const items = /** @type {HTMLElement[]} */ (Array.from(fold.querySelectorAll("li")));
      for (const item of items) item.hidden = !wanted.every((name) => item.classList.contains(name));
      const here = items.filter((item) => !item.hidden).length;
      const section = /** @type {HTMLElement} */ (fold.closest("section"));
      section.hidden = here === 0;
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
