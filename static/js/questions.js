// Puts today's questions, or the days left, into a printed page when the reader comes near. Optional.
//   <div data-fragment="/participacion/fragmento/?sobre=…">what the page says by itself</div>
(() => {
  "use strict";
  if (!window.fetch || !window.IntersectionObserver) return;

  const fill = async (place) => {
    try {
      const answer = await fetch(place.dataset.fragment, { credentials: "omit" });
      if (answer.status !== 200) return;
      const html = (await answer.text()).trim();
      if (html) place.innerHTML = html;
    } catch {
      // Without network the printed words stay.
    }
  };

  // Before it is in sight, so that nothing moves under the reader's eyes.
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        near.unobserve(entry.target);
        fill(entry.target);
      }
    },
    { rootMargin: "400px" },
  );
  for (const place of document.querySelectorAll("[data-fragment]")) near.observe(place);
})();
