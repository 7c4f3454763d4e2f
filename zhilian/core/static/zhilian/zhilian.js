// Comfort, never a condition: every page works without this file.
// Words come from <body data-words='{…}'>, so they are translated where all other words are.
(() => {
  "use strict";
  const words = JSON.parse(document.body.dataset.words || "{}");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const store = {           // private windows may refuse storage; then there is simply no draft
    read(key) { try { return JSON.parse(localStorage.getItem(key) || "null"); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or refused */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* refused */ } },
  };

  // ---- drafts: what was typed survives a dead network, a closed tab, an expired session
  const draftKey = (name) => `zhilian.draft.${name}`;
  const keepable = (field) => field.name && field.name !== "csrfmiddlewaretoken"
    && ("keep" in field.dataset || !["hidden", "password", "file", "submit", "button"].includes(field.type))
    && !("noDraft" in field.dataset);

  function readForm(form) {
    const values = {};
    for (const field of form.elements) {
      if (!keepable(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) (values[field.name] ||= []).push(field.value);
      } else if (field.value) values[field.name] = field.value;
    }
    return values;
  }

  function fillForm(form, values) {
    let filled = false;
    for (const field of form.elements) {
      if (!keepable(field) || !(field.name in values)) continue;
      const value = values[field.name];
      if (field.type === "checkbox" || field.type === "radio") {
        const untouched = !form.querySelector(`[name="${CSS.escape(field.name)}"][checked]`);
        if (untouched && value.includes(field.value)) { field.checked = true; filled = true; }
      } else if ("keep" in field.dataset) { field.value = value;   // the form's own key: sent twice it is still one form
      } else if (!field.value) { field.value = value; filled = filled || field.value === value; }
    }
    return filled;
  }

  function noteDraft(form, key) {
    const note = document.createElement("p");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    note.textContent = words.restored;
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-small", textContent: words.discard });
    drop.addEventListener("click", () => { store.drop(key); form.reset(); note.remove(); all("[data-count]", form).forEach(count); });
    note.append(drop);
    form.prepend(note);
  }

  function keepDraft(form) {
    const key = draftKey(form.dataset.draft);
    const kept = store.read(key);
    if (kept && fillForm(form, kept)) {
      noteDraft(form, key);
      const tell = () => all("textarea", form).forEach((field) => field.dispatchEvent(new Event("restored")));
      document.addEventListener("DOMContentLoaded", tell, { once: true });   // when those who listen are there
    }
    let timer;
    const later = () => { clearTimeout(timer); timer = setTimeout(() => store.write(key, readForm(form)), 300); };
    form.addEventListener("input", later);
    if (all("textarea", form).some((field) => field.value !== field.defaultValue)) later();   // typed before we were here
    form.addEventListener("submit", () => { clearTimeout(timer); store.write(key, readForm(form)); });
  }

  function forget() {        // a counter's computer is shared: signing out leaves no draft behind
    try { Object.keys(localStorage).filter((key) => key.startsWith(draftKey(""))).forEach(store.drop); } catch { /* refused */ }
  }

  // ---- one click, one matter
  function guard(event) {
    const form = event.target;
    if ("forget" in form.dataset) forget();
    if (event.defaultPrevented || form.method === "get" || form.method === "dialog" || form.target) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) setTimeout(() => { button.disabled = true; button.classList.add("is-busy"); });  // after its value was sent
  }
  function release() {       // the back button brings the page back as it was left
    all("form[data-sent]").forEach((form) => delete form.dataset.sent);
    all(".btn.is-busy").forEach((button) => { button.disabled = false; button.classList.remove("is-busy"); });
  }

  // ---- how many characters are left
  function count(field) {
    const out = document.getElementById(field.dataset.count);
    const limit = Number(field.dataset.limit || field.maxLength);
    const length = [...field.value].length;
    if (!out) return;
    out.textContent = `${length} / ${limit}`;
    out.classList.toggle("is-over", length > limit);
  }

  // ---- chosen files, by name and size
  function listFiles(input) {
    const list = input.closest(".upload")?.querySelector(".upload-names");
    list?.replaceChildren(...[...input.files].map((file) => Object.assign(document.createElement("li"), {
      textContent: `${file.name} (${file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1)} MB`})`,
    })));
  }

  // ---- lists by keyboard: j k enter x ?
  let here = -1;
  function step(rows, by) {
    rows[here]?.classList.remove("is-here");
    here = Math.max(0, Math.min(rows.length - 1, here + by));
    rows[here]?.classList.add("is-here");
    const link = rows[here]?.querySelector("a[href]");
    (link || rows[here])?.focus({ preventScroll: true });
    rows[here]?.scrollIntoView({ block: "nearest" });
  }
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, [contenteditable], dialog[open]")) return;
    const rows = all("[data-keys] tbody tr");
    if (!rows.length) return;
    if (event.key === "j") step(rows, 1);
    else if (event.key === "k") step(rows, -1);
    else if (event.key === "x" && rows[here]) rows[here].querySelector("input[type=checkbox]")?.click();
    else if (event.key === "?") document.getElementById("keys-help")?.showModal?.();
    else return;
    event.preventDefault();
  }

  function start(root) {
    all("form[data-draft]", root).forEach(keepDraft);
    all("[data-count]", root).forEach(count);
    all("[data-repair]", root).forEach((button) => { button.hidden = false; });
  }

  function useRepaired(button) {
    const box = document.getElementById(button.dataset.repair);
    box.value = button.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    button.closest(".repair").remove();
    box.focus();
  }

  all("[data-draft-clear]").forEach((mark) => store.drop(draftKey(mark.dataset.draftClear)));
  start(document);
  document.querySelector("[data-focus]")?.focus();

  document.addEventListener("submit", guard);
  window.addEventListener("pageshow", release);
  document.addEventListener("keydown", keys);
  document.addEventListener("input", (event) => { if (event.target.dataset.count) count(event.target); });
  document.addEventListener("change", (event) => {
    if (event.target.type === "file") listFiles(event.target);
    if (event.target.matches("[data-check-all]")) {
      all(`input[name="${event.target.dataset.checkAll}"]`).forEach((box) => { box.checked = event.target.checked; });
    }
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }   // else the link leads to its own page
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target.nodeName === "DIALOG") event.target.close();            // the veil
    const repaired = event.target.closest("[data-repair]");
    if (repaired) useRepaired(repaired);
    if (event.target.closest("[data-print]")) window.print();
    all(".menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all(".menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("htmx:afterSwap", (event) => { here = -1; start(event.detail.elt); });
})();
