// While somebody writes: keeps the text in the draft, and shows what was asked alike. Optional.
//   <form data-similar-form="address"> with <textarea name="text">, and <section data-similar>
(() => {
  "use strict";
  const PAUSE = 900; // ms without a key
  const SHORTEST = 15; // letters
  const form = document.querySelector("form[data-similar-form]");
  const place = document.querySelector("[data-similar]");
  const box = form && form.elements.namedItem("text");
  if (!box || !place || !window.fetch || !window.AbortController) return;

  let waiting = 0;
  let asking = null;
  let last = box.defaultValue; // what the page came with: somebody may have written since

  const seen = () => {
    if (form.elements.namedItem("parecidas_vistas")) return;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "parecidas_vistas";
    field.value = "1";
    form.append(field);
  };

  const ask = async () => {
    if (box.value === last || [...box.value.trim()].length < SHORTEST) return;
    last = box.value;
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.similarForm, {
        method: "POST",
        body: new URLSearchParams({ text: last }),
        signal: asking.signal,
      });
      if (!answer.ok) return;
      const html = await answer.text();
      if (html.trim() !== place.innerHTML.trim()) place.innerHTML = html;
      if (place.childElementCount) seen();
    } catch {
      // Without network one goes on writing: what was typed goes with the form.
    }
  };

  const soon = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, PAUSE);
  };
  box.addEventListener("input", soon);
  if (box.value !== last) soon();
  // A text on its way must not arrive after the one that is being sent.
  form.addEventListener("submit", () => {
    window.clearTimeout(waiting);
    if (asking) asking.abort();
  });
})();
