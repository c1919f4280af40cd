// What a script can add to pages that work without one: it remembers the language, keeps the place when the
// language changes, copies and fills in commands, and searches. It asks no server for anything.
(() => {
  "use strict";

  document.documentElement.classList.add("scripts");

  const LANGUAGE = "mpkc-language";

  // Storage may be forbidden; then nothing is remembered.
  const remembered = () => {
    try {
      return localStorage.getItem(LANGUAGE);
    } catch {
      return null;
    }
  };
  const remember = (language) => {
    try {
      localStorage.setItem(LANGUAGE, language);
    } catch {
      // See above.
    }
  };

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Languages.

  function keepPlace() {
    for (const link of document.querySelectorAll(".languages a")) {
      link.addEventListener("click", () => {
        link.hash = location.hash;
        remember(link.hreflang);
      });
    }
    for (const link of document.querySelectorAll(".choice a")) {
      link.addEventListener("click", () => remember(link.hreflang));
    }
    const menu = document.querySelector(".languages");
    document.addEventListener("click", (event) => {
      if (menu?.open && !menu.contains(event.target)) menu.open = false;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu?.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }

  // The language among `offered` that the reader would choose.
  function preferred(offered) {
    const wanted = [remembered(), ...navigator.languages].filter(Boolean);
    const same = (a, b) => a.toLowerCase() === b.toLowerCase();
    const primary = (tag) => tag.split("-")[0];
    for (const tag of wanted) {
      const found =
        offered.find((other) => same(other, tag)) ??
        offered.find((other) => same(primary(other), primary(tag)));
      if (found) return found;
    }
    return null;
  }

  // On pages that only lead on, goes where the reader would go, if there is one such place.
  function leadOn() {
    if (location.hash === "#choose") return;
    const links = [...document.querySelectorAll(".choice a")];
    const language = preferred([...new Set(links.map((link) => link.hreflang))]);
    const places = links.filter((link) => link.hreflang === language);
    if (places.length === 1) location.replace(places[0].href);
  }

  // Commands.

  function copyButtons() {
    const main = document.querySelector("main[data-copy]");
    if (!main) return;
    for (const block of main.querySelectorAll(".command")) {
      const code = block.querySelector("code");
      const button = make("button", { type: "button", className: "copy", textContent: main.dataset.copy });
      button.setAttribute("aria-live", "polite");
      let timer;
      button.addEventListener("click", async () => {
        if (!(await copy(code.textContent))) return;
        button.textContent = main.dataset.copied;
        clearTimeout(timer);
        timer = setTimeout(() => (button.textContent = main.dataset.copy), 2000);
      });
      block.append(button);
    }
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Pages from plain http have no clipboard of their own; the old way works there.
      const area = make("textarea", { value: text, className: "sr" });
      const focused = document.activeElement;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      focused?.focus();
      return done;
    }
  }

  function fillIn() {
    const form = document.querySelector(".fill-in");
    if (!form) return;
    const places = [...document.querySelectorAll("var[data-fill]")].map((place) => ({
      place,
      empty: place.textContent,
    }));
    const { server, monitor } = form.elements;
    const update = () => {
      const choice = monitor?.selectedOptions[0];
      const values = {
        server: server.value.trim(),
        monitor: monitor?.value,
        "health-set": choice?.dataset.healthSet,
        probe: choice?.dataset.probe,
      };
      for (const { place, empty } of places) {
        const value = values[place.dataset.fill];
        place.textContent = value || empty;
        place.classList.toggle("filled", Boolean(value));
      }
    };
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    update();
  }

  // Search.

  const normal = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "").normalize("NFC");

  // Words of the query. Scripts without blanks between words stand in one run; a run is found as a whole or, where
  // the reader and the author cut a term differently, by every two neighbours in it.
  function terms(query) {
    const runs = normal(query).match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u30fc]+|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u30fc]+/gu);
    return (runs ?? []).map((run) => {
      const pairs = [];
      if (/^[\u2e80-\uffff]+$/.test(run)) {
        for (let at = 0; at + 2 <= run.length; at++) pairs.push(run.slice(at, at + 2));
      }
      return { run, pairs };
    });
  }

  function find(entries, query) {
    const wanted = terms(query);
    if (!wanted.length) return [];
    const has = (text, { run, pairs }) =>
      text.includes(run) || (pairs.length > 1 && pairs.every((pair) => text.includes(pair)));
    const found = [];
    for (const entry of entries) {
      if (!wanted.every((term) => has(entry.all, term))) continue;
      const first = wanted[0].run;
      const place = entry.label === first ? 0 : entry.label.startsWith(first) ? 1 : entry.label.includes(first) ? 2 : 3;
      found.push({ entry, rank: place * 4 + entry.kind });
    }
    // Sorting is stable: within a rank the order of the index stays.
    return found.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
  }

  function search() {
    const form = document.querySelector("form.search");
    if (!form) return;
    const input = form.querySelector("input");
    const list = form.querySelector(".results");
    const status = form.querySelector("[role=status]");
    const MOST = 20;
    let index = null;
    const load = () => {
      if (index || window.mpkcSearch) return;
      window.mpkcSearch = (data) => {
        index = data;
        index.entries = data.entries.map(([kind, label, href, more]) => ({
          kind,
          text: label,
          href,
          more,
          label: normal(label),
          all: normal(`${label} ${more} ${data.kinds[kind]}`),
        }));
        show();
      };
      document.head.append(make("script", { src: form.dataset.index }));
    };
    const show = () => {
      const query = input.value.trim();
      list.replaceChildren();
      list.hidden = !index || !query;
      if (list.hidden) {
        status.textContent = "";
        return;
      }
      const found = find(index.entries, query);
      for (const { kind, text, href, more } of found.slice(0, MOST)) {
        const link = make("a", { href },
          make("small", { textContent: index.kinds[kind] }), " ",
          make("strong", { textContent: text }), " ",
          make("span", { textContent: more }));
        link.addEventListener("click", () => (list.hidden = true));
        list.append(make("li", {}, link));
      }
      status.textContent = found.length ? index.found.replace("{count}", found.length) : index.nothing;
      if (!found.length) list.append(make("li", { className: "nothing", textContent: index.nothing }));
    };
    input.addEventListener("focus", load);
    input.addEventListener("input", () => {
      load();
      show();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      list.querySelector("a")?.click();
    });
    form.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && links.length && !list.hidden) {
        event.preventDefault();
        (links[at + step] ?? input).focus();
      } else if (event.key === "Escape") {
        list.hidden = true;
        input.focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) list.hidden = true;
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    keepPlace();
    leadOn();
    copyButtons();
    fillIn();
    search();
  });
})();
