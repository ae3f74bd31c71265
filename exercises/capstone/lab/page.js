// Fetches the page again every two seconds and swaps its live parts. Without
// this script the page still works: reload it by hand.
"use strict";
async function update() {
  // What you are about to press, or have marked to copy, must stay in place.
  const held = document.activeElement?.closest("[data-live]") || String(getSelection()) !== "";
  if (!document.hidden && !held) {
    try {
      const answer = await fetch("/");
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const parts = fresh.querySelectorAll("[data-live]");
      document.querySelectorAll("[data-live]").forEach((old, i) => old.replaceWith(parts[i]));
      document.getElementById("silence").hidden = true;
    } catch {
      document.getElementById("silence").hidden = false;
    }
  }
  setTimeout(update, 2000);
}
setTimeout(update, 2000);

// The frame is as high as the dashboard in it, so that only the page scrolls.
const frame = document.querySelector("iframe");
function fit() {
  const body = frame.contentDocument.body;
  new ResizeObserver(() => { frame.style.height = Math.ceil(body.getBoundingClientRect().height) + "px"; }).observe(body);
}
if (frame) {
  frame.addEventListener("load", fit);
  if (frame.contentDocument.readyState === "complete") fit();
}
