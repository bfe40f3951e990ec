/* The reflection page: the chip tells the chosen readers, two windows meet, "I'm ready" waits for the last save. */
(() => {
  "use strict";
  const signOf = (form) => form.querySelector("[data-save-state]");

  document.querySelectorAll("form[data-prompt]").forEach((form) => {
    form.querySelector("[data-save-button]")?.setAttribute("hidden", "");
    const audience = form.querySelector(".audience");
    form.addEventListener("change", (event) => {
      if (event.target.name !== "audience") return;
      audience.querySelector("[data-who]").textContent = audience.getAttribute(`data-who-${event.target.value}`) ?? "";
    });
  });

  // both versions are shown; nothing is saved until the person has chosen
  document.addEventListener("autosave:conflict", (event) => {
    const form = event.target, newer = event.detail;
    if (!newer) return;
    form.querySelector("[data-conflict]")?.remove();
    const panel = document.getElementById("conflict").content.firstElementChild.cloneNode(true);
    const boxes = [...form.querySelectorAll("textarea")];
    panel.querySelector("[data-newer]").append(...boxes.filter((box) => newer[box.name]).map((box) => {
      const quote = document.createElement("blockquote");
      quote.className = "newer";
      quote.textContent = newer[box.name];
      return quote;
    }));
    panel.querySelector("[data-newer-who]").textContent = newer.who;
    panel.querySelector("[data-newer-at]").textContent = newer.saved_at;
    const settle = (value) => {
      boxes.forEach((box) => { box.value = value(box, newer[box.name] ?? ""); });
      form.elements.namedItem("version").value = newer.version;
      panel.remove();
      form.dispatchEvent(new CustomEvent("autosave:resume"));
      boxes[0]?.focus();
    };
    panel.addEventListener("click", (click) => {
      const choice = click.target.closest("[data-choose]")?.dataset.choose;
      if (choice === "mine") settle((box) => box.value);
      if (choice === "theirs") {
        const radio = form.querySelector(`[name="audience"][value="${newer.audience}"]`);
        if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
        settle((_box, theirs) => theirs);
      }
      if (choice === "both") settle((box, theirs) => (box.value === theirs || !theirs ? box.value : `${theirs}\n\n${box.value}`.trim()));
    });
    form.querySelector("[role=group]").before(panel);
    const sign = signOf(form);
    sign.textContent = sign.dataset.wordsChoose;
    panel.focus();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-after-save") || form.dataset.saved) return;
    const busy = () => [...document.querySelectorAll("form[data-prompt]")].filter((one) => ["dirty", "saving"].includes(signOf(one)?.dataset.state));
    const stuck = () => [...document.querySelectorAll("form[data-prompt]")].find((one) => ["kept", "stopped"].includes(signOf(one)?.dataset.state));
    if (!busy().length && !stuck()) return;
    event.preventDefault();
    const look = (left) => {
      if (stuck()) return stuck().querySelector("textarea").focus();
      if (busy().length && left) return setTimeout(() => look(left - 1), 150);
      form.dataset.saved = "yes";
      form.requestSubmit();
    };
    look(60);
  }, true);
})();
