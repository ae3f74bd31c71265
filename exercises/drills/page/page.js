// Fetches the page for another choice and swaps what it shows, so that the cursor moves without a reload. Without this script
// the button does it.
"use strict";
const choice = document.getElementById("choice");
let waiting = 0;
async function show() {
  const url = "/?" + new URLSearchParams(new FormData(choice));
  const mine = ++waiting;
  const answer = await fetch(url);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== waiting) return; // a later choice is under way
  document.getElementById("live").replaceWith(fresh.getElementById("live"));
  document.getElementById("clock").replaceWith(fresh.getElementById("clock"));
  history.replaceState(null, "", url);
}
let timer = 0;
choice.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, 120);
});
