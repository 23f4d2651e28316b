// Brings the desk of a hearing up to date without touching what is being written. Optional.
//   <div id="mesa" data-fresh="6" data-from="…" data-stamp="…" data-queued="3">…</div>
//   <p id="mesa-cambio" role="status" hidden>…</p>  shown instead while something in the desk is in use
(() => {
  "use strict";
  const place = document.getElementById("mesa");
  const told = document.getElementById("mesa-cambio");
  if (!place || !told || !window.fetch || !window.DOMParser) return;
  const title = document.title;

  const isInUse = () =>
    place.contains(document.activeElement) || place.querySelector("details[open]") !== null;
  const count = () => {
    const queued = Number(place.dataset.queued);
    document.title = queued ? `(${queued}) ${title}` : title;
  };

  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(place.dataset.from, { credentials: "same-origin", cache: "no-store" });
      if (answer.status !== 200) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("mesa");
      if (!fresh || fresh.dataset.stamp === place.dataset.stamp) return;
      place.dataset.queued = fresh.dataset.queued;
      count();
      told.hidden = !isInUse();
      if (!told.hidden) return;
      place.dataset.stamp = fresh.dataset.stamp;
      place.replaceChildren(...fresh.childNodes);
    } catch {
      // Without network what is there stays.
    }
  };

  count();
  setInterval(look, Number(place.dataset.fresh) * 1000);
})();
