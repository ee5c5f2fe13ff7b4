// What every page shares: menus that close, the folded sidebar, forms that are sent once, and words when a request fails.
(() => {
  "use strict";
  addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const toggle = event.target.closest("[data-toggles]");
    if (!toggle) return;
    const open = document.getElementById(toggle.dataset.toggles).classList.toggle("show");
    toggle.setAttribute("aria-expanded", String(open));
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // The second press of a double click would save again, and be told that somebody has saved already.
  const SENDING = 10_000;
  const sent = new WeakMap();
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.getAttribute("method") !== "post") return;
    if (event.timeStamp - (sent.get(event.target) ?? -SENDING) < SENDING) event.preventDefault();
    else sent.set(event.target, event.timeStamp);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => sent.delete(form)));

  // Buttons that copy a box's text are of use with script only.
  const show = () => document.querySelectorAll("[data-copies][hidden]").forEach((button) => { button.hidden = false; });
  addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const box = document.getElementById(button.dataset.copies);
    box.select();
    await navigator.clipboard?.writeText(box.value);
    say("Copied.");
  });
  addEventListener("htmx:afterSettle", show);
  show();
  // A part of the page that refreshes itself waits while nobody looks, and while somebody reads what was unfolded.
  addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches("[data-polite]")) return;
    if (document.hidden || event.detail.target.querySelector("details[open]")) event.preventDefault();
  });

  const say = (sentence) => {
    const notice = document.getElementById("notice");
    if (notice) notice.textContent = sentence;
  };
  const failures = {
    400: "This page was open too long. Reload it, then try again.",
    403: "You are not allowed to do this.",
    404: "This is not there any more. Reload the page to see what is.",
    413: "What was sent is too large. Make it smaller, then try again.",
  };
  addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(failures[status] ?? "The server could not answer. Nothing was changed; try again in a moment.");
  });
  addEventListener("htmx:sendError", () => say("The server cannot be reached. Check the connection, then try again."));
  addEventListener("htmx:afterOnLoad", () => say(""));
})();
