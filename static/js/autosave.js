/* Saves a form marked data-autosave while somebody types, and what they typed before this script had come. The form says
   autocomplete="off": else a browser that reloads puts back words of its own, which would pass for newly typed ones.
   It posts the whole form to data-autosave-url (else the form's action) with the header "X-Autosave: 1" and expects:
     200 or 204      saved; JSON may carry {"saved_at": "10:42 AM", "version": 3}; a version is put into the field named "version"
     409             somebody else changed it; nothing is overwritten. JSON may carry what stands there, field by field, and its
                     version: where no field was changed on both sides the two are joined and saved. Else the page gets the
                     event "autosave:conflict" with {newer, base, settle}; settle({field: value}) saves what the person chose
     410             it can no longer be changed; the words are kept, should it be taken up again
     403, 404        the person may no longer write it; the words stay on the page and nowhere else
     422             something is refused; tried again at the next change
     a redirect, 401 the sign-in has expired, or somebody else signed in: this is not saved, the words are kept until they are
   Words that are not saved yet are kept by drafts.js and come back after a reload, a new sign-in, or in another tab.
   A form marked data-after-save is sent once every such form of its page is saved, and one that saves itself once its own
   save has come back. Where that does not happen nothing is sent: the box has the focus, and its sign says why. */
(() => {
  "use strict";
  const QUIET_MS = 900;
  const RETRY_MS = [2000, 5000, 15000, 30000];
  const MOST_SENT = 20;
  const SAVE_MS = 15000;
  const WAIT_MS = 9000;
  const LOOK_MS = 100;
  const LEFT_OUT = ["hidden", "password", "file", "submit", "button", "fieldset"];

  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !LEFT_OUT.includes(field.type));
  const keyOf = (field) => (field.type === "checkbox" ? `${field.name}=${field.value}` : field.name);
  // {field: value}; a group of radios is one field
  const read = (form) => {
    const values = {};
    fieldsOf(form).forEach((field) => {
      if (field.type === "radio") values[field.name] = field.checked ? field.value : values[field.name] ?? "";
      else if (field.type === "checkbox") values[keyOf(field)] = String(field.checked);
      else values[field.name] = field.multiple ? JSON.stringify([...field.selectedOptions].map((one) => one.value)) : field.value;
    });
    return values;
  };
  // what the server sent, whatever was typed before this script ran
  const readSent = (form) => {
    const values = read(form);
    fieldsOf(form).filter((field) => field.type === "radio").forEach((field) => { values[field.name] = ""; });
    fieldsOf(form).forEach((field) => {
      if (field.type === "radio") { if (field.defaultChecked) values[field.name] = field.value; }
      else if (field.type === "checkbox") values[keyOf(field)] = String(field.defaultChecked);
      else if (field.multiple) values[field.name] = JSON.stringify([...field.options].filter((one) => one.defaultSelected).map((one) => one.value));
      else if (field.options) values[field.name] = ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
      else values[field.name] = field.defaultValue;
    });
    return values;
  };
  const putBack = (form, values) => fieldsOf(form).forEach((field) => {
    const value = values[keyOf(field)];
    if (value === undefined) return;
    if (field.type === "radio") {
      if (field.checked === (field.value === value)) return;
      field.checked = field.value === value;
      if (field.checked) field.dispatchEvent(new CustomEvent("autosave:put", { bubbles: true }));
    } else if (field.type === "checkbox") field.checked = value === "true";
    else if (field.multiple) { const chosen = JSON.parse(value); [...field.options].forEach((one) => { one.selected = chosen.includes(one.value); }); }
    else if (field.value !== value) {
      field.value = value;
      field.dispatchEvent(new CustomEvent("autosave:put", { bubbles: true }));
    }
  });
  const same = (one, other) => Object.keys(one).every((key) => other[key] === undefined || one[key] === other[key]);

  const watched = [];
  const watch = (form) => {
    if (form.dataset.autosaveOn) return;
    form.dataset.autosaveOn = "yes";
    const sign = document.querySelector(`[data-save-state="${form.id}"]`) ?? document.querySelector("[data-save-state]");
    const version = form.elements.namedItem("version");
    const draft = window.drafts.of(form);
    // `base` is what the server has as this window knows it, `sent` what went there and was not answered yet
    let base = readSent(form), sent = [];
    let isDirty = !same(base, read(form));
    let isKept = false, isKeeping = false, line = Promise.resolve();
    let timer = 0, tries = 0, sending = false, again = false, stopped = false;
    let isRevoked = false;
    let state = "idle", lastBox = null;
    let isOut = false; // the link to the sign-in stands still until a save gets through, so that it can be pressed

    const words = (key) => sign?.dataset[key] ?? "";
    const say = (to, text, link) => {
      state = to;
      if (!sign) return;
      sign.dataset.state = state;
      sign.textContent = text ?? "";
      if (!link) return;
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.textContent = link.text;
      sign.append(" ", anchor);
    };
    // one after another, and the last state wins; what lies there is read before anything is put in its place
    const keep = () => {
      isKept = false;
      if (isKeeping) return line;
      isKeeping = true;
      line = line.then(async () => {
        isKeeping = false;
        const left = await draft.left();
        if (!left) return;
        left.forEach(({ content }) => restore(content));
        if (isDirty && !isRevoked) {
          if (!await draft.put({ values: read(form), base, sent, version: version?.value })) return;
          isKept = !isKeeping;
        } else await draft.drop();
        await Promise.all(left.map((one) => one.away()));
        if (left.length && isDirty) later(QUIET_MS);
      }).catch(() => {});
      return line;
    };
    const look = async (again = 0) => {
      await keep();
      if (!draft.isRead()) return setTimeout(look, RETRY_MS[Math.min(again, RETRY_MS.length - 1)], again + 1);
      form.dataset.draftsRead = "yes";
      if (isDirty) later(QUIET_MS);
    };
    // what another window left is joined to what stands here, but not while somebody chooses between two versions
    const takeUp = () => {
      if (stopped) { setTimeout(takeUp, QUIET_MS); return; }
      draft.again();
      look();
    };
    const later = (ms) => { clearTimeout(timer); timer = setTimeout(send, ms); };
    const signIn = async () => {
      // the person may sign in in another window
      later(RETRY_MS.at(-1));
      if (isOut) return;
      isOut = true;
      await line;
      const to = document.querySelector('meta[name="sign-in"]').content;
      const link = { href: `${to}?next=${encodeURIComponent(location.pathname + location.search)}`, text: words("wordsSignIn") };
      say("kept", words(isKept ? "wordsSignedOut" : "wordsSignedOutOnly"), link);
    };
    const stop = (text) => { stopped = true; say("stopped", text); };

    const saved = async (answer, values) => {
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (version && told.version !== undefined) version.value = told.version;
      tries = 0;
      isOut = false;
      base = values;
      sent = [];
      isDirty = !same(values, read(form));
      const clock = told.saved_at ?? new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
      keep();
      if (isDirty) later(QUIET_MS); else say("saved", `${words("wordsSaved")} ${clock}`);
    };

    // what stands on the server and what was typed here; a field that both sides changed is for `choose`, else all is null
    const joined = (newer, was, choose = null) => {
      const now = read(form), result = { ...now };
      if (!Object.keys(now).every((key) => newer[key] !== undefined)) return null;
      for (const key of Object.keys(now)) {
        const theirs = newer[key];
        if (theirs === now[key] || theirs === was[key]) continue;
        if (now[key] !== was[key] && !choose) return null;
        result[key] = now[key] === was[key] ? theirs : choose(key, was[key], now[key], theirs);
      }
      return result;
    };
    const isText = (key) => form.elements.namedItem(key)?.tagName === "TEXTAREA";
    const merged = (key, was, mine, theirs) => (isText(key) ? window.merge(was, mine, theirs) : mine);
    const settle = (newer, values) => {
      putBack(form, values);
      if (version) version.value = newer.version;
      base = { ...base, ...Object.fromEntries(Object.keys(base).filter((key) => newer[key] !== undefined).map((key) => [key, newer[key]])) };
      stopped = false;
      isDirty = true;
      keep();
      later(0);
    };
    const meet = (newer) => {
      // an earlier save of this very window whose answer was lost on the way is nobody else's
      const values = newer?.version === undefined ? null : joined(newer, sent.find((one) => same(one, newer)) ?? base);
      if (values) return settle(newer, values);
      stop(words("wordsChanged"));
      return form.dispatchEvent(new CustomEvent("autosave:conflict", {
        bubbles: true, detail: newer && { newer, base, settle: (chosen) => settle(newer, chosen) },
      }));
    };

    const judge = async (answer, values) => {
      if (answer.type === "opaqueredirect" || answer.status === 401) return signIn();
      if (answer.ok) return saved(answer, values);
      if (answer.status === 409) return meet(answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null);
      if (answer.status === 410) return stop(words("wordsClosed"));
      if ([403, 404].includes(answer.status)) { isRevoked = true; keep(); return stop(words("wordsRevoked")); }
      if (answer.status === 422 || answer.status === 400) return say("stopped", words("wordsRefused"));
      return retry();
    };
    const sayKept = () => say("kept", words(isKept ? "wordsKept" : "wordsKeptOnly"));
    const retry = async () => {
      later(RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)]);
      await line;
      if (!isOut && isDirty) sayKept();
    };

    async function send() {
      clearTimeout(timer);
      if (stopped || !isDirty) return;
      if (sending) { again = true; return; }
      sending = true;
      const values = read(form);
      if (!isOut) say("saving", words("wordsSaving"));
      try {
        const body = new FormData(form);
        body.delete("csrfmiddlewaretoken");
        // a page that is being left has its last words sent all the same
        const asked = fetch(form.dataset.autosaveUrl || form.action, { method: "POST", body, redirect: "manual", keepalive: document.hidden, headers: window.drafts.headers(), signal: AbortSignal.timeout(SAVE_MS) });
        sent = [...sent.filter((one) => !same(one, values)), values].slice(-MOST_SENT);
        keep();
        await judge(await asked, values);
      } catch { retry(); }
      sending = false;
      if (again) { again = false; later(QUIET_MS); }
    }

    const noticed = (event) => {
      if (!event.target.name || !fieldsOf(form).includes(event.target)) return;
      isDirty = true;
      lastBox = event.target;
      keep();
      if (stopped) return;
      if (!sending && !isOut) say("dirty", words("wordsDirty"));
      later(event.type === "change" ? 100 : QUIET_MS);
    };
    form.addEventListener("input", noticed);
    form.addEventListener("change", noticed);
    form.addEventListener("submit", () => { form.dataset.leaving = "yes"; clearTimeout(timer); });
    addEventListener("online", () => isDirty && later(200));
    document.addEventListener("visibilitychange", () => isDirty && !form.dataset.leaving && (document.hidden || isOut) && send());
    document.addEventListener("drafts:gone", () => { isKept = false; });
    document.addEventListener("drafts:left", takeUp);
    // what is kept on this device may be left
    addEventListener("beforeunload", (event) => { if (isDirty && !isKept && !form.dataset.leaving) event.preventDefault(); });

    const restore = (content) => {
      // a draft from a window that knew the server's newer state: what only stands here moves onto that state first
      if (Number(content.version) > Number(version?.value)) {
        putBack(form, joined(content.base, base, merged) ?? {});
        base = content.base;
        version.value = content.version;
      }
      const before = read(form);
      // field by field: what only one side changed needs nobody's choice
      const changed = Object.fromEntries(Object.entries(content.values).filter(([key, value]) => before[key] !== undefined && value !== content.base[key]));
      const clashes = Object.keys(changed).some((key) => before[key] !== content.base[key] && before[key] !== changed[key]);
      if (same(changed, before)) return;
      // where nobody can be asked, and where they have typed on, both are joined
      if (clashes && (isDirty || !document.getElementById("conflict"))) {
        Object.keys(changed).filter(isText).forEach((key) => { changed[key] = window.merge(content.base[key], before[key], changed[key]); });
      } else if (clashes) {
        base = content.base;
        if (version) version.value = content.version;
      }
      sent = [...[content.sent ?? []].flat(), ...sent];
      putBack(form, changed);
      isDirty = true;
      say("dirty", words("wordsRestored"));
    };
    const show = () => {
      const box = lastBox ?? form.querySelector("textarea") ?? fieldsOf(form)[0];
      for (let fold = box?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      box?.focus();
    };
    watched.push({
      form, send, show, sayKept,
      isSending: () => sending,
      isUnsaved: () => isDirty || sending,
      isStuck: () => !sending && ["kept", "stopped"].includes(state),
    });
    look();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, press = event.submitter;
    const isAfter = form.hasAttribute("data-after-save");
    const unsaved = () => watched.filter((one) => one.form.isConnected && (isAfter ? one.isUnsaved() : one.form === form && one.isSending()));
    if (!unsaved().length) return;
    event.preventDefault();
    event.stopPropagation();
    if (form.dataset.waiting) return;
    form.dataset.waiting = "yes";
    if (isAfter) unsaved().forEach((one) => one.send());
    const end = Date.now() + WAIT_MS;
    const look = () => {
      const left = unsaved(), stuck = left.find((one) => one.isStuck());
      if (left.length && !stuck && Date.now() < end) return setTimeout(look, LOOK_MS);
      delete form.dataset.waiting;
      if (!left.length) return form.requestSubmit(press);
      if (!stuck) left[0].sayKept();
      return (stuck ?? left[0]).show();
    };
    look();
  }, true);

  const find = (root) => { if (root.matches?.("form[data-autosave]")) watch(root); root.querySelectorAll?.("form[data-autosave]").forEach(watch); };
  find(document);
  document.addEventListener("htmx:load", (event) => find(event.detail.elt));
})();
