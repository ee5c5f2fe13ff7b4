// Lines and groups can be dragged by their grips; a drop presses the hidden button that moves them.
(() => {
  "use strict";
  const form = document.getElementById("audience-form");
  const button = document.getElementById("place");
  if (!form || !button) return;
  const START = 4;
  let held = null;

  // Where the pointer would put the node: before the child of a group whose middle lies below it.
  const spot = (node, y) => {
    const over = document.elementFromPoint(held.x, y)?.closest(".group-children, .group");
    const group = over?.closest(".group");
    if (!group || node.contains(group) || !form.contains(group)) return null;
    const children = [...group.querySelector(":scope > .group-children").children].filter((child) => child !== marker);
    const next = children.findIndex((child) => {
      const { top, height } = child.getBoundingClientRect();
      return y < top + height / 2;
    });
    return { group, children, position: next < 0 ? children.length : next };
  };

  const marker = document.createElement("div");
  marker.className = "drop-marker";

  const end = () => {
    marker.remove();
    held?.node.classList.remove("is-dragged");
    held = null;
  };

  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    held = { node: grip.closest(".line, .group"), x: event.clientX, y: event.clientY, moving: false };
  });
  form.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.moving ||= Math.abs(event.clientY - held.y) > START;
    if (!held.moving) return;
    held.x = event.clientX;
    held.node.classList.add("is-dragged");
    held.spot = spot(held.node, event.clientY);
    if (!held.spot) return marker.remove();
    const { group, children, position } = held.spot;
    group.querySelector(":scope > .group-children").insertBefore(marker, children[position] ?? null);
  });
  form.addEventListener("pointerup", () => {
    const { node, spot } = held ?? {};
    end();
    if (!spot) return;
    button.value = `place:${node.id}.${spot.group.id}.${spot.position}`;
    button.click();
  });
  form.addEventListener("pointercancel", end);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });
})();
