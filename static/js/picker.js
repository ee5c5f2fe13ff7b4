// A select of many names has its chosen one alone. It opens as a list that can be searched: the page has each list once.
(() => {
  "use strict";
  const form = document.getElementById("audience-form");
  const pick = document.getElementById("pick");
  if (!form || !pick) return;

  const listOf = (select) => document.getElementById(`list-${select.dataset.list}`).content;

  // A browser that cannot show the list opens the select itself, with all names in it.
  if (!pick.showPopover) {
    form.addEventListener("focusin", ({ target }) => {
      if (!target.matches("select[data-list]") || target.options.length > 1) return;
      const chosen = target.value;
      target.append(listOf(target).cloneNode(true));
      target.value = chosen;
    });
    return;
  }

  form.classList.add("has-picker");
  const SELECTS = "select[data-pick]";
  const MOST = 150;
  const search = document.getElementById("pick-search");
  const list = document.getElementById("pick-list");
  const found = document.getElementById("pick-found");
  const hints = new Map(Array.from(document.querySelectorAll("#hints option"), (option) => [option.value, option]));
  let owner = "";

  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  const hintOf = (select, option) => hints.get(select.dataset.pick + option.value);
  const groupOf = (option) => option.closest("optgroup")?.label ?? "";
  const wordsOf = (text) => text.toLowerCase().split(/[\s._:[\]]+/).filter(Boolean);
  const options = () => list.querySelectorAll("[role=option]");
  const active = () => list.querySelector(".is-active");

  const activate = (option) => {
    active()?.classList.remove("is-active");
    option?.classList.add("is-active");
    option?.scrollIntoView({ block: "nearest" });
    if (option) search.setAttribute("aria-activedescendant", option.id);
    else search.removeAttribute("aria-activedescendant");
  };

  const offer = (select, option, number) => {
    const row = make("div", "pick-option", "");
    row.id = `pick-${number}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(option.value === select.value));
    row.dataset.value = option.value;
    row.append(make("span", "pick-name", option.text));
    const hint = hintOf(select, option);
    if (hint) row.append(make("span", hint.dataset.warns === undefined ? "pick-hint" : "pick-hint pick-warns", hint.label));
    return row;
  };

  // What is shown is what has every word that was typed, in its name as people or as data write it, its group, or what is known of it.
  const show = (select) => {
    const words = wordsOf(search.value);
    const fits = (option) => {
      const text = `${option.text} ${option.value} ${groupOf(option)} ${hintOf(select, option)?.label ?? ""}`.toLowerCase();
      return option.value && words.every((word) => text.includes(word));
    };
    const fitting = Array.from(listOf(select).querySelectorAll("option")).filter(fits);
    list.replaceChildren();
    let group = null;
    fitting.slice(0, MOST).forEach((option, number) => {
      if (group?.dataset.name !== groupOf(option)) {
        group = make("div", "pick-group", "");
        group.dataset.name = groupOf(option);
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", groupOf(option) || "Other");
        const title = make("div", "pick-title", groupOf(option));
        title.setAttribute("aria-hidden", "true");
        group.append(title);
        list.append(group);
      }
      group.append(offer(select, option, number));
    });
    const more = fitting.length - MOST;
    found.textContent = fitting.length ? (more > 0 ? `${more.toLocaleString("en")} more: type to narrow` : "") : "Nothing has this name";
    // Enter chooses the name that was typed whole, however many longer ones have its words and stand before it.
    const whole = Array.from(options()).find((row) => wordsOf(row.firstChild.textContent).join(" ") === words.join(" "));
    activate(list.querySelector("[aria-selected=true]") ?? whole ?? options()[0]);
  };

  // Beside the select; on a narrow screen at the top, where a keyboard that comes up from below covers nothing.
  const place = (select) => {
    pick.removeAttribute("style");
    if (innerWidth < 576) return;
    const at = select.getBoundingClientRect();
    const below = innerHeight - at.bottom;
    const up = below < 260 && at.top > below;
    pick.style.left = `${Math.max(8, Math.min(at.left, innerWidth - pick.offsetWidth - 8))}px`;
    pick.style.top = up ? "auto" : `${at.bottom + 2}px`;
    pick.style.bottom = up ? `${innerHeight - at.top + 2}px` : "auto";
    pick.style.maxHeight = `${Math.max(160, Math.min(420, (up ? at.top : below) - 12))}px`;
  };

  const open = (select, typed = "") => {
    owner = select.id;
    pick.setAttribute("aria-label", select.getAttribute("aria-label") ?? "Choose");
    search.value = typed;
    pick.showPopover();
    place(select);
    show(select);
    // A finger has the list to itself until it asks for the keyboard.
    (matchMedia("(pointer: coarse)").matches ? list : search).focus();
  };

  const choose = (row) => {
    const select = document.getElementById(owner);
    pick.hidePopover();
    if (!select || !row) return;
    select.focus();
    if (select.value === row.dataset.value) return;
    if (!Array.from(select.options).some((option) => option.value === row.dataset.value)) {
      select.append(new Option(row.firstChild.textContent, row.dataset.value));
    }
    select.value = row.dataset.value;
    for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
  };

  // The press keeps the select's own list away; the click, by when an open one has closed, brings ours.
  form.addEventListener("mousedown", (event) => {
    if (!event.button && event.target.closest(SELECTS)) event.preventDefault();
  });
  form.addEventListener("click", (event) => {
    const select = event.target.closest(".searched")?.querySelector(SELECTS);
    if (!select) return;
    select.focus();
    open(select);
  });
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches(SELECTS) || event.ctrlKey || event.metaKey) return;
    const typed = event.key.length === 1 && event.key !== " " ? event.key : "";
    if (!typed && !["ArrowDown", "ArrowUp", "Enter", " ", "F4"].includes(event.key)) return;
    event.preventDefault();
    open(event.target, typed);
  });

  search.addEventListener("input", () => {
    const select = document.getElementById(owner);
    if (select) show(select);
  });
  search.addEventListener("keydown", (event) => {
    const rows = Array.from(options());
    const at = rows.indexOf(active());
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    if (event.key in steps) activate(rows[Math.max(0, Math.min(rows.length - 1, steps[event.key]))]);
    else if (event.key === "Enter") choose(active());
    else if (event.key === "Tab") pick.hidePopover();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) choose(row);
  });
  // A keyboard that comes up changes the height alone.
  let width = innerWidth;
  addEventListener("resize", () => {
    if (width !== innerWidth && pick.matches(":popover-open")) pick.hidePopover();
    width = innerWidth;
  });
})();
