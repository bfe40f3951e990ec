/* The reflection page: the chip tells the chosen readers, two windows meet. */
(() => {
  "use strict";
  const signOf = (form) => form.querySelector("[data-save-state]");

  document.querySelectorAll("form[data-prompt]").forEach((form) => {
    form.querySelector("[data-save-button]")?.setAttribute("hidden", "");
    const audience = form.querySelector(".audience");
    const tell = (event) => {
      if (event.target.name !== "audience") return;
      audience.querySelector("[data-who]").textContent = audience.getAttribute(`data-who-${event.target.value}`) ?? "";
    };
    form.addEventListener("change", tell);
    form.addEventListener("autosave:put", tell);
  });

  const quotes = (boxes, texts) => boxes.filter((box) => texts[box.name]).map((box) => {
    const quote = document.createElement("blockquote");
    quote.className = "newer";
    quote.textContent = texts[box.name];
    return quote;
  });

  // both versions are shown; nothing is saved until the person has chosen
  document.addEventListener("autosave:conflict", (event) => {
    if (!event.detail) return;
    const form = event.target, { newer, base, settle } = event.detail;
    form.querySelector("[data-conflict]")?.remove();
    form.querySelector("details.cover")?.setAttribute("open", "");
    const panel = document.getElementById("conflict").content.firstElementChild.cloneNode(true);
    const boxes = [...form.querySelectorAll("textarea")];
    const texts = (value) => Object.fromEntries(boxes.map((box) => [box.name, value(box, newer[box.name] ?? "")]));
    const joined = () => texts((box, theirs) => window.merge(base[box.name] ?? "", box.value, theirs));
    const draw = () => panel.querySelector("[data-joined]").replaceChildren(...quotes(boxes, joined()));
    panel.querySelector("[data-newer]").append(...quotes(boxes, newer));
    panel.querySelector("[data-newer-who]").textContent = newer.who;
    panel.querySelector("[data-newer-at]").textContent = newer.saved_at;
    draw();
    form.addEventListener("input", draw);
    panel.addEventListener("click", (click) => {
      const choice = click.target.closest("[data-choose]")?.dataset.choose;
      if (!choice) return;
      form.removeEventListener("input", draw);
      const chosen = { mine: () => texts((box) => box.value), theirs: () => newer, both: joined }[choice]();
      // who only the other window made narrower or wider stays as chosen there
      if (choice === "both" && form.elements.namedItem("audience")?.value === base.audience && newer.audience) chosen.audience = newer.audience;
      panel.remove();
      settle(chosen);
      boxes[0]?.focus();
    });
    form.querySelector("[role=group]").before(panel);
    const sign = signOf(form);
    sign.textContent = sign.dataset.wordsChoose;
    // it is read out all the same; who is typing goes on, and loses no letter to it
    if (!form.contains(document.activeElement)) panel.focus();
  });
})();
