/* Lines of one's own template beside the writing box: one press makes a line a card; or it goes into the box first, to be
   changed. Which lines are cards already is told by one's own cards on this page, so that nothing has to be asked. */
(() => {
  "use strict";
  const room = () => document.getElementById("room");
  const lines = () => [...(room()?.querySelectorAll("[data-line]") ?? [])];
  const words = (place) => place?.textContent.trim() ?? "";
  const ownList = "[id$='-own'] .tile > div:first-child, [data-mine] [data-text]";

  const mark = () => {
    const own = new Set([...(room()?.querySelectorAll(ownList) ?? [])].map(words));
    for (const line of lines()) {
      const form = line.querySelector("[data-line-form]"), used = line.querySelector("[data-line-used]");
      if (!form) continue;
      const isCard = "made" in line.dataset || own.has(words(line.querySelector("[data-line-text]")));
      const hadFocus = form.contains(document.activeElement);
      form.hidden = isCard;
      used.hidden = !isCard;
      if (isCard && hadFocus) line.focus({ preventScroll: true });
    }
  };
  const into = (box, text) => {
    if (!box || !text) return;
    box.value = box.value.trim() ? `${box.value.trimEnd()}\n${text}` : text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line-change]")?.closest("[data-line]");
    if (!line) return;
    const box = [...room().querySelectorAll("form textarea[name=text]")].find((one) => one.form.elements.kind?.value === line.dataset.line);
    if (!box) return;
    into(box, words(line.querySelector("[data-line-text]")));
    into(box.form.elements.because, words(line.querySelector("[data-line-because]")));
    box.focus();
  });
  // once all cards are shown there is no list of one's own: the answer says that it is one
  document.addEventListener("htmx:afterRequest", (event) => {
    const line = event.detail.elt.closest?.("[data-line]");
    if (line && event.detail.successful && !room().querySelector("[id$='-own']")) line.dataset.made = "";
    if (line) mark();
  });
  for (const name of ["room:drawn", "cards:listed", "htmx:afterSettle"]) document.addEventListener(name, mark);
})();
