// The one box for everything: results as one types, arrow keys and Enter, and the key / from anywhere.
// Without this file it is a plain form that leads to the page of results.
(() => {
  "use strict";
  const form = document.querySelector("[data-find]");
  if (!form) return;
  const box = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const said = form.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let here = -1;

  function mark(place) {
    const all = options();
    here = all.length ? (place + all.length + 1) % (all.length + 1) : -1;   // one more place: back in the box
    if (here === all.length) here = -1;
    all.forEach((option, n) => option.setAttribute("aria-selected", String(n === here)));
    if (here < 0) box.removeAttribute("aria-activedescendant");
    else { box.setAttribute("aria-activedescendant", all[here].id); all[here].scrollIntoView({ block: "nearest" }); }
  }

  function open(shown) {
    list.hidden = !shown;
    box.setAttribute("aria-expanded", String(shown));
    if (!shown) { mark(-1); said.textContent = ""; }
  }

  function ask() {
    if (box.value.trim()) { window.htmx?.trigger(box, "find"); return; }
    window.htmx?.trigger(box, "htmx:abort");
    list.replaceChildren();
    open(false);
  }

  function keys(event) {
    if (event.isComposing || event.keyCode === 229) return;                 // Enter chooses a character, not a result
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options().length) return;
      event.preventDefault();
      if (list.hidden) open(true);
      mark(event.key === "ArrowDown" ? here + 1 : here - 1);
    } else if (event.key === "Enter" && here >= 0) {
      event.preventDefault();
      options()[here].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    }
  }

  box.addEventListener("input", (event) => { if (!event.isComposing) ask(); });
  box.addEventListener("compositionend", ask);
  box.addEventListener("keydown", keys);
  box.addEventListener("focus", () => { if (options().length && box.value.trim()) open(true); });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) open(false); });
  form.addEventListener("submit", (event) => { if (!box.value.trim()) event.preventDefault(); });
  list.addEventListener("htmx:afterSwap", () => {
    const found = options().filter((option) => "hit" in option.dataset).length;
    mark(-1);
    open(options().length > 0 && document.activeElement === box && box.value.trim() !== "");
    if (!list.hidden) said.textContent = found === 1 ? said.dataset.one : said.dataset.many.replace("#", found);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable], dialog[open]")) return;
    event.preventDefault();
    if (box.checkVisibility?.() ?? box.offsetParent) { box.focus(); box.select(); }
    else document.querySelector(".find-link")?.click();
  });

  // "more" on the page of results: the first new one takes the focus
  document.addEventListener("htmx:beforeSwap", (event) => {
    const more = event.detail.target?.closest?.(".hits-more");
    if (more) more.parentElement.dataset.had = String(more.parentElement.querySelectorAll(".hit").length);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const hits = document.querySelector(".hits[data-had]");
    if (!hits) return;
    hits.querySelectorAll(".hit")[Number(hits.dataset.had)]?.querySelector("a")?.focus();
    delete hits.dataset.had;
  });
})();
