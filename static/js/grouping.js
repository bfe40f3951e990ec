/* Dragging a card or topic by its [data-grip] onto a topic, or onto another card: a plus beside select-and-assign, whose
   form it fills. Onto a topic it is sent at once; onto a card both are selected and the new topic waits for its name.
   Works with mouse, pen and finger; Escape lets go. What was selected already goes along where the dragged one is among it. */
(() => {
  "use strict";
  const form = () => document.getElementById("group-form");
  const pick = (thing) => thing?.querySelector(":scope > .tile__pick input, :scope > .row-flow > .tile__pick input");
  const picks = () => [...document.querySelectorAll("input[form='group-form'], #group-form input[type=checkbox]")];
  let held = null;

  const under = (event) => {
    const found = document.elementsFromPoint(event.clientX, event.clientY).map((one) => one.closest("li[id^='topic-'], #group-tiles > li[id^='card-']"));
    return found.find((one) => one && one !== held.thing && !held.thing.contains(one) && !one.contains(held.thing)) ?? null;
  };
  const aim = (target) => {
    if (held.target === target) return;
    held.target?.classList.remove("is-aimed");
    target?.classList.add("is-aimed");
    held.target = target;
  };
  const letGo = () => {
    if (!held) return;
    aim(null);
    held.thing.classList.remove("is-dragged");
    held.ghost.remove();
    held = null;
    // the room has waited with its drawing; what was dropped is sent first
    setTimeout(() => document.dispatchEvent(new Event("room:let-go")));
  };
  const select = (inputs) => {
    const isAmong = inputs[0].checked;
    if (!isAmong) picks().forEach((one) => { one.checked = false; });
    inputs.forEach((one) => { one.checked = true; });
  };
  const drop = () => {
    const { thing, target, input } = held;
    letGo();
    if (!target || !form()) return;
    const into = form().querySelector("[name=topic]");
    if (target.id.startsWith("topic-")) {
      select([input]);
      into.value = target.id.slice("topic-".length);
      form().requestSubmit();
      return;
    }
    select([input, pick(target)].filter(Boolean));
    if (into) into.value = "";
    form().querySelector("[name=title]").focus();
    document.getElementById("room-said").textContent = form().dataset.wordsName;
    thing.scrollIntoView?.({ block: "nearest" });
  };

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    const thing = grip?.closest("li");
    const input = thing && (pick(thing) ?? thing.querySelector("input[name=cards]"));
    if (!input || held || event.button !== 0) return;
    event.preventDefault();
    const ghost = document.createElement("div");
    ghost.className = "drag-ghost";
    ghost.setAttribute("aria-hidden", "true");
    ghost.textContent = (thing.querySelector("strong") ?? thing.querySelector(".tile__pick span"))?.textContent ?? "";
    document.body.append(ghost);
    held = { thing, input, ghost, target: null, pointer: event.pointerId };
    thing.classList.add("is-dragged");
    grip.setPointerCapture(event.pointerId);
    move(event);
  });
  const move = (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    held.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    aim(under(event));
    const edge = 80;
    if (event.clientY < edge) scrollBy(0, -16); else if (event.clientY > innerHeight - edge) scrollBy(0, 16);
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", (event) => { if (held?.pointer === event.pointerId) drop(); });
  document.addEventListener("pointercancel", letGo);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") letGo(); });
})();
