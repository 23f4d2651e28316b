// Counts what is written in a box, as the server does. Optional: the page says the limits anyway.
//   <textarea id="id_text" data-most="3000"> and <p data-count-of="id_text">, <p data-count-said role="status">
(() => {
  "use strict";
  const format = new Intl.NumberFormat("es-CL", { useGrouping: "always" });
  const number = (count) => format.format(count).replace(/,/g, ".");
  const letters = (count) => `${number(count)} ${count === 1 ? "letra" : "letras"}`;

  const serve = (shown) => {
    const box = document.getElementById(shown.dataset.countOf);
    if (!box) return;
    const said = shown.parentElement.querySelector("[data-count-said]");
    const most = Number(box.dataset.most);
    let waiting = 0;

    const count = () => {
      const length = [...box.value.trim().normalize("NFC")].length;
      const over = length - most;
      shown.textContent = over > 0
        ? `${letters(over)} de más: acórtelo. El máximo es ${number(most)}.`
        : `${number(length)} de ${letters(most)}`;
      shown.classList.toggle("over", over > 0);
      window.clearTimeout(waiting);
      // Read aloud only near the end, and once the person stops writing.
      waiting = window.setTimeout(() => {
        if (said) said.textContent = length > most * 0.9 ? shown.textContent : "";
      }, 1000);
    };
    box.addEventListener("input", count);
    window.addEventListener("pageshow", count);
    count();
  };

  document.querySelectorAll("[data-count-of]").forEach(serve);
})();
