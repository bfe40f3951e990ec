/* The editor of a template: a button pressed while the draft is being saved waits for that save, so that one person
   does not meet themselves as a conflict. */
(() => {
  "use strict";
  const form = document.getElementById("draft");
  const sign = form?.querySelector("[data-save-state]");
  if (!sign) return;
  document.addEventListener("submit", (event) => {
    if (event.target !== form || sign.dataset.state !== "saving") return;
    event.preventDefault();
    event.stopPropagation();
    const press = event.submitter;
    const look = (left) => (sign.dataset.state === "saving" && left ? setTimeout(() => look(left - 1), 100) : form.requestSubmit(press));
    look(50);
  }, true);
})();
