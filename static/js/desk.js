// The desk of the staff, a little faster. Optional: all of it works by links and buttons.
//   [data-canned="text"]: puts the chosen paragraph at the cursor of the field of that name.
//   [data-keys]: a dialog with keys, which do nothing until they are turned on (WCAG 2.1.4).
(() => {
  "use strict";
  const STORED = "atajos";
  const find = (selector) => document.querySelector(selector);

  const serveCanned = (box) => {
    const select = box.querySelector("select");
    const text = box.closest("form").elements[box.dataset.canned];
    box.querySelector("button").addEventListener("click", (event) => {
      const chosen = select.selectedOptions[0];
      if (!text || !chosen || !chosen.value) return; // the server says what to do
      event.preventDefault();
      text.focus();
      text.setRangeText(chosen.dataset.text, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
      select.value = "";
    });
  };

  const links = () => [...document.querySelectorAll(".queue th[scope=row] > a")];
  const go = (step) => {
    const rows = links();
    const at = rows.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (next) next.focus();
  };
  const pick = () => {
    const row = document.activeElement.closest("tr");
    const box = row && row.querySelector("input[type=checkbox]");
    if (box) box.click();
  };
  const follow = (selector) => {
    const link = find(selector);
    if (link) link.click();
  };
  const focus = (selector) => {
    const field = find(selector);
    if (field) field.focus();
  };

  const serveKeys = (dialog) => {
    const open = find("[data-keys-open]");
    const turn = dialog.querySelector("[data-keys-switch]");
    let isOn = false;
    try {
      isOn = window.localStorage.getItem(STORED) === "1";
    } catch {
      isOn = false; // storage is off: keys last as long as the page
    }
    const show = () => {
      turn.setAttribute("aria-pressed", String(isOn));
      turn.textContent = isOn ? "Apagar los atajos" : "Encender los atajos";
    };
    const acts = {
      j: () => go(1),
      k: () => go(-1),
      x: pick,
      n: () => follow(".pager [rel=next]"),
      p: () => follow(".pager [rel=prev]"),
      "/": () => focus("#f-q"),
      r: () => focus("#draft-text"),
      h: () => follow(".top .brand"),
      "?": () => dialog.showModal(),
    };
    open.hidden = false;
    open.addEventListener("click", () => dialog.showModal());
    turn.addEventListener("click", () => {
      isOn = !isOn;
      try {
        window.localStorage.setItem(STORED, isOn ? "1" : "0");
      } catch {
        // it lasts as long as the page
      }
      show();
    });
    show();
    document.addEventListener("keydown", (event) => {
      const isWriting = event.target.closest("input:not([type=checkbox]), select, textarea, dialog");
      if (!isOn || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  };

  document.querySelectorAll("[data-canned]").forEach(serveCanned);
  document.querySelectorAll("[data-keys]").forEach(serveKeys);
})();
