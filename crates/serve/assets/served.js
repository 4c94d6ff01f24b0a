/* What only a server can answer: a field for search in the head of every page,
   and ways to an event's versions, its form and its sources' captures. Pages work
   without. */
(() => {
  const script = document.querySelector('script[src$="assets/annals.js"]');
  const root = script ? script.getAttribute("src").replace(/assets\/annals\.js$/, "") : "/";
  const chinese = document.documentElement.lang.startsWith("zh");
  const say = (en, zh) => (chinese ? zh : en);
  const make = (name, attributes, ...inside) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...inside);
    return node;
  };
  const head = document.querySelector(".masthead");
  if (head && !document.querySelector('input[type="search"]')) {
    const list = make("datalist", { id: "completions" });
    const field = make("input", {
      type: "search", name: "q", list: "completions", autocomplete: "off", maxlength: "1000",
      "aria-label": say("Search", "搜索"), placeholder: say("Search", "搜索"),
    });
    head.append(make("form", { action: root + "search.html", role: "search", class: "find" }, field, list));
  }
  const event = document.body.dataset.event;
  const main = document.querySelector("body.event main");
  if (main && event) {
    const link = (path, words) => make("li", {}, make("a", { href: `${root}e/${event}/${path}` }, words));
    main.append(make("nav", { class: "tools", "aria-label": say("Tools", "工具") }, make("ul", {},
      link("versions", say("Compare versions", "比较版本")), link("edit", say("Edit", "编辑")))));
  }
  /* The captures of sources stand here, not on a copy in files. */
  for (const it of document.querySelectorAll("[data-capture^='/web/']")) {
    it.replaceChildren(make("a", { rel: "nofollow", href: root + it.dataset.capture.slice(1) }, ...it.childNodes));
  }
  const key = document.body.dataset.key;
  const kind = ["story", "entity", "category"].find((kind) => document.body.classList.contains(kind));
  const list = document.querySelector("main .head");
  if (list && key && kind) {
    const edit = kind === "entity" ? [make("li", {}, make("a", { href: `${root}edit/entity?key=${encodeURIComponent(key)}` }, say("Edit", "编辑")))] : [];
    list.append(make("nav", { class: "tools", "aria-label": say("Tools", "工具") }, make("ul", {},
      make("li", {}, make("a", { href: `${root}search?${kind}=${encodeURIComponent(key)}&sort=newest` }, say("Search within", "在其中搜索"))), ...edit)));
  }
  /* Search as you type: titles that begin so. */
  const field = document.querySelector('input[type="search"][list]');
  if (field) {
    const list = document.getElementById(field.getAttribute("list"));
    let wait, asked = "";
    field.addEventListener("input", () => {
      clearTimeout(wait);
      const text = field.value.trim();
      if (text.length < 2 || text === asked) return;
      wait = setTimeout(async () => {
        asked = text;
        try {
          const answer = await fetch(`${root}search/completions?q=${encodeURIComponent(text)}`);
          if (!answer.ok || field.value.trim() !== text) return;
          const titles = (await answer.json()).completions.map((c) => make("option", { value: c.title }));
          list.replaceChildren(...titles);
        } catch { /* The field works without. */ }
      }, 120);
    });
  }
})();
