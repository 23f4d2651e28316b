// Keeps the screen of a hall up to date without flicker: what is shown changes only when it is other. Optional.
//   <div id="pantalla" data-fresh="4">…</div>
(() => {
  "use strict";
  const place = document.getElementById("pantalla");
  if (!place || !window.fetch || !window.DOMParser) return;

  const look = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "omit", cache: "no-cache" });
      if (answer.status !== 200) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("pantalla");
      if (fresh && fresh.innerHTML !== place.innerHTML) place.replaceChildren(...fresh.childNodes);
    } catch {
      // Without network what is shown stays.
    }
  };

  setInterval(look, Number(place.dataset.fresh) * 1000);
})();
