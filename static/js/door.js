// Finds a name in the list of a hearing's door while it is typed. Nothing leaves the page. Optional.
//   <p class="find-name" hidden><input type="search"></p> … <ul class="seats"><li>…</li></ul>
(() => {
  "use strict";
  const box = document.querySelector(".find-name");
  if (!box) return;
  const field = box.querySelector("input");
  const plain = (text) =>
    text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

  field.addEventListener("input", () => {
    const asked = plain(field.value.trim());
    for (const row of document.querySelectorAll(".seats > li"))
      row.hidden = !plain(row.querySelector("b").textContent).includes(asked);
  });
  box.hidden = false;
})();
