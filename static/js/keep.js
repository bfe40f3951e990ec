/* Keeps on this device (drafts.js, sealed) what is typed into a form marked data-keep, which only its button sends: the
   words come back after a reload, an expired sign-in or a lost connection, and [data-kept] in the form says so. Words
   that the page shows as saved are not brought back; where it shows others by now, both are joined. */
(() => {
  "use strict";
  const AGAIN_MS = 3000;
  const TYPED = "textarea, select, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit])";

  const watch = (form) => {
    const fields = () => [...form.elements].filter((field) => field.name && field.matches(TYPED));
    const read = () => Object.fromEntries(fields().map((field) => [field.name, field.value]));
    const came = Object.fromEntries(fields().map((field) => [field.name, field.defaultValue ?? [...field.options].find((one) => one.defaultSelected)?.value ?? ""]));
    const differs = (one, other) => Object.keys(one).some((key) => other[key] !== undefined && one[key].trim() !== other[key].trim());
    const draft = window.drafts.of(form);
    let isRead = false, line = Promise.resolve();

    const bring = (content) => {
      fields().filter((field) => field.value === came[field.name] && content.values[field.name] !== undefined).forEach((field) => {
        const was = content.came[field.name] ?? "", typed = content.values[field.name];
        if (typed.trim() === was.trim()) return;
        field.value = field.tagName === "TEXTAREA" ? window.merge(was, came[field.name], typed) : typed;
      });
      const note = form.querySelector("[data-kept]");
      if (note) note.hidden = !differs(read(), came);
    };
    // what lies there is read before anything is put in its place
    const keep = () => {
      line = line.then(async () => {
        const left = isRead ? [] : await draft.found();
        if (!left) { setTimeout(keep, AGAIN_MS); return; }
        if (left.length && differs(left[0].content.values, came)) bring(left[0].content);
        isRead = true;
        if (differs(read(), came)) await draft.put({ values: read(), came });
        else await draft.drop();
        await Promise.all(left.map((one) => one.away()));
        form.dataset.draftsRead = "yes";
      }).catch(() => {});
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    keep();
  };
  document.querySelectorAll("form[data-keep]").forEach(watch);
})();
