// Fetches the live part again every two seconds. Without it the page still
// works: reload it by hand.
"use strict";
const live = document.getElementById("live");
async function update() {
  // What you are about to press, or have scrolled to, must not go away.
  const held = live.contains(document.activeElement) || String(getSelection()) !== "";
  if (!document.hidden && !held) {
    try {
      const answer = await fetch("/live");
      if (answer.ok) live.innerHTML = await answer.text();
    } catch {
      live.querySelector("h2").textContent = "The service does not answer any more";
    }
  }
  setTimeout(update, 2000);
}
setTimeout(update, 2000);
