/* Keys for people who prefer them; every page works without this.
   /  search    j k  next and previous entry    n p  next and previous page */
"use strict";
(() => {
  const typing = (e) => e.target.closest && e.target.closest("input, textarea, select, [contenteditable]");
  const entries = () => [...document.querySelectorAll("main .what a, main .hit h2 a, main .entries a, main .related .to a")];
  const go = (link) => { if (link) link.click(); };
  const step = (by) => {
    const all = entries();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "center" });
  };
  const keys = {
    "/": () => {
      const field = document.querySelector('input[type="search"]');
      if (field) { field.focus(); field.select(); } else go(document.querySelector('.masthead a[href$="search.html"]'));
    },
    j: () => step(1),
    k: () => step(-1),
    n: () => go(document.querySelector(".ways .next a, a.next, .ways a.next")),
    p: () => go(document.querySelector(".ways .prev a, a.prev, .ways a.prev")),
  };
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
    const act = keys[e.key];
    if (act) { e.preventDefault(); act(); }
  });
})();
