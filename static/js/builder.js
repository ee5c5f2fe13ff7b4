// Counts follow every change: says when the form was edited, and lets answers in without touching what was typed since.
(() => {
  "use strict";
  const form = document.getElementById("audience-form");
  if (!form) return;

  // Every edit has a number. An answer knows the last edit that it was asked with; inputs edited after that stay.
  const editedAt = new WeakMap();
  let edits = form.querySelector("[name=tried]") ? 1 : 0;
  let known = 0;
  let waiting = 0;
  let leaving = false;
  const TYPING = 250;
  const AGAIN = 3000;

  // What is shown answers an older form, until the answer to the last edit is in.
  const edited = () => {
    clearTimeout(waiting);
    form.dataset.counting = "";
    htmx.trigger(form, "edited");
  };
  const note = (event) => {
    const input = event.target;
    if (!input.name || input.type === "hidden") return;
    edits += 1;
    form.dataset.counting = "";
    // A choice among radio buttons is all of them: an older answer that checks another one would take it back.
    const together = input.type === "radio" ? form.querySelectorAll(`[name="${CSS.escape(input.name)}"]`) : [input];
    for (const each of together) editedAt.set(each, edits);
    const line = input.closest(".line, .group");
    if (line) line.dataset.counting = "";
    clearTimeout(waiting);
    const typing = event.type === "input" && input.matches("textarea, input:not([type=radio], [type=checkbox])");
    waiting = setTimeout(edited, typing ? TYPING : 0);
  };
  form.addEventListener("input", note);

  // A button's answer changes the rule, so nothing may cut it short: what comes meanwhile waits in line.
  // Its press counts as an edit before its request is made, which is what it answers.
  const isAction = (element) => element.matches("button[name=action]");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=action]");
    if (!button) return;
    button.closest("details.menu")?.removeAttribute("open");
    if (!button.hasAttribute("hx-post")) {
      leaving = true;
      return;
    }
    clearTimeout(waiting);
    if (button.value !== "update") edits += 1;
  }, true);
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (isAction(event.detail.elt)) form.setAttribute("hx-sync", "this:queue all");
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (isAction(event.detail.elt)) form.setAttribute("hx-sync", "this:replace");
  });

  form.addEventListener("htmx:configRequest", (event) => {
    event.detail.edits = edits;
    // htmx sends the button that was pressed last along with whatever the form sends after; it was answered already.
    if (event.detail.elt === form) delete event.detail.parameters.action;
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    known = event.detail.requestConfig.edits;
    if (event.detail.target.id === "editor" && known === edits) delete form.dataset.counting;
    if (event.detail.xhr.status === 200) document.getElementById("signed-out").replaceChildren();
  });
  // Counts come by themselves once the server can be reached again.
  form.addEventListener("htmx:sendError", (event) => {
    if (event.detail.elt !== form) return;
    clearTimeout(waiting);
    waiting = setTimeout(edited, AGAIN);
  });
  // A line that is as it was comes with its counts and its dates alone.
  const keepLine = (line, fresh) => {
    for (const part of fresh.children) {
      line.querySelector(`:scope > .node-head .${part.className}`).replaceWith(part.cloneNode(true));
    }
    const newer = [...line.querySelectorAll("input, select, textarea")].some((input) => editedAt.get(input) > known);
    if (!newer) delete line.dataset.counting;
    return false;
  };
  Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, fresh) => {
    if (fresh.dataset?.asItWas !== undefined) return keepLine(old, fresh);
    // What was fetched since stays: the values of a name that fit what was typed, what a change of the rule would give.
    if (fresh.dataset?.kept !== undefined && old.id === fresh.id) return false;
    return !(editedAt.get(old) > known || old.id === "preview-open");
  };
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, element) => !(name === "open" && element.matches("details"));

  // A pasted column of values becomes one value a line.
  form.addEventListener("paste", (event) => {
    const box = event.target.closest("input[name$='-adding']");
    const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/[\r\n\t]+/).filter((line) => line.trim());
    if (!box || lines.length < 2) return;
    event.preventDefault();
    for (const line of lines) {
      const value = document.createElement("input");
      Object.assign(value, { type: "hidden", name: box.name.replace(/-adding$/, "-values"), value: line.trim() });
      box.before(value);
    }
    edits += 1;
    edited();
  });

  // Outside of a text, whose own undo the browser knows, the keys mean the rule.
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, input:not([type=radio], [type=checkbox])");
    if (!(event.ctrlKey || event.metaKey) || event.altKey || typing) return;
    const verb = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (!verb) return;
    event.preventDefault();
    document.getElementById(verb).click();
  });

  addEventListener("beforeunload", (event) => {
    if (edits && !leaving) event.preventDefault();
  });
})();
