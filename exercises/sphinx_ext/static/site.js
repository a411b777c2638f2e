// @ts-check
// Every page: colours, drawers that close behind the reader, what a citation cites, tables that scroll by key.
// Each page is complete without it.  A classic script, deferred, since modules do not load from disk.

(function () {
  "use strict";

  const page = document.documentElement;

  /** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // Colours: as the system has them, light or dark

  const MODES = ["auto", "light", "dark"];
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function mode() {
    try {
      const kept = localStorage.getItem("mode") || "";
      return MODES.includes(kept) ? kept : "auto";
    } catch {
      return page.dataset.mode || "auto";
    }
  }

  /** @param {HTMLElement} button @param {string} wanted */
  function colour(button, wanted) {
    page.dataset.theme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
    page.dataset.mode = wanted;
    const words = button.querySelector("span");
    if (words) words.textContent = `${wanted[0].toUpperCase()}${wanted.slice(1)}`;
  }

  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".colours"))) {
    button.hidden = false;
    colour(button, mode());
    const follow = () => colour(button, mode());
    dark.addEventListener("change", follow);
    for (const event of ["storage", "pageshow"]) addEventListener(event, follow); // chosen on another page, too
    button.addEventListener("click", () => {
      const next = MODES[(MODES.indexOf(mode()) + 1) % MODES.length];
      try {
        localStorage.setItem("mode", next);
      } catch {
        page.dataset.mode = next;
      }
      colour(button, next);
    });
  }

  // On paper every page is light
  let theme = page.dataset.theme;
  addEventListener("beforeprint", () => {
    theme = page.dataset.theme;
    page.dataset.theme = "light";
  });
  addEventListener("afterprint", () => (page.dataset.theme = theme));

  // Drawers are the browser's; they close when the focus has left them, or a link in them has been followed

  for (const drawer of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".bd-sidebar-primary, .bd-sidebar-secondary"))) {
    const isOpen = () => drawer.matches(":popover-open");
    drawer.addEventListener("focusout", (event) => {
      const next = /** @type {FocusEvent} */ (event).relatedTarget;
      if (next instanceof Node && !drawer.contains(next) && isOpen()) drawer.hidePopover();
    });
    drawer.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("a");
      if (link && isOpen()) drawer.hidePopover();
    });
  }

  // Citations: what the entry says, in place, on hover, focus and tap

  /** @type {Promise<Record<string, string>> | null} */
  let cited = null;
  const root = new URL(page.dataset.content_root || "./", location.href);

  /** Returns what each place of the evidence says, from a script of the site, since data do not load from disk. */
  function load() {
    cited ||= new Promise((done) => {
      const script = make("script", { src: new URL("_static/cited.js", root).href });
      Object.assign(window, { saidCited: done });
      script.onerror = () => done({});
      document.head.append(script);
    });
    return cited;
  }

  const note = make("div", { id: "cited", class: "cited", role: "note", popover: "manual" });
  /** @type {HTMLAnchorElement | null} */
  let shown = null;
  let waiting = 0;

  /** Shows what a link cites; a tap follows it where there is nothing to show. @param {HTMLAnchorElement} link @param {boolean} [tapped] */
  async function show(link, tapped = false) {
    shown = link;
    const cites = link.href.startsWith(root.href) ? link.href.slice(root.href.length) : "";
    const says = (await load())[cites];
    if (shown !== link) return;
    if (!says && tapped) location.assign(link.href);
    if (!says) return;
    note.replaceChildren(make("p", {}, says), make("p", {}, make("a", { href: link.href }, "The whole entry")));
    link.closest("p, li, td, th, dd, figcaption, caption, div")?.append(note);
    link.setAttribute("aria-describedby", note.id);
    if (!note.matches(":popover-open")) note.showPopover();
    place(link);
  }

  /** Puts the note below its link, or above where there is no room. @param {HTMLAnchorElement} link */
  function place(link) {
    const at = link.getBoundingClientRect();
    const room = page.clientWidth - note.offsetWidth - 8;
    const below = at.bottom + note.offsetHeight + 8 < innerHeight;
    note.style.left = `${Math.max(8, Math.min(at.left, room))}px`;
    note.style.top = `${below ? at.bottom + 2 : Math.max(8, at.top - note.offsetHeight - 2)}px`;
  }

  function hide() {
    clearTimeout(waiting);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    if (note.matches(":popover-open")) note.hidePopover();
  }

  /** Has the note go along with a link that has the focus, as one that was tapped has, until it has left the view. */
  function follow() {
    if (!shown) return;
    const { top, bottom } = shown.getBoundingClientRect();
    if (isInside(document.activeElement) && bottom > 0 && top < innerHeight) place(shown);
    else hide();
  }

  /** @param {Event} event @returns {HTMLAnchorElement | null} */
  const citation = (event) => (event.target instanceof Element ? event.target.closest("a.cite") : null);
  /** @param {Node | null} node */
  const isInside = (node) => node !== null && (note.contains(node) || Boolean(shown?.contains(node)));

  if ("showPopover" in note) {
    let touched = false;
    document.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true);
    document.addEventListener("click", (event) => {
      const link = citation(event);
      if (link && touched && shown !== link) {
        event.preventDefault();
        show(link, true);
      } else if (!isInside(/** @type {Node} */ (event.target))) hide();
    });
    document.addEventListener("focusin", (event) => {
      const link = citation(event);
      if (link && !touched) show(link);
      else if (!isInside(/** @type {Node} */ (event.target))) hide();
    });
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      clearTimeout(waiting);
      const link = citation(event);
      if (link && link !== shown) waiting = window.setTimeout(() => show(link), 200);
      else if (shown && !isInside(/** @type {Node} */ (event.target)) && document.activeElement !== shown) waiting = window.setTimeout(hide, 300);
    });
    document.addEventListener("keydown", (event) => {
      touched = false; // whoever has touched the screen may go on with keys
      if (event.key !== "Escape") return;
      if (note.contains(document.activeElement)) shown?.focus(); // or the focus would go with the note
      hide();
    });
    addEventListener("scroll", follow, { passive: true });
  }

  // A link to each heading, exercise and term, to pass on

  for (const title of document.querySelectorAll(":is(article > div, section)[id] > :is(h1, h2, h3, h4), .exercise > .exercise-title, dt[id]")) {
    const place = title.matches("dt") ? title.id : title.parentElement?.id;
    title.append(make("a", { class: "headerlink", href: `#${place}`, title: "Link to this place" }, "#"));
  }

  // A table that is wider than the page scrolls in its frame, by key too, and says so

  /** @param {HTMLElement} frame @param {boolean} wide */
  function markWide(frame, wide) {
    frame.classList.toggle("scrolls", wide);
    if (wide) {
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      const said = frame.querySelector("caption") || frame.closest("article > div, section")?.querySelector("h1, h2, h3, h4");
      frame.setAttribute("aria-label", said?.firstChild?.textContent?.trim() || "Table");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
    }
  }

  // Told by the browser when it has laid them out, at first, unfolded or in another window; all read before any is changed
  const sizes = new ResizeObserver((changed) => {
    const frames = changed.map(({ target }) => /** @type {HTMLElement} */ (target));
    const wide = frames.map((frame) => frame.scrollWidth > frame.clientWidth + 1);
    frames.forEach((frame, place) => markWide(frame, wide[place]));
  });
  for (const frame of document.querySelectorAll(".pst-scrollable-table-container, .wide")) sizes.observe(frame);
})();
