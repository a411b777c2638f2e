// @ts-check
// Enhances the exercises: check, feedback, progress kept in this browser, reset.
// The forms are complete without this script; then the answers lie in <details> below them.
// Feedback is never made here: its nodes are moved from the answer to the choice they speak of.
// A classic script, deferred, since modules do not load from disk.

(function () {
  "use strict";

  /** @typedef {string | string[] | Record<string, string>} Answer */
  /** @typedef {{correct: Answer | null, accepted?: string[], tolerance?: string}} Key */
  /** @typedef {{points: number, of: number, score: number}} Result */
  /** @typedef {{answer: Answer, checked: boolean, sure?: string, first?: Answer}} Kept first: what was checked first, where it is not what is checked now */

  /** What is kept here is kept under this name: a sheet's own, or the course's. */
  const KEPT = document.documentElement.dataset.store || "said-a-source";

  // Storage may be full, forbidden or absent; then nothing is kept and all else works.
  const store = {
    /** @param {string} id @returns {Partial<Kept>} */
    read(id) {
      try {
        return JSON.parse(localStorage.getItem(`${KEPT}/${id}`) || "{}") || {};
      } catch {
        return {};
      }
    },
    /** Returns whether it could be kept. @param {string} id @param {Kept} value */
    write(id, value) {
      try {
        localStorage.setItem(`${KEPT}/${id}`, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
    /** @param {string} id */
    remove(id) {
      try {
        localStorage.removeItem(`${KEPT}/${id}`);
      } catch {}
    },
  };

  /** Whether anything can be kept at all, which is tried before anything is said of it. */
  const KEEPS = store.write("tried", { answer: "", checked: false });
  store.remove("tried");

  /**
   * Returns a new element.
   * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
   * @returns {HTMLElement}
   */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** @param {number} count @param {string} one @param {string} more */
  const counted = (count, one, more) => `${count} ${count === 1 ? one : more}`;

  // What an entry can be read as: the rule of exercises/questions/reading.py

  /** Returns an entry with one form for each sign that has several, and one space for each gap. @param {string} text */
  function plainEntry(text) {
    const narrow = text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
    const signs = narrow.replace(/[\u2010-\u2015\u2212\ufe63]/g, "-").replace(/\u2019/g, "'").replace(/\u3002/g, ".");
    return signs.replace(/[\t\n\r \u00a0\u2007\u2009\u202f\u3000]/g, " ").replace(/^ +| +$/g, "");
  }

  const WITH_POINT = /^[+-]? ?([0-9]+|[1-9][0-9]{0,2}(?:([, '])[0-9]{3})(?:\2[0-9]{3})*)?(?:\.([0-9]*))?(?:e[+-]?[0-9]{1,2})?$/i;
  const WITH_COMMA = /^[+-]? ?([0-9]+|[1-9][0-9]{0,2}(?:([. '])[0-9]{3})(?:\2[0-9]{3})*)?(?:,([0-9]*))?(?:e[+-]?[0-9]{1,2})?$/i;

  /** Returns every number that an entry can be read as: none, one, or two. @param {string} text */
  function numbers(text) {
    const plain = plainEntry(text);
    /** @type {[RegExp, RegExp][]} */
    const forms = [[WITH_POINT, /[, ']/g], [WITH_COMMA, /[. ']/g]];
    const found = forms.flatMap(([form, groups]) => {
      const [, whole, , part] = plain.match(form) || [];
      return whole || part ? [Number(plain.replace(groups, "").replace(",", "."))] : [];
    });
    return [...new Set(found)];
  }

  /** Returns every percentage from 0 to 100 that an entry can be read as: up to 1, without its sign, there are two. @param {string} text */
  function percents(text) {
    const plain = plainEntry(text);
    const bare = plain.replace(/ ?(%|percent|per cent)$/i, "");
    const found = numbers(bare).filter((value) => value >= 0 && value <= 100);
    const parts = found.filter((value) => bare === plain && value > 0 && value <= 1);
    return [...found, ...parts.map((value) => Number((100 * value).toPrecision(12)))];
  }

  const NAMES = "january february march april may june july august september october november december".split(" ");
  const WEEKDAY = /^(monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu|thurs?|fri|sat|sun)[.]? +/;
  const DATE = /^([0-9]{1,4}|[a-z]+)([ ./-]+)([0-9]{1,2}|[a-z]+)([ ./-]+)([0-9]{1,4})$/;
  /** @param {string} text */
  const isFigures = (text) => /^[0-9]+$/.test(text);

  /** Returns every day that an entry can be read as, as 2019-06-30. @param {string} text */
  function days(text) {
    const line = plainEntry(text).toLowerCase().replace(/,/g, " ").replace(WEEKDAY, "").replace(/[t ]0?0:00(?::00)?$/, "");
    const east = line.replace(/([0-9])(?:st|nd|rd|th)(?: of)?(?![a-z])/g, "$1").replace(/[年月년월] ?/g, "-").replace(/[日일.]$/, "");
    const [, one, gap, two, other, three] = east.replace(/^([0-9]{4})([0-9]{2})([0-9]{2})$/, "$1-$2-$3").match(DATE) || [];
    if (!one || (isFigures(one) && isFigures(two) && gap.trim() !== other.trim())) return [];
    return [...new Set(orders(one, two, three).flatMap(([year, month, day]) => dayOf(year, month, day)))];
  }

  /**
   * Returns year, month and day in each order that the parts may stand in.
   * @param {string} one @param {string} two @param {string} three @returns {[string, string, string][]}
   */
  function orders(one, two, three) {
    if (!isFigures(one)) return [[three, one, two]];
    if (one.length === 4) return [[one, two, three]];
    if (!isFigures(two)) return [[three, two, one]];
    return three.length === 4 ? [[three, two, one], [three, one, two]] : [[three, two, one], [three, one, two], [one, two, three]];
  }

  /** Returns the day if the calendar has it. @param {string} year @param {string} name @param {string} day @returns {string[]} */
  function dayOf(year, name, day) {
    const named = NAMES.findIndex((full) => name === full || name === full.slice(0, 3) || (name === "sept" && full === "september")) + 1;
    const month = isFigures(name) && name.length <= 2 ? Number(name) : named;
    if (!month || !isFigures(day) || day.length > 2 || ![2, 4].includes(year.length)) return [];
    const whole = year.length === 4 ? year : String(Number(year) + (Number(year) < 70 ? 2000 : 1900));
    const iso = `${whole}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
    const time = whole === "0000" ? NaN : Date.parse(`${iso}T00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? [iso] : [];
  }

  /** Returns all that an entry can be read as. @param {string} what @param {string} text @returns {(string | number)[]} */
  function readings(what, text) {
    if (what === "date") return days(text);
    return what === "number" ? numbers(text) : what === "percent" ? percents(text) : [text];
  }

  /** Returns the one number, or null. @param {string} text */
  const parseNumber = (text) => (numbers(text).length === 1 ? numbers(text)[0] : null);
  /** Returns the one percentage from 0 to 100, or null. @param {string} text */
  const parsePercent = (text) => (percents(text).length === 1 ? percents(text)[0] : null);
  /** Returns the one day, or null. @param {string} text */
  const parseDay = (text) => (days(text).length === 1 ? days(text)[0] : null);

  // Scores: the rules of exercises/questions/grade.py

  /** Returns a short text as it is compared, by the rule and the characters of grade.fold. @param {string} text */
  function fold(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(/["'`\u2018-\u201f\u00ab\u00bb\u2039\u203a]/g, "");
    const parted = plain.replace(/[\t\n\r \-\u2010-\u2015\u2212]+/g, " ");
    return parted.replace(/^ | $/g, "").replace(/\.$/, "").replace(/ $/, "").replace(/^(the|an?) /, "");
  }

  /** @param {string} what @param {string} text @param {string} wanted @param {string} tolerance */
  function isSame(what, text, wanted, tolerance) {
    if (what === "words") return fold(text) === fold(wanted);
    if (what === "date") return parseDay(text) !== null && parseDay(text) === parseDay(wanted);
    if (what !== "number") return text === wanted;
    const one = parseNumber(text);
    return one !== null && Math.abs(one - Number(wanted)) <= Number(tolerance) + 1e-9;
  }

  /**
   * Returns the score of an answer; ``what`` says what is to be entered, and is empty where something is chosen.
   * @param {string} what @param {Key} key @param {Answer} answer @returns {Result}
   */
  function grade(what, key, answer) {
    const { correct } = key;
    if (Array.isArray(correct)) {
      const chosen = /** @type {string[]} */ (answer);
      const hits = chosen.filter((id) => correct.includes(id)).length;
      return share(Math.max(0, hits - (chosen.length - hits)), correct.length);
    }
    if (typeof correct === "object" && correct !== null) {
      const slots = Object.keys(correct);
      return share(slots.filter((slot) => given(answer, slot) === correct[slot]).length, slots.length);
    }
    if (what === "percent") return share(nearness(String(answer), Number(correct)), 1);
    return share(isAccepted(what, key, answer) ? 1 : 0, 1);
  }

  /** Returns whether an entry is the correct one, or an accepted form of it. @param {string} what @param {Key} key @param {Answer} answer */
  function isAccepted(what, key, answer) {
    const forms = [String(key.correct), ...(key.accepted || [])];
    return forms.some((form) => isSame(what, String(answer), form, key.tolerance || "0"));
  }

  /** @param {number} points @param {number} of @returns {Result} */
  const share = (points, of) => ({ points, of, score: points / of });

  /** @param {string} text @param {number} outcome */
  function nearness(text, outcome) {
    const percent = parsePercent(text);
    return percent === null ? 0 : 1 - (percent / 100 - outcome) ** 2;
  }

  /** Returns how near an estimate is that is so many points away from what was so. @param {number} points */
  function nearnessInWords(points) {
    if (points <= 10) return "Very near";
    if (points < 50) return "Nearer than not";
    return points === 50 ? "Neither near nor far" : points < 90 ? "Further than not" : "Far off";
  }

  /** Returns the side that an estimate leans to: more than 50 percent, less, or neither. @param {string} text */
  function leaning(text) {
    const percent = parsePercent(text) ?? 50;
    return percent === 50 ? "50" : percent > 50 ? "1" : "0";
  }

  // Forms: one reader and one writer for each way of answering

  /** @typedef {{read(form: HTMLFormElement): Answer, write(form: HTMLFormElement, answer: Answer): void}} Access */

  /** Returns what an answer gives to a statement or cell. @param {Answer} answer @param {string} slot */
  const given = (answer, slot) => /** @type {Record<string, string>} */ (answer)[slot];

  /** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
  const ticks = (form) => Array.from(form.querySelectorAll("input[type=radio], input[type=checkbox]"));

  /** @param {HTMLFormElement} form @returns {(HTMLSelectElement | HTMLInputElement)[]} */
  const placers = (form) => Array.from(form.querySelectorAll("[data-slot] :is(select, input)"));

  /** @param {HTMLSelectElement | HTMLInputElement} control */
  const isSet = (control) => (control instanceof HTMLInputElement ? control.checked : control.value !== "");

  /** @param {Element} control */
  const slotOf = (control) => /** @type {HTMLElement} */ (control.closest("[data-slot]")).dataset.slot || "";

  /** @type {Access} */
  const one = {
    read: (form) => ticks(form).find((tick) => tick.checked)?.value ?? "",
    write: (form, answer) => ticks(form).forEach((tick) => (tick.checked = tick.value === answer)),
  };
  /** @type {Access} */
  const several = {
    read: (form) => ticks(form).filter((tick) => tick.checked).map((tick) => tick.value),
    write: (form, answer) =>
      ticks(form).forEach((tick) => (tick.checked = Array.isArray(answer) && answer.includes(tick.value))),
  };
  /** @type {Access} */
  const placed = {
    read: (form) => Object.fromEntries(placers(form).filter(isSet).map((control) => [slotOf(control), control.value])),
    write: (form, answer) => {
      for (const control of placers(form)) {
        const value = given(answer, slotOf(control)) || "";
        if (control instanceof HTMLInputElement) control.checked = control.value === value;
        else control.value = value;
      }
    },
  };
  /** @param {HTMLFormElement} form @returns {HTMLInputElement | HTMLTextAreaElement} */
  const entry = (form) => /** @type {HTMLInputElement} */ (form.querySelector("input, textarea"));
  /** @type {Access} */
  const text = {
    read: (form) => entry(form).value,
    write: (form, answer) => (entry(form).value = typeof answer === "string" ? answer : ""),
  };

  /** @param {HTMLFormElement} form @returns {Access} */
  function accessTo(form) {
    if (form.dataset.question === "choose") return form.dataset.several === undefined ? one : several;
    return form.dataset.question === "place" ? placed : text;
  }

  /** How sure a reader may be, in percent. */
  const CERTAINTY = ["50", "60", "70", "80", "90", "100"];

  /** A sheet that is handed in says where its answers are kept. */
  const IS_SHEET = document.documentElement.dataset.store !== undefined;

  /** Returns an answer as one text, the same in whichever order its parts lie. @param {Answer | null | undefined} answer */
  const asText = (answer) => JSON.stringify(typeof answer === "object" ? Object.entries(answer || {}).sort() : answer);

  /** @param {Answer} answer */
  const isEmpty = (answer) => (typeof answer === "string" ? !answer.trim() : Object.keys(answer).length === 0);

  // Exercises

  class Exercise {
    /** @param {HTMLElement} root */
    constructor(root) {
      this.root = root;
      this.id = root.dataset.exercise || root.id; // on a sheet the place has an id of its own
      this.form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
      this.access = accessTo(this.form);
      this.what = this.form.dataset.what || "";
      this.isWritten = this.form.dataset.question === "write";
      this.answerBox = /** @type {HTMLDetailsElement | null} */ (root.querySelector("details.exercise-answer"));
      /** @type {Key | null} */
      this.key = this.answerBox && JSON.parse(this.answerBox.dataset.key || "null");
      this.checked = false;
      /** What was checked first, before the key was seen. @type {Answer | undefined} */
      this.first = undefined;
      this.kept = KEEPS;
      this.onchange = () => {};
      this.addControls();
      if (this.answerBox) this.moveFeedback(this.answerBox);
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.key) this.check();
      });
      this.form.addEventListener("input", () => this.answerChanged());
      this.restore();
    }

    get answer() {
      return this.access.read(this.form);
    }

    /** Returns the two ways in which an entry can be read, in words, or nothing where there is one way. */
    get twoWays() {
      const found = readings(this.what, String(this.answer));
      const words = found.map((value) => (this.what === "percent" ? `${value} percent (write ${value}${Number(value) > 1 ? "" : "%"})` : value));
      return found.length > 1 ? words.join(" or as ") : "";
    }

    /** Returns whether there is nothing yet that could be marked. */
    get isBlank() {
      const answer = this.answer;
      if (this.what === "percent") return percents(String(answer)).length === 0;
      if (this.what === "number" && this.key) return numbers(String(answer)).length === 0;
      return isEmpty(answer);
    }

    /** Returns what to do first where nothing can be marked. */
    get wanted() {
      if (this.isWritten) return "Write an answer first.";
      if (this.twoWays) return `This can be read as ${this.twoWays}. ${this.clearer}`;
      if (this.what === "percent") return "Give a percentage from 0 to 100 first, then check.";
      if (this.what === "number" && !isEmpty(this.answer)) return "Give the number alone, in digits, as 0 or 12, then check.";
      if (this.what === "date" && entry(this.form).validity.badInput) return "The date is not whole: give day, month and year, then check.";
      return "Nothing is filled in yet. Answer first, then check.";
    }

    /** Returns how to write it so that it can be read in one way. */
    get clearer() {
      if (this.what === "percent") return "Write the one that you mean, then check.";
      return this.what === "date" ? "Write it as year-month-day, then check." : "Leave the comma or point out, or add a 0 at the end, then check.";
    }

    addControls() {
      this.status = make("p", { class: "exercise-status", role: "status" });
      this.notes = make("div", { class: "exercise-notes" });
      const reset = make("button", { type: "button", class: "button-quiet" }, "Reset");
      reset.addEventListener("click", () => this.reset());
      const buttons = make("div", { class: "exercise-buttons" }, reset);
      if (this.key) buttons.prepend(this.checkButton());
      if (this.isWritten) buttons.append(this.addWordCount());
      if (this.form.dataset.sure !== undefined && (this.key || IS_SHEET)) this.form.append(this.addCertainty());
      if (this.form.dataset.layout === "places") this.addMoves();
      if (this.form.dataset.layout === "grid") this.foldNotes();
      this.form.append(buttons, this.status, this.folded || this.notes);
    }

    /** Returns the form's own button, which is off without a script so that Enter sends nothing. */
    checkButton() {
      const button = /** @type {HTMLButtonElement} */ (this.form.querySelector("[type=submit]"));
      button.className = "button-check";
      if (this.isWritten) button.textContent = "Compare with the key";
      button.hidden = button.disabled = false;
      return button;
    }

    /** Puts what is said of each cell of a grid under a summary, so that the first Check marks cells and tells no more. */
    foldNotes() {
      this.folded = make("details", { class: "exercise-cells" }, make("summary", {}, "What is said of each cell"), /** @type {HTMLElement} */ (this.notes));
      this.folded.hidden = true;
    }

    /** Lets a reader put things in order by moving them, beside choosing a number for each. */
    addMoves() {
      for (const item of /** @type {NodeListOf<HTMLElement>} */ (this.form.querySelectorAll(".item"))) {
        const name = item.querySelector("label")?.textContent?.trim() || "";
        const moves = [["Earlier", -1], ["Later", 1]].map(([words, by]) => {
          const button = make("button", { type: "button", class: "button-quiet", "aria-label": `${words}: ${name}` }, String(words));
          button.addEventListener("click", () => this.move(item, Number(by), /** @type {HTMLElement} */ (button)));
          return button;
        });
        item.append(make("span", { class: "item-moves" }, ...moves));
      }
    }

    /** Returns the things to order by the places chosen for them; those without one fill what is free, as they stand. */
    get inOrder() {
      const items = /** @type {HTMLElement[]} */ (Array.from(this.form.querySelectorAll(".item")));
      const chosen = items.map((_, index) => items.find((one) => one.querySelector("select")?.selectedIndex === index + 1));
      const others = items.filter((one) => !chosen.includes(one));
      return chosen.map((one) => one || /** @type {HTMLElement} */ (others.shift()));
    }

    /** @param {HTMLElement} item @param {number} by @param {HTMLElement} button */
    move(item, by, button) {
      const items = this.inOrder;
      const from = items.indexOf(item);
      const to = Math.max(0, Math.min(from + by, items.length - 1));
      items.splice(to, 0, ...items.splice(from, 1));
      item.parentElement?.append(...items);
      const lists = items.map((one) => /** @type {HTMLSelectElement} */ (one.querySelector("select")));
      const isNew = lists.some((list, index) => list.selectedIndex !== index + 1);
      lists.forEach((list, index) => (list.selectedIndex = index + 1));
      button.focus();
      if (isNew) this.answerChanged();
      this.say("moved", `${to === from ? "Already" : "Now"} number ${to + 1} of ${items.length}.`);
    }

    /** Returns a sentence on a place that two things have been given, where each may be given once; or nothing. */
    get takenTwice() {
      if (this.form.dataset.once === undefined) return "";
      const lists = /** @type {HTMLSelectElement[]} */ (Array.from(this.form.querySelectorAll("[data-slot] select"))).filter(isSet);
      const twice = lists.find((one, index) => lists.findIndex((other) => other.value === one.value) < index);
      return twice ? `You have given “${twice.selectedOptions[0].textContent}” twice; each may be given once.` : "";
    }

    /** Asks how sure the reader is; it is kept for the review page and never changes a score. */
    addCertainty() {
      const id = `${this.id}__sure`;
      const levels = CERTAINTY.map((percent) => make("option", { value: percent }, `${percent} percent`));
      this.sure = /** @type {HTMLSelectElement} */ (make("select", { id }, make("option", { value: "" }, "I do not say"), ...levels));
      this.sure.addEventListener("input", (event) => {
        event.stopPropagation();
        this.save();
      });
      return make("div", { class: "exercise-sure" }, make("label", { for: id }, "How sure are you?"), this.sure);
    }

    addWordCount() {
      const count = make("span", { class: "word-count" });
      this.showWordCount = () => {
        const words = String(this.answer).split(/\s+/).filter(Boolean).length;
        count.textContent = counted(words, "word", "words");
      };
      return count;
    }

    /**
     * Moves each feedback node to the place it speaks of; what speaks of no place goes below the buttons.
     * @param {HTMLDetailsElement} box
     */
    moveFeedback(box) {
      this.feedback = /** @type {HTMLElement[]} */ (Array.from(box.querySelectorAll(":scope > .feedback")));
      for (const node of this.feedback) {
        node.hidden = true;
        const slot = CSS.escape(node.dataset.slot || "");
        const place = this.form.querySelector(`:is(.choice, .statement, .item)[data-slot="${slot}"]`);
        if (place) node.classList.add("feedback-inline");
        (place || this.notes)?.append(node);
      }
      const summary = box.querySelector("summary");
      if (summary) summary.textContent = this.isWritten ? "Samples and what to look for" : "Worked solution";
      box.hidden = true;
    }

    check() {
      if (this.isBlank || this.twoWays) {
        this.say("empty", this.wanted);
        /** @type {HTMLElement | null} */ (this.form.querySelector("input, select, textarea"))?.focus();
        return;
      }
      this.showResult(this.answer);
      this.save();
      this.onchange();
    }

    /** @param {Answer} answer */
    showResult(answer) {
      this.clearResult();
      this.checked = true;
      if (!this.isWritten) this.first ??= answer;
      if (this.sure) this.sure.disabled = true;
      const box = /** @type {HTMLDetailsElement} */ (this.answerBox);
      box.hidden = false;
      if (this.isWritten) {
        box.open = true;
        this.say("written", "Set your answer beside the points and samples below, and mark it yourself.");
        return;
      }
      const result = grade(this.what, /** @type {Key} */ (this.key), answer);
      const heard = this.showFeedback(answer);
      if (this.folded) this.markCells(answer, this.folded);
      const verdict = result.score === 1 ? "right" : result.score > 0 ? "partly" : "wrong";
      this.root.dataset.score = String(result.score);
      this.say(verdict, this.resultSentence(verdict, result, answer), heard);
    }

    /** @param {string} verdict @param {Result} result @param {Answer} answer */
    resultSentence(verdict, result, answer) {
      if (this.what === "percent") return this.estimateSentence(result, String(answer));
      const word = { right: "Right", partly: "Partly right", wrong: "Not right" }[verdict];
      const parts = [`${word}: ${result.points} of ${result.of}.`];
      const correct = /** @type {Key} */ (this.key).correct;
      if (Array.isArray(correct) && verdict !== "right") {
        const chosen = /** @type {string[]} */ (answer);
        const hits = chosen.filter((id) => correct.includes(id)).length;
        parts.push(`You found ${hits} of the ${correct.length}`);
        const wrong = chosen.length - hits;
        parts.push(wrong ? `and chose ${wrong} that ${wrong === 1 ? "is" : "are"} not; each of those takes one away.` : "and chose no wrong one.");
      } else if (correct && typeof correct === "object" && !Array.isArray(correct)) {
        const left = result.of - Object.keys(answer).length;
        if (left) parts.push(`${left} ${left === 1 ? "is" : "are"} still open.`);
      }
      return parts.join(" ");
    }

    /** @param {Result} result @param {string} answer */
    estimateSentence(result, answer) {
      const so = this.key?.correct === "1" ? "it was so" : "it was not so";
      const near = nearnessInWords(Math.abs(Number(parsePercent(answer)) - 100 * Number(this.key?.correct)));
      return `You said ${parsePercent(answer)} percent; ${so}. ${near}: ${Math.round(100 * result.score)} of 100.`;
    }

    /**
     * Shows what is said of this answer and returns it as one text, for the announcement where there is one note only.
     * @param {Answer} answer
     */
    showFeedback(answer) {
      const shown = [];
      for (const [slot, right, left] of this.judged(answer)) {
        const node = this.feedbackOn(slot, right);
        if (!node) continue;
        node.hidden = false;
        node.dataset.state = this.what === "percent" ? "said" : left ? "left-out" : right ? "right" : "wrong";
        shown.push(node);
      }
      if (shown.length === 0 && this.answerBox) this.answerBox.open = true;
      return shown.length === 1 ? Array.from(shown[0].children, (part) => part.textContent).join(" ") : "";
    }

    /** Marks each cell of a grid as right, wrong or left out. @param {Answer} answer @param {HTMLElement} folded */
    markCells(answer, folded) {
      folded.hidden = false;
      for (const [slot, right, left] of this.judged(answer)) {
        const cell = /** @type {HTMLElement} */ (this.form.querySelector(`[data-slot="${CSS.escape(slot)}"]`));
        cell.dataset.state = left ? "left-out" : right ? "right" : "wrong";
        const state = make("span", { class: "cell-state", id: `${this.root.id}-${slot}-state` }, left ? "Left out" : right ? "Right" : "Not right");
        cell.append(state);
        cell.querySelector("select")?.setAttribute("aria-describedby", state.id);
      }
    }

    /**
     * Returns what there is to say something about, with whether it is right and whether it was left out.
     * @param {Answer} answer @returns {[string, boolean, boolean][]}
     */
    judged(answer) {
      const key = /** @type {Key} */ (this.key);
      const { correct } = key;
      if (Array.isArray(correct)) {
        const slots = Array.from(this.form.querySelectorAll("[data-slot]"), slotOf);
        const chosen = /** @type {string[]} */ (answer);
        return slots
          .filter((slot) => chosen.includes(slot) || correct.includes(slot))
          .map((slot) => [slot, chosen.includes(slot) === correct.includes(slot), !chosen.includes(slot)]);
      }
      if (correct && typeof correct === "object") {
        return Object.keys(correct).map((slot) => [slot, given(answer, slot) === correct[slot], !given(answer, slot)]);
      }
      if (this.what === "percent") return [[leaning(String(answer)), leaning(String(answer)) === correct, false]];
      return [[String(answer).trim(), isAccepted(this.what, key, answer), false]];
    }

    /** @param {string} slot @param {boolean} right @returns {HTMLElement | undefined} */
    feedbackOn(slot, right) {
      const nodes = this.feedback || [];
      const named = nodes.find((node) => node.dataset.slot === slot);
      if (named || !this.what) return named;
      const any = nodes.find((node) => node.dataset.slot === "*");
      if (this.what === "percent") return any;
      /** @param {string} wanted */
      const on = (wanted) => nodes.find((node) => node !== any && isSame(this.what, wanted, node.dataset.slot || "", "0"));
      return on(slot) || (right ? on(String(this.key?.correct)) : any);
    }

    /**
     * Shows and announces a sentence; what is only heard stands beside its choice for those who see.
     * @param {string} state @param {string} sentence @param {string} [heard]
     */
    say(state, sentence, heard = "") {
      const status = /** @type {HTMLElement} */ (this.status);
      status.dataset.state = state;
      status.replaceChildren(sentence);
      if (heard) status.append(" ", make("span", { class: "visually-hidden" }, heard));
    }

    clearResult() {
      this.checked = false;
      if (this.sure) this.sure.disabled = this.first !== undefined; // what was said belongs to the first check
      delete this.root.dataset.score;
      for (const node of this.feedback || []) {
        node.hidden = true;
        delete node.dataset.state;
      }
      if (this.folded) {
        this.folded.hidden = true;
        /** @type {HTMLDetailsElement} */ (this.folded).open = false;
        this.form.querySelectorAll(".cell-state").forEach((mark) => mark.remove());
        this.form.querySelectorAll("td > select").forEach((select) => select.removeAttribute("aria-describedby"));
        for (const cell of /** @type {NodeListOf<HTMLElement>} */ (this.form.querySelectorAll("td[data-state]"))) delete cell.dataset.state;
      }
      if (this.answerBox) {
        this.answerBox.hidden = true;
        this.answerBox.open = false;
      }
      this.say("", "");
    }

    answerChanged() {
      this.clearResult();
      if (this.takenTwice) this.say("twice", this.takenTwice);
      this.showWordCount?.();
      this.save();
      this.onchange();
    }

    /** Returns what is to be kept: no score, which follows from the key of the day. @returns {Partial<Kept>} */
    get state() {
      if (isEmpty(this.answer)) return {};
      const sure = this.sure?.value ? { sure: this.sure.value } : {};
      const isFirst = this.checked && asText(this.first) === asText(this.answer);
      const first = this.first === undefined || isFirst ? {} : { first: this.first };
      return { answer: this.answer, checked: this.checked, ...sure, ...first };
    }

    save() {
      const { state } = this;
      if (!state.answer) store.remove(this.id);
      this.kept = state.answer ? store.write(this.id, /** @type {Kept} */ (state)) : KEEPS;
    }

    restore() {
      const { answer, checked, sure, first } = store.read(this.id);
      this.first = first;
      if (answer) this.access.write(this.form, answer);
      if (this.sure && sure) this.sure.value = sure;
      if (this.sure) this.sure.disabled = first !== undefined;
      this.showWordCount?.();
      if (checked && this.key && !this.isBlank && !this.twoWays) this.showResult(this.answer);
    }

    /** Shows what is kept now, where it has changed on another page; what could not be kept is left as it is. */
    refresh() {
      /** @param {Partial<Kept>} kept */
      const told = ({ answer, checked, sure, first }) => JSON.stringify([asText(answer), checked, sure, asText(first)]);
      if (!this.kept || told(store.read(this.id)) === told(this.state)) return;
      this.form.reset();
      this.clearResult();
      this.restore();
      this.onchange();
    }

    clear() {
      this.first = undefined;
      this.form.reset();
      this.answerChanged();
    }

    reset() {
      if (this.isWritten && !this.isBlank && !window.confirm("Clear this answer? It cannot be brought back.")) return;
      this.clear();
      this.say("reset", "Cleared.");
    }
  }

  // The page: how far the reader is, and a clean slate

  /** The exercises that a lesson has on its other page. */
  const ELSEWHERE = (document.querySelector("article")?.dataset.elsewhere || "").split(" ").filter(Boolean);

  /** Follows a link to an exercise that has moved to the lesson's other page. */
  function follow() {
    if (!ELSEWHERE.includes(location.hash.slice(1))) return;
    const there = new URL(location.href); // some hosts drop the .html
    there.pathname = there.pathname.replace(/(-practice)?(\.html)?$/, (_, practice, html = "") => (practice ? "" : "-practice") + html);
    location.replace(there);
  }

  class Progress {
    /** @param {Exercise[]} exercises */
    constructor(exercises) {
      this.exercises = exercises;
      this.handIn = exercises.every((exercise) => !exercise.key);
      this.kept = true;
      this.line = make("span", { class: "progress-line" });
      this.bar = /** @type {HTMLProgressElement} */ (make("progress", { max: String(exercises.length + ELSEWHERE.length), "aria-hidden": "true" }));
      const reset = make("button", { type: "button", class: "button-quiet" }, "Reset this page");
      reset.addEventListener("click", () => this.reset());
      this.status = make("span", { role: "status", class: "visually-hidden" });
      this.box = make("div", { class: "course-progress" }, this.bar, this.line, this.status, reset);
      if (this.handIn && !IS_SHEET) this.addPrint(); // a printed sheet cannot be read back
      const top = document.querySelector(".bd-article .outcomes") || document.querySelector(".bd-article h1");
      if (top) top.after(this.box);
      else exercises[0].root.before(this.box);
      for (const exercise of exercises) exercise.onchange = () => this.show();
      // What was done on the lesson's other page counts: when one comes back, and while both are open
      for (const event of ["pageshow", "storage"]) addEventListener(event, () => this.show());
      this.show();
    }

    addPrint() {
      const print = make("button", { type: "button", class: "button-quiet" }, "Print or save as PDF");
      print.addEventListener("click", () => window.print());
      this.box.append(print);
    }

    show() {
      const here = this.exercises.filter((exercise) => (this.handIn ? !exercise.isBlank : exercise.checked)).length;
      const done = here + ELSEWHERE.filter((id) => store.read(id).checked).length;
      const part = ELSEWHERE.length ? `, ${here} of ${this.exercises.length} on this page` : "";
      this.bar.value = done;
      this.line.textContent = `${done} of ${this.bar.max} ${this.handIn ? "answered" : "checked"}${part}${this.whereKept()}`;
    }

    /** Returns where answers to hand in are kept, and on every page if one is not; that is announced when it comes. */
    whereKept() {
      const kept = this.exercises.every((exercise) => exercise.kept);
      const lost = `not kept in this browser${this.handIn ? ": print or save before you leave" : ""}`;
      if (kept !== this.kept) this.status.textContent = kept ? "" : `Your answers are ${lost}.`;
      this.kept = kept;
      return kept ? (this.handIn ? ", kept in this browser" : "") : `, ${lost}`;
    }

    reset() {
      if (!window.confirm("Clear all answers on this page?")) return;
      for (const exercise of this.exercises) exercise.clear();
      this.status.textContent = "All answers on this page are cleared.";
    }
  }

  // On paper a written answer is shown whole.
  function prepareForPaper() {
    for (const area of document.querySelectorAll("textarea")) area.style.minHeight = area.value ? `${area.scrollHeight}px` : "";
    for (const date of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[type=date]"))) {
      date.toggleAttribute("data-filled", date.value !== "");
      date.blur(); // the part of it that has the focus would be printed as chosen
    }
  }

  const roots = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll(".exercise")));
  const exercises = roots.map((root) => new Exercise(root));
  if (exercises.length > 0) new Progress(exercises);
  follow();
  window.addEventListener("hashchange", follow);
  const refresh = () => exercises.forEach((exercise) => exercise.refresh());
  window.addEventListener("storage", refresh);
  window.addEventListener("pageshow", ({ persisted }) => persisted && refresh());
  Object.assign(window, { saidASource: { Exercise, exercises, store, keeps: KEEPS, make, grade, fold, asText, isEmpty, leaning, readings } });
  window.addEventListener("beforeprint", prepareForPaper);
})();
