/* What was typed and not saved yet, kept in this browser and sealed (AES-GCM) under a key that the server holds: one for
   each person and device, given again after every sign-in. Whoever opens the browser without that person's sign-in
   finds nothing readable. Signing out takes it away, as do fourteen days; a shared device is given no key, and a page
   behind a link without a sign-in has a key of this browser's own that no script can read.

   window.drafts:  of(form)  ->  { put(content), drop(), left() }, all promises; `put` tells whether it was kept
                                 { isRead(), again() }
                   headers()  what every request of a page of ours carries that may be older than the sign-in
   A draft belongs to one page in one tab. `left` gives those of this tab and of tabs that are gone, newest first, each
   once, as { content, away() }; null where they can't be read yet, and then nothing may be put in their place. `away`
   takes away what was read and nothing newer. Once they are read (`isRead`) there are none until `again` is called. When
   a tab that had one goes later, or is slow to let go, the document gets the event "drafts:left": then it is time to. */
(() => {
  "use strict";
  const AGAIN_MS = 1000;
  const KEY_MS = 10000;
  const LASTS_MS = 14 * 24 * 60 * 60 * 1000;
  const address = document.currentScript.dataset.key;
  const person = document.body.dataset.person ?? "";
  const owner = person || "link";
  const place = location.pathname;
  const mine = new Set();

  // the token of the newest sign-in of this browser, in whatever window; the server refuses it where somebody else signed in
  const headers = () => {
    const newest = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    return { "X-Autosave": "1", "X-CSRFToken": newest ?? document.querySelector('meta[name="csrf-token"]').content, "X-Person": person, Accept: "application/json" };
  };

  const told = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  let opened = null;
  const database = () => {
    opened ??= new Promise((done, fail) => {
      const request = indexedDB.open("drafts", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("drafts", { keyPath: "id" });
        request.result.createObjectStore("keys");
      };
      request.onerror = () => { opened = null; fail(request.error); };
      request.onsuccess = () => {
        const forget = () => { opened = null; };
        request.result.onclose = forget;
        request.result.onversionchange = () => { request.result.close(); forget(); };
        done(request.result);
      };
    });
    return opened;
  };
  const store = async (name, mode = "readonly") => (await database()).transaction(name, mode).objectStore(name);
  // what a page asked for stands once the transaction is through; should the page go before, it never was
  const write = async (change) => {
    const drafts = await store("drafts", "readwrite");
    const through = new Promise((done, fail) => {
      drafts.transaction.oncomplete = () => done();
      drafts.transaction.onabort = () => fail(drafts.transaction.error);
    });
    await Promise.all([change(drafts), through]);
  };

  // behind a link nobody signs in, so the key stays here; a script can use it and never read it
  const keyOfBrowser = async () => {
    const found = await told((await store("keys")).get(owner));
    if (found) return { id: "browser", key: found };
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await told((await store("keys", "readwrite")).put(fresh, owner));
    return { id: "browser", key: fresh };
  };
  const askKey = async () => {
    const answer = await fetch(address, { method: "POST", redirect: "manual", headers: headers(), signal: AbortSignal.timeout(KEY_MS) });
    if (!answer.ok) throw new Error("no key");
    const { id, key } = await answer.json();
    if (!key) return null;
    const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
    return { id, key: await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) };
  };
  // one window after another: asked at once by two, a browser without a name would get two, and two keys
  const takeKey = () => navigator.locks.request("draft key", person ? askKey : keyOfBrowser);

  // held for as long as this page lives: a draft whose page is gone may be taken up by another
  const claim = (tab, options) => new Promise((done) => {
    navigator.locks.request(`draft ${tab} ${place}`, options, (lock) => {
      if (lock) mine.add(tab);
      done(Boolean(lock));
      return lock ? new Promise(() => {}) : null;
    }).catch(() => done(false));
  });
  const asked = new Map();
  // the page that had this name is gone; all forms of this page ask as one, else one would wait for another
  const isLeft = (tab) => {
    if (mine.has(tab)) return true;
    if (!asked.has(tab)) {
      const claimed = claim(tab, { ifAvailable: true }).then((is) => is || claim(tab, { signal: AbortSignal.timeout(250) }));
      asked.set(tab, claimed.then(() => { asked.delete(tab); return mine.has(tab); }));
    }
    return asked.get(tab);
  };
  const awaited = new Set();
  const inherit = async (tab) => {
    if (awaited.has(tab)) return;
    awaited.add(tab);
    if (await claim(tab, {})) document.dispatchEvent(new CustomEvent("drafts:left"));
  };
  const nameTab = async () => {
    const had = sessionStorage.getItem("tab");
    // a copied tab brings its original's name along
    if (had && await claim(had, { signal: AbortSignal.timeout(400) })) return had;
    const fresh = crypto.randomUUID();
    await claim(fresh, { ifAvailable: true });
    sessionStorage.setItem("tab", fresh);
    return fresh;
  };

  const isOver = (draft, sealing) => Date.now() - draft.at > LASTS_MS || (draft.owner === owner && draft.key !== sealing.id);
  const sweep = (sealing) => write(async (drafts) => {
    for (const draft of await told(drafts.getAll())) if (isOver(draft, sealing)) drafts.delete(draft.id);
  });
  const wipe = () => write((drafts) => drafts.clear());

  let prepared = null;
  let isGone = false;
  // null: nothing is kept on this device; refused: not known, the key could not be asked for
  const prepare = () => {
    if (isGone || !globalThis.crypto?.subtle || !globalThis.indexedDB || !navigator.locks) return Promise.resolve(null);
    prepared ??= (async () => {
      const [sealing, tab] = await Promise.all([takeKey(), nameTab()]);
      await (sealing ? sweep(sealing) : wipe());
      return sealing && { ...sealing, tab };
    })();
    prepared.catch(() => setTimeout(() => { prepared = null; }, AGAIN_MS));
    return prepared;
  };

  const seal = async (sealing, id, content) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bound = new TextEncoder().encode(id);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, sealing.key, new TextEncoder().encode(JSON.stringify(content)));
    return { iv, sealed };
  };
  const open = async (sealing, draft) => {
    const bound = new TextEncoder().encode(draft.id);
    try {
      const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: draft.iv, additionalData: bound }, sealing.key, draft.sealed);
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch { return null; }
  };

  const of = (form) => {
    const idIn = (tab) => [owner, place, form.id, tab].join(" ");
    const given = new Set();
    const put = async (content) => {
      const sealing = await prepare();
      if (!sealing) return false;
      const id = idIn(sealing.tab);
      const draft = { id, owner, place, form: form.id, tab: sealing.tab, key: sealing.id, at: Date.now(), ...await seal(sealing, id, content) };
      if (isGone) return false;
      await write((drafts) => drafts.put(draft));
      return true;
    };
    const drop = async () => { const sealing = await prepare(); if (sealing) await write((drafts) => drafts.delete(idIn(sealing.tab))); };
    const removeRead = async ({ id, iv }) => {
      let isNewer = false;
      await write(async (drafts) => {
        const there = await told(drafts.get(id));
        isNewer = Boolean(there) && String(there.iv) !== String(iv);
        if (!isNewer) drafts.delete(id);
      });
      if (!isNewer) return;
      given.delete(id);
      document.dispatchEvent(new CustomEvent("drafts:left"));
    };
    const found = async () => {
      const sealing = await prepare().catch(() => undefined);
      if (!sealing) return sealing === null ? [] : null;
      const own = idIn(sealing.tab);
      const all = await told((await store("drafts")).getAll());
      const here = all.filter((draft) => draft.owner === owner && draft.place === place && draft.form === form.id && !given.has(draft.id));
      const readable = [];
      for (const { id, tab } of here.sort((one, other) => other.at - one.at)) {
        if (!await isLeft(tab)) { inherit(tab); continue; }
        // read only now: until it went, its page may have put newer words there
        const draft = await told((await store("drafts")).get(id));
        const content = draft && await open(sealing, draft);
        if (content) readable.push({ id, content, away: async () => { if (id !== own) await removeRead(draft); } });
      }
      [own, ...readable.map((one) => one.id)].forEach((id) => given.add(id));
      return readable;
    };
    // what another window leaves while it is being read is read again
    let isRead = false;
    const left = async () => {
      if (isRead) return [];
      isRead = true;
      const all = await found().catch(() => null);
      if (!all) isRead = false;
      return all;
    };
    return { put, drop, left, isRead: () => isRead, again: () => { isRead = false; } };
  };

  // somebody signed out in another window: what is typed here stays in this window only
  const channel = globalThis.BroadcastChannel && new BroadcastChannel("drafts");
  channel?.addEventListener("message", () => { isGone = true; document.dispatchEvent(new CustomEvent("drafts:gone")); });

  window.drafts = { of, headers };
})();
