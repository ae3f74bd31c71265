(function () {
  "use strict";
  var every = 1000 * Number(document.body.dataset.every), paused = false;
  var button = document.getElementById("pause"), lost = document.getElementById("lost");
  button.hidden = false;
  button.addEventListener("click", function () {
    paused = !paused;
    button.setAttribute("aria-pressed", String(paused));
  });
  function show(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html");
    document.querySelectorAll("[data-live]").forEach(function (old) {
      var next = fresh.getElementById(old.id);
      // What holds the focus is left alone, so that a reader is not thrown out of it.
      if (next && !old.contains(document.activeElement) && old.innerHTML !== next.innerHTML) {
        old.replaceChildren.apply(old, next.childNodes);
      }
    });
    lost.textContent = "";
  }
  function update() {
    if (paused || document.hidden) { return; }
    // A server that hangs must not leave old numbers looking new.
    fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(Math.max(every, 5000)) }).then(function (r) {
      if (!r.ok) { throw new Error(r.status); }
      return r.text();
    }).then(show).catch(function () {
      lost.textContent = "No connection: these numbers are old.";
    });
  }
  setInterval(update, every);
})();
