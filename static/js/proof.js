// Solves the proof of work of a form while the person writes. Optional: without it, or where the
// browser cannot, the form goes through under a narrower limit. Says nothing to anybody.
//
//   <form data-proof-challenge='{"parameters": …, "signature": …}' data-proof-field="prueba">
//   with <input type="hidden" name="prueba"> in it: see templates/components/robot_fields.html
//
// The work is crypto.subtle's PBKDF2, which runs beside the page: the page never waits for it.
(() => {
  "use strict";
  const PATIENCE = 8000; // ms that a form which is being sent waits for its proof
  const subtle = window.crypto && window.crypto.subtle; // only over HTTPS, or on this machine
  if (!subtle) return;

  const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");

  const derive = async (wanted, nonce, salt, counter) => {
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: wanted.cost };
    return hex(await subtle.deriveBits(how, key, wanted.keyLength * 8));
  };

  const solve = async (challenge) => {
    const wanted = challenge.parameters;
    if (wanted.algorithm !== "PBKDF2/SHA-256") return "";
    const nonce = bytes(wanted.nonce);
    const salt = bytes(wanted.salt);
    for (let counter = 0; counter < 100000; counter += 1) {
      const derivedKey = await derive(wanted, nonce, salt, counter);
      if (derivedKey.startsWith(wanted.keyPrefix)) {
        return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
      }
    }
    return "";
  };

  const serve = (form) => {
    const field = form.elements.namedItem(form.dataset.proofField || "prueba");
    if (!field) return;
    let work = null;
    let ready = false;
    let waiting = false;

    const start = () => {
      work = work || Promise.resolve()
        .then(() => solve(JSON.parse(form.dataset.proofChallenge)))
        .then((proof) => { field.value = proof; }, () => {})
        .finally(() => { ready = true; });
      return work;
    };

    // Whoever only reads the page does no work.
    form.addEventListener("focusin", start, { once: true });
    form.addEventListener("input", start, { once: true });
    form.addEventListener("submit", (event) => {
      if (ready || event.defaultPrevented) return;
      event.preventDefault();
      if (waiting) return;
      waiting = true;
      const send = () => {
        if (!waiting) return;
        waiting = false;
        ready = true;
        form.requestSubmit(event.submitter || undefined);
      };
      start().then(send);
      window.setTimeout(send, PATIENCE);
    });
    // Back in the browser's own copy of the page, the proof was spent already: it goes without.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) field.value = "";
    });
  };

  document.querySelectorAll("form[data-proof-challenge]").forEach(serve);
})();
