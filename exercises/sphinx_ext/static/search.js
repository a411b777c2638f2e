// @ts-check
// The search page: finds the pages that hold all words asked for, and shows where.
// Words and pages come as scripts, since data do not load from disk; a page's words come only when it is a hit.

(function () {
  "use strict";

  /** @typedef {[string, string, string]} Section  an anchor, a title, the words below it */
  /** @typedef {{page: string, title: string, score: number}} Hit */

  const form = /** @type {HTMLElement} */ (document.querySelector(".course-search"));
  const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const status = /** @type {HTMLElement} */ (document.querySelector(".search-status"));
  const list = /** @type {HTMLElement} */ (document.querySelector(".search-results"));
  const MOST = 20;
  const AROUND = 90;

  /** @param {string} text */
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "").normalize("NFKC");

  /** A number with its groups of digits, or a word, less the ’s of whoever owns something: the rule of search.py. */
  const WORD = /\d{1,3}(?:,\d{3})+(?!\d)|\d+|(?!(?<=['’])s(?![\p{L}\p{M}]))[\p{L}\p{M}]+/giu;

  /** @param {string} word */
  const asFound = (word) => plain(word).replace(/,/g, "");

  /** Returns the words and numbers of a text, as search.py reads them. @param {string} text */
  const wordsOf = (text) => [...new Set((plain(text).match(WORD) || []).map(asFound))];

  /** Forms of a short word that ends in e, as cite and use: any other, as cut, would double its consonant. */
  const SHORT = /^([a-z]?[aeiou][^aeiouwxy])(?:e[sd]|ing)$/;

  /** Returns a word without the ending of an English plural, past or -ing form, where four letters are left. @param {string} word */
  const stem = (word) => word.replace(SHORT, "$1e").replace(/(?<=^[a-z]{3,})i(?:es|ed)$/, "y").replace(/(?<=^[a-z]{4,})(?:ing|es|ed|(?<!s)s|e)$/, "");

  /** Returns whether a page's word is one that was asked for. @param {string} word @param {string} asked */
  function fits(word, asked) {
    if (/^\d+$/.test(asked)) return word === asked;
    if (/^[a-z]+$/.test(asked)) return asked.length < 3 ? word === asked : word.startsWith(asked) || stem(word) === stem(asked);
    return word.includes(asked);
  }

  /** @param {string} name @param {string} file @returns {Promise<any[]>} */
  function load(name, file) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(window, { [name]: (/** @type {any[]} */ ...told) => done(told) });
      script.src = new URL(file, new URL(form.dataset.words || "", location.href)).href;
      script.onerror = script.onload = failed; // where it has told nothing, as a page that a host sends in its place
      document.head.append(script);
    });
  }

  /** @param {[[string, string][], string]} told @param {string[]} asked @returns {Hit[]} */
  function find([pages, index], asked) {
    const words = index.split(" ").map((entry) => entry.split(":"));
    const sets = asked.map((one) => new Set(words.filter(([word]) => fits(word, one)).flatMap(([, where]) => where.split(".").map(Number))));
    return pages
      .map(([page, title], number) => ({ page, title, number, score: asked.filter((one) => wordsOf(title).some((word) => fits(word, one))).length }))
      .filter(({ number }) => sets.every((set) => set.has(number)))
      .sort((a, b) => b.score - a.score || a.number - b.number);
  }

  /** @param {Section[]} sections @param {string[]} asked @returns {Section | undefined} */
  function best(sections, asked) {
    /** @param {Section} one */
    const count = ([, title, text]) => {
      const here = wordsOf(`${title} ${text}`);
      return asked.filter((word) => here.some((one) => fits(one, word))).length;
    };
    return sections.map((one) => ({ one, score: count(one) })).sort((a, b) => b.score - a.score)[0]?.one;
  }

  /** Returns the words around the first hit of the longest word, with each hit marked. @param {string} text @param {string[]} asked */
  function excerpt(text, asked) {
    const runs = [...text.matchAll(WORD)];
    const hits = runs.filter((run) => asked.some((one) => fits(asFound(run[0]), one)));
    const line = document.createElement("p");
    const longest = [...asked].sort((a, b) => b.length - a.length);
    const found = longest.map((one) => hits.find((run) => fits(asFound(run[0]), one))).find(Boolean);
    const first = found?.index ?? 0;
    const from = first < AROUND ? 0 : text.indexOf(" ", first - AROUND) + 1;
    const to = text.length - first < 2 * AROUND ? text.length : text.lastIndexOf(" ", first + 2 * AROUND);
    let at = from;
    line.append(from ? "… " : "");
    for (const hit of hits.filter((one) => one.index >= from && one.index < to)) {
      const mark = document.createElement("mark");
      mark.textContent = hit[0];
      line.append(text.slice(at, hit.index), mark);
      at = hit.index + hit[0].length;
    }
    line.append(text.slice(at, Math.max(at, to)), to < text.length ? " …" : "");
    return line;
  }

  /** @param {string} href @param {string} words */
  function linkTo(href, words) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = words;
    return link;
  }

  /** @param {string} query */
  async function search(query) {
    const asked = wordsOf(query);
    field.value = query;
    if (!asked.length) {
      status.textContent = query.trim() && "Type a word or a number to look for.";
      return;
    }
    document.title = `${query} · ${document.title}`;
    status.textContent = "Searching …";
    const told = /** @type {[[string, string][], string]} */ ((await load("saidWords", "words.js"))[0]);
    const hits = find(told, asked);
    const all = asked.length > 1 ? "all the words of " : "";
    status.textContent = hits.length
      ? `${hits.length === 1 ? "One page has" : `${hits.length} pages have`} ${all}“${query}”${hits.length > MOST ? `; here are the first ${MOST}` : ""}.`
      : `No page has ${all}“${query}”. Try fewer words, or the beginning of one.`;
    for (const hit of hits.slice(0, MOST)) {
      const [, sections] = await load("saidPage", `${hit.page.replaceAll("/", ".")}.js`).catch(() => [hit.page, []]);
      const section = best(sections, asked);
      const item = document.createElement("li");
      const name = document.createElement("h2");
      name.append(linkTo(`${hit.page}.html`, hit.title));
      item.append(name);
      if (section) {
        const [anchor, title, text] = section;
        if (anchor) {
          const place = document.createElement("p");
          place.append(linkTo(`${hit.page}.html#${anchor}`, title));
          item.append(place);
        }
        item.append(excerpt(text, asked));
      }
      list.append(item);
    }
  }

  search(new URLSearchParams(location.search).get("q") || "").catch(() => {
    status.textContent = "The words of the course could not be loaded. Is the whole folder of the course there?";
  });
})();
