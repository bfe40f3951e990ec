/* Keeps on this device (drafts.js, sealed) what is typed into a form marked data-keep, which only its button sends: the
   words come back after a reload, an expired sign-in or a lost connection, and [data-kept] in the form says so. Words
   that the page shows as saved are not brought back, nor those that were sent from a page and taken, which app.js is told
   by the page that came after; where it shows others by now, and where several windows left some, they are joined. */
(() => {
  "use strict";
  const AGAIN_MS = 3000;
  const TYPED = "textarea, select, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit])";

  // a name for the words of one page until they are sent; what was refused or brought back is part of what is sent next
  const newMark = (form) => `${form.id} ${Date.now()} ${Math.random()}`;
  const marksIn = (store, name) => { try { return JSON.parse(store().getItem(name)) ?? []; } catch { return []; } };
  const isTaken = ({ mark }) => marksIn(() => localStorage, "taken").includes(mark);

  const watch = (form) => {
    const fields = () => [...form.elements].filter((field) => field.name && field.matches(TYPED));
    const read = () => Object.fromEntries(fields().map((field) => [field.name, field.value]));
    const came = Object.fromEntries(fields().map((field) => [field.name, field.defaultValue ?? [...field.options].find((one) => one.defaultSelected)?.value ?? ""]));
    const differs = (one, other) => Object.keys(one).some((key) => other[key] !== undefined && one[key].trim() !== other[key].trim());
    const draft = window.drafts.of(form);
    const within = marksIn(() => sessionStorage, "refused").filter((mark) => mark.startsWith(`${form.id} `));
    let mark = newMark(form), isSent = false;
    let line = Promise.resolve();

    const bring = (content) => {
      if (content.mark) within.push(content.mark);
      fields().filter((field) => content.values[field.name] !== undefined).forEach((field) => {
        const was = content.came[field.name] ?? "", typed = content.values[field.name];
        if (typed.trim() === was.trim()) return;
        if (field.tagName === "TEXTAREA") field.value = window.merge(was, field.value, typed);
        else if (field.value === came[field.name]) field.value = typed;
      });
      const note = form.querySelector("[data-kept]");
      if (note) note.hidden = !differs(read(), came);
    };
    // what lies there is read before anything is put in its place
    const keep = () => {
      line = line.then(async () => {
        const left = await draft.left();
        if (!left) { setTimeout(keep, AGAIN_MS); return; }
        const brought = left.filter(({ content }) => !isTaken(content) && differs(content.values, came));
        brought.forEach(({ content }) => bring(content));
        // what is on its way went without them
        if (brought.length) renew();
        if (differs(read(), came)) await draft.put({ values: read(), came, mark });
        else await draft.drop();
        await Promise.all(left.map((one) => one.away()));
        form.dataset.draftsRead = "yes";
      }).catch(() => {});
    };
    const renew = () => {
      if (isSent || isTaken({ mark })) mark = newMark(form);
      isSent = false;
    };
    const typed = () => { renew(); keep(); };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      isSent = true;
      within.push(mark);
      try { sessionStorage.setItem("sent", JSON.stringify(within)); } catch { /* it comes back then */ }
    });
    document.addEventListener("drafts:left", () => { draft.again(); keep(); });
    keep();
  };
  document.querySelectorAll("form[data-keep]").forEach(watch);
})();
