/* The planner: a meeting is dragged to a day, or moved by its button and the arrow keys; nothing is saved before "Move". */
(() => {
  "use strict";
  const mover = document.getElementById("mover");
  if (!mover) return;

  const ask = (card, day) => {
    htmx.ajax("GET", day ? `${card.dataset.slot}?meets_on=${day}` : card.dataset.slot, { target: "#mover-body" });
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "mover-body") return;
    if (!mover.open) mover.showModal();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]") || event.target === mover) mover.close();
  });

  // dragging
  let dragged = null;
  const dayUnder = (event) => (dragged ? event.target.closest("[data-weeks] .day[data-day]") : null);
  const unmark = () => document.querySelectorAll(".day--over").forEach((day) => day.classList.remove("day--over"));
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".meet[draggable]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    dragged.classList.add("meet--dragged");
  });
  document.addEventListener("dragover", (event) => {
    const day = dayUnder(event);
    if (!day) return;
    event.preventDefault();
    if (day.classList.contains("day--over")) return;
    unmark();
    day.classList.add("day--over");
  });
  document.addEventListener("drop", (event) => {
    const day = dayUnder(event);
    if (!day) return;
    event.preventDefault();
    if (day.dataset.day !== dragged.dataset.day) ask(dragged, day.dataset.day);
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("meet--dragged");
    dragged = null;
    unmark();
  });

  // arrow keys on a meeting's "Move": a day to the side, a week up or down
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("[data-move]")?.closest(".meet[data-day]");
    if (!card || !(event.key in STEPS)) return;
    event.preventDefault();
    const days = [...document.querySelectorAll("[data-weeks] .day[data-day]")].map((day) => day.dataset.day);
    const wanted = new Date(`${card.dataset.day}T12:00:00Z`);
    wanted.setUTCDate(wanted.getUTCDate() + STEPS[event.key]);
    const goal = wanted.toISOString().slice(0, 10);
    // the nearest day that is open, in the direction of the key
    const next = STEPS[event.key] > 0 ? days.find((day) => day >= goal) : days.findLast((day) => day <= goal);
    if (next) ask(card, next);
  });
})();
