// @ts-check
// Marker training: fields for marks, and how they agree with the reference marks.  Nothing is kept or sent.

(function () {
  "use strict";

  /** @typedef {{field: HTMLInputElement, reference: number, most: number}} Mark */

  /** @param {Element} cell @param {string} name */
  const figure = (cell, name) => Number(Array.from(cell.classList, (one) => one.match(`^${name}-(\\d+)$`)).find(Boolean)?.[1]);

  /** @param {HTMLTableRowElement} row @param {string} answer @returns {Mark} */
  function addField(row, answer) {
    const cell = /** @type {HTMLElement} */ (row.lastElementChild);
    const most = figure(cell, "out-of");
    const field = document.createElement("input");
    Object.assign(field, { type: "number", min: "0", max: String(most), step: "1" });
    field.setAttribute("aria-label", `${answer}: ${row.firstElementChild?.textContent?.trim()}, out of ${most}`);
    cell.replaceChildren(field);
    return { field, reference: figure(cell, "reference"), most };
  }

  /** @param {Mark} mark */
  const isGiven = ({ field, most }) => field.value !== "" && Number(field.value) >= 0 && Number(field.value) <= most;

  /** @param {Mark[]} marks */
  function told(marks) {
    const same = marks.filter((one) => Number(one.field.value) === one.reference).length;
    const total = marks.reduce((sum, one) => sum + Number(one.field.value), 0);
    const reference = marks.reduce((sum, one) => sum + one.reference, 0);
    return `You agree with the reference on ${same} of ${marks.length}; your total is ${total}, the reference ${reference}.`;
  }

  /** @type {Mark[]} */
  const all = [];
  const tables = /** @type {HTMLTableElement[]} */ (Array.from(document.querySelectorAll("table.training")));
  const sum = document.createElement("p");
  sum.setAttribute("role", "status");

  function showSum() {
    const given = all.filter(isGiven);
    const same = given.filter((one) => Number(one.field.value) === one.reference).length;
    sum.textContent = given.length ? `On this page so far: the same mark as the reference for ${same} of ${given.length}, ${Math.round((100 * same) / given.length)} percent.` : "";
  }

  for (const table of tables) {
    const answer = table.querySelector("caption .caption-text")?.textContent || "Answer";
    const marks = Array.from(table.tBodies[0].rows, (row) => addField(row, answer));
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.className = "training-result";
    table.after(line);
    all.push(...marks);
    table.addEventListener("input", () => {
      line.textContent = marks.every(isGiven) ? told(marks) : "";
      showSum();
    });
  }
  tables[0]?.closest("article > div, section")?.before(sum);
})();
