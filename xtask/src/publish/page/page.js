"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  document.querySelectorAll(".search, #theme, .only-wrong, .copy, .tools button").forEach((it) => (it.hidden = false));

  // Dark or light: as the system, until the reader chooses.
  const memory = {
    get: () => { try { return localStorage.getItem("modelarts-theme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("modelarts-theme", value); } catch { /* Private windows forget. */ } },
  };
  const theme = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const label = () => (theme.textContent = isDark() ? "Light" : "Dark");
  if (memory.get()) root.dataset.theme = memory.get();
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    memory.set(root.dataset.theme);
    label();
  });
  system.addEventListener("change", label);
  label();

  // A link to something inside closed details opens them.
  const open = (element) => {
    for (let it = element; it; it = it.parentElement) if (it.localName === "details") it.open = true;
  };
  const target = () => {
    try { return byId(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
  };
  const arrive = () => {
    const element = target();
    if (!element) return;
    if (!element.checkVisibility({ contentVisibilityAuto: true })) show(false);
    open(element);
    element.scrollIntoView({ behavior: "instant" });
  };
  addEventListener("hashchange", arrive);

  // Only what is wrong.
  const only = byId("only-wrong");
  const show = (onlyWrong) => {
    only.checked = onlyWrong;
    root.toggleAttribute("data-only-wrong", onlyWrong);
    if (onlyWrong) document.querySelectorAll(".wrong").forEach(open);
  };
  only.addEventListener("change", () => show(only.checked));

  for (const [name, value] of [["open", true], ["close", false]]) {
    document.querySelectorAll(`[data-${name}]`).forEach((button) =>
      button.addEventListener("click", () => {
        const tree = byId(button.dataset[name]);
        tree.querySelectorAll("details").forEach((it) => (it.open = value || it.parentElement === tree));
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

  // The section that the reader is in.
  const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
    const current = [...links.keys()].filter((id) => seen.has(id)).pop();
    links.forEach((link, id) => (id === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  }, { rootMargin: "-20% 0px -70% 0px" });
  links.forEach((_, id) => watcher.observe(byId(id)));

  // Search.
  const input = byId("search");
  const list = byId("results");
  let index;
  let hits = [];
  let at = -1;
  const ranks = ["operation", "parameter", "field", "schema", "value", "failure", "example", "deviation"];
  const entries = () => [...document.querySelectorAll("[data-find]")].map((element) => {
    const { find, name, path = "" } = element.dataset;
    const text = find === "deviation" ? element.textContent : element.querySelector(":scope > .text, :scope > .about > p, :scope > dd")?.textContent ?? "";
    const owner = find === "value" ? element.closest(".field")?.dataset.path ?? "" : path;
    const operation = element.closest(".operation")?.dataset.name ?? "";
    const where = find === "deviation" ? element.cells[1].textContent : [operation, owner].filter((it) => it && it !== name).join(" ");
    return { element, find, name, where, id: element.dataset.target ?? element.id, low: name.toLowerCase(), all: `${name} ${owner} ${text}`.toLowerCase() };
  });
  const score = (entry, words) => {
    let sum = ranks.indexOf(entry.find) / 10;
    for (const word of words) {
      if (!entry.all.includes(word)) return Infinity;
      sum += entry.low === word ? 0 : entry.low.startsWith(word) ? 1 : entry.low.includes(word) ? 2 : 4;
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
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) { byId("found").textContent = ""; return close(); }
    hits = index.map((entry) => [score(entry, words), entry]).filter(([points]) => points < Infinity)
      .sort(([a], [b]) => a - b).slice(0, 40).map(([, entry]) => entry);
    list.replaceChildren(...hits.map(({ find, name, where }, i) => {
      const item = document.createElement("li");
      item.id = `result-${i}`;
      item.setAttribute("role", "option");
      const part = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
      item.append(part("b", "", name || "\"\""), part("span", "what", find === "deviation" ? "wrong" : find), part("span", "where", where));
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
    const hash = `#${encodeURIComponent(hit.id)}`;
    location.hash === hash ? arrive() : (location.hash = hash);
    const element = byId(hit.id);
    element.querySelector("a, button, summary")?.focus({ preventScroll: true });
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
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /input|textarea/.test(event.target.localName)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  arrive();
})();
