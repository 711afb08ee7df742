"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  all(".search, #theme, .settings, .copy, [data-open], [data-close]").forEach((it) => (it.hidden = false));

  // What the reader chooses is remembered, where the browser allows it.
  const memory = {
    get: (key) => { try { return localStorage.getItem(`modelarts-${key}`); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(`modelarts-${key}`, value); } catch { /* Private windows forget. */ } },
  };

  // Dark or light: as the system, until the reader chooses.
  const theme = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const label = () => (theme.textContent = isDark() ? "Light" : "Dark");
  if (memory.get("theme")) root.dataset.theme = memory.get("theme");
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    memory.set("theme", root.dataset.theme);
    label();
  });
  system.addEventListener("change", label);
  label();

  // Region and project, in every sample.
  const region = byId("region");
  const project = byId("project");
  const fill = () => {
    const values = { region: region.value, host: region.selectedOptions[0].dataset.host, project: project.value.trim() || project.placeholder };
    all("[data-fill]").forEach((it) => (it.textContent = values[it.dataset.fill]));
  };
  for (const field of [region, project]) {
    const known = memory.get(field.id);
    if (known && (field === project || all("option", region).some((it) => it.value === known))) field.value = known;
    field.addEventListener("input", () => { memory.set(field.id, field.value); fill(); });
  }
  document.querySelector(".settings").addEventListener("submit", (event) => event.preventDefault());
  fill();

  // One language, in every sample.
  const speak = (language) => all(".sample").forEach((it) => (it.open = it.dataset.language === language));
  if (all(".sample").some((it) => it.dataset.language === memory.get("language"))) speak(memory.get("language"));
  document.addEventListener("click", (event) => {
    const tab = event.target.closest(".sample > summary");
    if (!tab) return;
    event.preventDefault();
    const { top } = tab.getBoundingClientRect();
    speak(tab.parentElement.dataset.language);
    memory.set("language", tab.parentElement.dataset.language);
    // What is above may have grown.
    scrollBy({ top: tab.getBoundingClientRect().top - top, behavior: "instant" });
  });

  // Errata, unless the reader does not want them.
  const errata = byId("errata");
  const showErrata = (on) => {
    errata.checked = on;
    root.dataset.errata = on ? "on" : "off";
  };
  errata.addEventListener("change", () => { memory.set("errata", errata.checked ? "on" : "off"); showErrata(errata.checked); });
  showErrata(memory.get("errata") !== "off");

  // A link to something inside closed details opens them.
  const arrive = () => {
    let element;
    try { element = byId(decodeURIComponent(location.hash.slice(1))); } catch { /* No address of ours. */ }
    if (!element) return;
    for (let it = element; it; it = it.parentElement) if (it.localName === "details") it.open = true;
    if (!element.checkVisibility()) showErrata(true);
    element.scrollIntoView({ behavior: "instant" });
  };
  addEventListener("hashchange", arrive);

  for (const [name, value] of [["open", true], ["close", false]]) {
    all(`[data-${name}]`).forEach((button) =>
      button.addEventListener("click", () => {
        const tree = byId(button.dataset[name]);
        all("details.object", tree).forEach((it) => (it.open = value || it.parentElement === tree));
      }));
  }

  // Copying gives the text exactly.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });

  // Where the contents stand above the text, they wait to be asked for.
  const contents = document.querySelector(".contents");
  if (matchMedia("(max-width: 60rem)").matches) contents.open = false;

  // The section that the reader is in.
  const links = new Map(all("nav a").map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
    const current = [...links.keys()].filter((id) => seen.has(id)).pop();
    links.forEach((link, id) => (id === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    // Beside the text they scroll on their own.
    const [link, frame] = [links.get(current), contents].map((it) => it?.getBoundingClientRect());
    if (link) contents.scrollTop += Math.min(link.top - frame.top, 0) + Math.max(link.bottom - frame.bottom, 0);
  }, { rootMargin: "-20% 0px -70% 0px" });
  links.forEach((_, id) => watcher.observe(byId(id)));

  // Search: every word must be in an entry, or be nearly a word of it.
  const input = byId("search");
  const list = byId("results");
  let index;
  let hits = [];
  let at = -1;
  const ranks = ["operation", "header", "region", "parameter", "field", "type", "value", "failure", "server", "example"];
  const wordsOf = (text) => [...new Set(text.match(/[\p{L}\d]+/gu))];
  /** `ShowPool` is two words. */
  const apart = (name) => name.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase();
  const entries = () => all("[data-find]").map((element) => {
    const { find, name, path = "" } = element.dataset;
    const own = find === "erratum" || find === "server" || find === "header" || find === "source" ? element
      : element.querySelector(":scope > .text, :scope > .about > p, :scope > dd, :scope > .pair .text");
    const text = own?.textContent ?? "";
    const owner = find === "value" ? element.closest(".field")?.dataset.path ?? "" : path;
    const operation = element.closest(".operation")?.dataset.name ?? "";
    const where = find === "erratum" ? element.firstElementChild.textContent : [operation, owner].filter((it) => it && it !== name).join(" ");
    const low = `${name} ${owner} ${text}`.toLowerCase();
    return { element, find, name, where, low, key: name.toLowerCase(), keys: wordsOf(apart(name)), words: wordsOf(low) };
  });
  /** How many letters must be typed anew, left out, put in or swapped; more than `most` is not counted. */
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [older, old] = [[], [...Array(b.length + 1).keys()]];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      [older, old] = [old, row];
    }
    return old[b.length];
  };
  const score = (entry, words) => {
    let sum = (ranks.indexOf(entry.find) + 1 || ranks.length + 1) / 10;
    for (const word of words) {
      const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
      if (entry.name === word) continue;
      const low = word.toLowerCase();
      if (entry.low.includes(low)) sum += entry.key === low ? 0.5 : [entry.key, ...entry.keys].some((it) => it.startsWith(low)) ? 1 : entry.key.includes(low) ? 2 : 4;
      else if ([entry.key, ...entry.keys].some((it) => distance(low, it, most) <= most)) sum += 5;
      else if (most && entry.words.some((it) => distance(low, it, most) <= most)) sum += 8;
      else return Infinity;
    }
    return sum;
  };
  const choose = (next) => {
    at = next;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    const item = list.children[at];
    item?.scrollIntoView({ block: "nearest", behavior: "instant" });
    item ? input.setAttribute("aria-activedescendant", item.id) : input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const look = () => {
    index ??= entries();
    const words = input.value.split(/\s+/).filter(Boolean);
    if (!words.length) { byId("found").textContent = ""; return close(); }
    hits = index.map((entry) => [score(entry, words), entry]).filter(([points]) => points < Infinity)
      .sort(([a], [b]) => a - b).slice(0, 40).map(([, entry]) => entry);
    list.replaceChildren(...hits.map(({ find, name, where }, i) => {
      const item = document.createElement("li");
      item.id = `result-${i}`;
      item.setAttribute("role", "option");
      const part = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
      item.append(part("b", "", name || "\"\""), part("span", "what", find), part("span", "where", where));
      return item;
    }));
    byId("found").textContent = hits.length ? `${hits.length} found` : "Nothing found";
    if (!hits.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(0);
  };
  const go = (hit) => {
    if (!hit) return;
    close();
    input.blur();
    const hash = `#${encodeURIComponent(hit.element.id)}`;
    location.hash === hash ? arrive() : (location.hash = hash);
    hit.element.querySelector("a, button, summary")?.focus({ preventScroll: true });
  };
  input.addEventListener("input", look);
  input.addEventListener("focus", look);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden) choose((at + step + hits.length) % hits.length);
    else if (event.key === "Enter") go(hits[at]);
    else if (event.key === "Escape") { input.value = ""; close(); input.blur(); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (item) { event.preventDefault(); go(hits[[...list.children].indexOf(item)]); }
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /input|textarea|select/.test(event.target.localName)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  arrive();
})();
