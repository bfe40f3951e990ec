/* Saves a form marked data-autosave while somebody types.
   It posts the whole form to data-autosave-url (else the form's action) with the header "X-Autosave: 1" and expects:
     200 or 204      saved; JSON may carry {"saved_at": "10:42 AM", "version": 3}; a version is put into the field named "version"
     409             somebody else changed it; nothing is overwritten, the words stay; JSON goes to the page as the event
                     "autosave:conflict", and "autosave:resume" on the form saves again once the person has chosen
     403, 404, 410   it can no longer be changed; the words stay
     422             something is refused; tried again at the next change
     a redirect, 401 the sign-in has expired: this is not saved, the words stay in this tab until they are
   Words that are not saved yet are kept in sessionStorage, per person, page, form and field, and come back after a reload. */
(() => {
  "use strict";
  const QUIET_MS = 900;
  const RETRY_MS = [2000, 5000, 15000, 30000];
  const person = document.body.dataset.person ?? "";
  const owner = `kept:${person}:`;

  // words of somebody else who used this tab before are nobody's business
  Object.keys(sessionStorage).filter((key) => key.startsWith("kept:") && person && !key.startsWith(owner)).forEach((key) => sessionStorage.removeItem(key));

  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(field.type));
  const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? String(field.checked) : field.multiple ? JSON.stringify([...field.selectedOptions].map((one) => one.value)) : field.value);
  const putBack = (field, value) => {
    if (["checkbox", "radio"].includes(field.type)) field.checked = value === "true";
    else if (field.multiple) { const chosen = JSON.parse(value); [...field.options].forEach((one) => { one.selected = chosen.includes(one.value); }); }
    else field.value = value;
  };

  const watch = (form) => {
    if (form.dataset.autosaveOn) return;
    form.dataset.autosaveOn = "yes";
    const sign = document.querySelector(`[data-save-state="${form.id}"]`) ?? document.querySelector("[data-save-state]");
    const prefix = `${owner}${location.pathname}:${form.id}:`;
    const keyOf = (field) => prefix + field.name + (["checkbox", "radio"].includes(field.type) ? `=${field.value}` : "");
    // the version that the typed words build on comes back with them, so that older words meet newer ones as a conflict
    const version = form.elements.namedItem("version");
    const versionKey = prefix + "@version";
    const base = () => { try { if (version && !sessionStorage.getItem(versionKey)) sessionStorage.setItem(versionKey, version.value); } catch { /* as below */ } };
    const dirty = new Set();
    let timer = 0, tries = 0, sending = false, again = false, stopped = false;
    let isOut = false; // the link to the sign-in stands still until a save gets through, so that it can be pressed

    const say = (state, text, link) => {
      if (!sign) return;
      sign.dataset.state = state;
      sign.textContent = text ?? "";
      if (!link) return;
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.textContent = link.text;
      // the words are kept in this tab: nobody need be asked whether to leave it
      anchor.addEventListener("click", () => document.querySelectorAll("form[data-autosave]").forEach((one) => { one.dataset.leaving = "yes"; }));
      sign.append(" ", anchor);
    };
    const words = (key) => sign?.dataset[key] ?? "";
    const keep = (field) => { try { sessionStorage.setItem(keyOf(field), valueOf(field)); } catch { /* a full store keeps what it has */ } };
    const forget = (sent) => fieldsOf(form).forEach((field) => {
      const key = keyOf(field);
      if (sent.get(key) !== valueOf(field)) return;
      dirty.delete(key);
      sessionStorage.removeItem(key);
    });
    const later = (ms) => { clearTimeout(timer); timer = setTimeout(send, ms); };
    const signIn = () => {
      if (isOut) return;
      isOut = true;
      const address = document.querySelector('meta[name="sign-in"]').content;
      say("kept", words("wordsSignedOut"), { href: `${address}?next=${encodeURIComponent(location.pathname + location.search)}`, text: words("wordsSignIn") });
    };
    const stop = (text) => { stopped = true; say("stopped", text); };

    const saved = async (answer, sent) => {
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (version && told.version !== undefined) version.value = told.version;
      tries = 0;
      isOut = false;
      forget(sent);
      sessionStorage.removeItem(versionKey);
      if (dirty.size) base();
      const clock = told.saved_at ?? new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
      if (dirty.size) later(QUIET_MS); else say("saved", `${words("wordsSaved")} ${clock}`);
    };

    const judge = async (answer, sent) => {
      if (answer.type === "opaqueredirect" || answer.status === 401) return signIn();
      if (answer.ok) return saved(answer, sent);
      if (answer.status === 409) {
        stop(words("wordsChanged"));
        const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
        return form.dispatchEvent(new CustomEvent("autosave:conflict", { bubbles: true, detail: told }));
      }
      if ([403, 404, 410].includes(answer.status)) return stop(words("wordsClosed"));
      if (answer.status === 422 || answer.status === 400) return say("stopped", words("wordsRefused"));
      return retry();
    };
    const retry = () => {
      if (!isOut) say("kept", words("wordsKept"));
      later(RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)]);
    };

    async function send() {
      clearTimeout(timer);
      if (stopped || !dirty.size) return;
      if (sending) { again = true; return; }
      sending = true;
      const sent = new Map(fieldsOf(form).map((field) => [keyOf(field), valueOf(field)]));
      if (!isOut) say("saving", words("wordsSaving"));
      try {
        const token = document.querySelector('meta[name="csrf-token"]').content;
        await judge(await fetch(form.dataset.autosaveUrl || form.action, { method: "POST", body: new FormData(form), redirect: "manual", headers: { "X-Autosave": "1", "X-CSRFToken": token, Accept: "application/json" } }), sent);
      } catch { retry(); }
      sending = false;
      if (again) { again = false; later(QUIET_MS); }
    }

    const noticed = (event) => {
      const field = event.target;
      if (!field.name || !fieldsOf(form).includes(field)) return;
      const group = field.type === "radio" ? fieldsOf(form).filter((one) => one.name === field.name) : [field];
      base();
      group.forEach((one) => { dirty.add(keyOf(one)); keep(one); });
      if (stopped) return;
      if (!sending && !isOut) say("dirty", words("wordsDirty"));
      later(event.type === "change" ? 100 : QUIET_MS);
    };
    form.addEventListener("input", noticed);
    form.addEventListener("change", noticed);
    form.addEventListener("submit", () => { form.dataset.leaving = "yes"; clearTimeout(timer); });
    form.addEventListener("autosave:resume", () => {
      stopped = false;
      sessionStorage.removeItem(versionKey);
      base();
      fieldsOf(form).forEach((field) => { dirty.add(keyOf(field)); keep(field); });
      send();
    });
    addEventListener("online", () => dirty.size && later(200));
    document.addEventListener("visibilitychange", () => document.hidden && dirty.size && send());
    addEventListener("beforeunload", (event) => { if (dirty.size && !form.dataset.leaving) event.preventDefault(); });

    let restored = 0;
    fieldsOf(form).forEach((field) => {
      const kept = sessionStorage.getItem(keyOf(field));
      if (kept === null) return;
      if (kept === valueOf(field)) { sessionStorage.removeItem(keyOf(field)); return; }
      putBack(field, kept);
      dirty.add(keyOf(field));
      restored += 1;
    });
    if (restored && version) version.value = sessionStorage.getItem(versionKey) ?? version.value;
    else sessionStorage.removeItem(versionKey);
    if (restored) { say("dirty", words("wordsRestored")); later(QUIET_MS); }
  };

  const find = (root) => { if (root.matches?.("form[data-autosave]")) watch(root); root.querySelectorAll?.("form[data-autosave]").forEach(watch); };
  find(document);
  document.addEventListener("htmx:load", (event) => find(event.detail.elt));
})();
