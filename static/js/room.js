/* Draws a room again without touching what somebody types, selects or has open.
   #room is asked for again whenever the stream says so, and answers every form in it. Its children, and those of every
   [data-merge] in it, are parts with an id: a part that changed is replaced, unless its fields hold something unsent.
   A [data-keep] stays as a script has filled it; a [data-fill] in a part that is drawn anew keeps what came into it.
   data-key changes with the phase: then everything is replaced, and who is typing is asked first (#room-moved).
   While something .is-dragged nothing is drawn: it waits for room:let-go.
   data-version only rises: an event of one that is drawn already asks nothing, an answer older than what is drawn is
   not drawn, and a question that got no answer is asked again.
   [data-say] in it is read aloud through #room-said, once. A refusal is put beside the words, which stay; so is that no
   answer came. What is sent again then carries the same key, and is kept once.

   window.room:  typed(form)        what stands in its fields now, which is what is sent
                 typedSince(then)   the fields that differ by now, each with its state
                 empty(form, then)  resets it, but for what was typed since */
(() => {
  "use strict";
  const AGAIN_MS = 1000;
  const ANSWER_MS = 15000;
  const room = () => document.getElementById("room");
  const versionOf = (drawn) => Number(drawn.dataset.version ?? 0);
  let isForced = false;

  const isText = (field) => field.matches("textarea, select, input:not([type=hidden], [type=submit], [type=button], [type=checkbox], [type=radio])");
  const isDirty = (field) => {
    if (["hidden", "submit", "button", "fieldset"].includes(field.type) || field.tagName === "OUTPUT") return false;
    if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
    return field.value !== field.defaultValue;
  };
  const fields = (part) => [...part.querySelectorAll("input, select, textarea")];
  const isHeld = (part) => fields(part).some((field) => isDirty(field) || (field === document.activeElement && isText(field)));
  const isTyping = (part) => fields(part).some((field) => isText(field) && isDirty(field));

  // what differs from one drawing to the next without meaning anything
  const align = (mine, fresh) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    fresh.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => field.setAttribute("value", token));
    fresh.querySelectorAll("details[id]").forEach((one) => { one.open = document.getElementById(one.id)?.open ?? one.open; });
    fresh.querySelectorAll("[data-fill][id]").forEach((one) => {
      const old = document.getElementById(one.id);
      if (old) one.replaceChildren(...[...old.childNodes].map((part) => part.cloneNode(true)));
    });
    fresh.querySelectorAll("[data-clock][id]").forEach((one) => {
      const old = document.getElementById(one.id);
      if (old?.dataset.endsAt === one.dataset.endsAt) { one.textContent = old.textContent; one.dataset.now = old.dataset.now; one.toggleAttribute("data-over", old.hasAttribute("data-over")); }
    });
  };
  const refusals = (part) => [...part.querySelectorAll("[data-refusal]")].filter((place) => place.hasChildNodes());
  // a refusal stays beside its form until something is sent again
  const carryRefusals = (mine, fresh) => refusals(mine).map((place) => {
    const action = place.closest("form")?.getAttribute("action");
    const to = [...fresh.querySelectorAll("form")].find((form) => form.getAttribute("action") === action)?.querySelector("[data-refusal]");
    const hadFocus = place === document.activeElement;
    to?.append(...[...place.childNodes].map((part) => part.cloneNode(true)));
    return hadFocus ? to : null;
  }).find(Boolean);
  const renew = (mine, fresh) => {
    if (isHeld(mine)) return;
    const focused = carryRefusals(mine, fresh);
    if (mine.isEqualNode(fresh)) return;
    mine.replaceWith(fresh);
    window.htmx.process(fresh);
    focused?.focus({ preventScroll: true });
  };
  const copyState = (mine, fresh) => [...fresh.attributes].forEach(({ name, value }) => { if (name !== "class") mine.setAttribute(name, value); });

  const merge = (mine, fresh) => {
    const wanted = new Set([...fresh.children].map((part) => part.id));
    [...mine.children].forEach((part) => { if (!wanted.has(part.id) && !isHeld(part)) part.remove(); });
    let before = null;
    for (const part of [...fresh.children]) {
      const here = [...mine.children].find((one) => one.id && one.id === part.id);
      const next = before ? before.nextElementSibling : mine.firstElementChild;
      if (!here) { mine.insertBefore(part, next); window.htmx.process(part); before = part; continue; }
      if ("keep" in part.dataset && here.id === part.id) { before = here; continue; }
      if (here !== next && !here.contains(document.activeElement)) mine.insertBefore(here, next);
      if ("merge" in part.dataset && "merge" in here.dataset) { copyState(here, part); merge(here, part); before = here; continue; }
      renew(here, part);
      before = document.getElementById(part.id) ?? part;
    }
  };

  const words = (root) => [...root.querySelectorAll("[data-say]")].map((one) => one.dataset.say).join(" ");
  const say = (text) => {
    const place = document.getElementById("room-said");
    if (place && text && place.textContent !== text) place.textContent = text;
  };

  const inPlaceOf = (gone) => {
    const around = gone.closest("details[id]")?.id;
    return (gone.id && document.getElementById(gone.id)) || (around && document.querySelector(`#${around} > summary`)) || room().querySelector("h2[tabindex]");
  };
  const draw = (fresh, sent) => {
    const mine = room();
    if (mine.querySelector(".is-dragged")) { document.addEventListener("room:let-go", () => draw(fresh, sent), { once: true }); return; }
    if (versionOf(fresh) < versionOf(mine)) return;
    const moved = document.getElementById("room-moved");
    align(mine, fresh);
    const hadFocus = mine.contains(document.activeElement) ? document.activeElement : null;
    let text = words(fresh);
    if (mine.dataset.key !== fresh.dataset.key) {
      if (isTyping(mine) && !isForced) { moved.hidden = false; return; }
      text = [...refusals(mine).map((place) => place.textContent.trim()), text].join(" ");
      copyState(mine, fresh);
      mine.replaceChildren(...fresh.children);
      [...mine.children].forEach((part) => window.htmx.process(part));
      scrollTo({ top: 0 });
      if (hadFocus) mine.querySelector("h2[tabindex]")?.focus({ preventScroll: true });
    } else {
      copyState(mine, fresh);
      merge(mine, fresh);
      if (hadFocus && !mine.contains(document.activeElement)) inPlaceOf(hadFocus)?.focus({ preventScroll: true });
      const at = document.activeElement;
      if (sent?.isConnected && "again" in sent.dataset && !isTyping(sent) && (sent.contains(at) || at.contains(sent))) sent.querySelector("textarea")?.focus({ preventScroll: true });
    }
    isForced = false;
    moved.hidden = true;
    say(text);
    document.dispatchEvent(new Event("room:drawn"));
  };

  // what is typed and not sent stays in this tab, per person and box: a sign-in may run out in the middle of a sentence
  const { tab } = window.device;
  const owner = `kept:${document.body.dataset.person}:${location.pathname}:`;
  const boxes = (root) => [...(root?.querySelectorAll("textarea[id]") ?? [])];
  const keep = (box) => {
    if (box.value === box.defaultValue) tab.removeItem(owner + box.id); else tab.setItem(owner + box.id, box.value);
  };
  const bringBack = () => boxes(room()).forEach((box) => {
    const kept = tab.getItem(owner + box.id);
    if (kept !== null && box.value === box.defaultValue) box.value = kept;
  });
  document.addEventListener("input", (event) => { if (room()?.contains(event.target) && event.target.matches("textarea[id]")) keep(event.target); });
  document.addEventListener("room:drawn", bringBack);
  bringBack();

  // words that are sent again after a lost answer go under the key that they had
  const keyName = (form) => { const box = boxes(form)[0]; return box && `${owner}${box.id}:key`; };
  const keyOf = (name) => {
    const key = tab.getItem(name) ?? [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    tab.setItem(name, key);
    return key;
  };
  document.addEventListener("htmx:configRequest", (event) => {
    const name = event.detail.verb === "post" && keyName(event.detail.elt.closest("#room form"));
    if (name) event.detail.parameters.key = keyOf(name);
  });

  // what is typed or selected after a form was sent, and before its answer came, is not what was sent: it stays
  const stateOf = (field) => (["checkbox", "radio"].includes(field.type) ? "checked" : "value");
  const typed = (form) => new Map([...form.elements].filter((field) => field.type !== "hidden").map((field) => [field, field[stateOf(field)]]));
  const typedSince = (then) => [...then].filter(([field, state]) => field[stateOf(field)] !== state).map(([field]) => [field, field[stateOf(field)]]);
  const empty = (form, sent) => {
    const later = typedSince(sent);
    form.reset();
    later.forEach(([field, state]) => { field[stateOf(field)] = state; });
  };
  window.room = { typed, typedSince, empty };
  const sentFields = new WeakMap();
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.elt.closest("#room form");
    if (form) sentFields.set(form, typed(form));
  });

  if (window.htmx) window.htmx.config.timeout = ANSWER_MS;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, triggeringEvent } = event.detail.requestConfig;
    if (elt.id === "room" && Number(triggeringEvent?.detail?.data) <= versionOf(elt)) event.preventDefault();
  });
  const ask = () => { if (room()) window.htmx.trigger(room(), "sse:meeting"); };
  let again = 0;
  // who had the phone in the pocket does not wait for the stream to come back
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  // on the way to the page's own toasts: what is asked in the background is asked again, what was sent is told beside it
  const unanswered = (event) => {
    const { elt, xhr } = event.detail;
    if (xhr.status && xhr.status < 500) return;
    if (elt.id === "room") { event.stopPropagation(); clearTimeout(again); again = setTimeout(ask, AGAIN_MS); return; }
    const place = elt.closest("#room form")?.querySelector("[data-refusal]");
    const words = document.getElementById("room-said")?.dataset.unanswered;
    if (!place || !words) return;
    event.stopPropagation();
    const note = document.createElement("div");
    note.className = "note note--warning";
    note.textContent = words;
    place.replaceChildren(note);
    place.focus({ preventScroll: false });
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.body.addEventListener(name, unanswered);

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, requestConfig } = event.detail;
    if (target?.id !== "room" || !event.detail.shouldSwap && ![409, 422].includes(xhr.status)) return;
    event.detail.shouldSwap = false;
    const sent = requestConfig.elt.closest("form");
    if (sent) refusals(room()).forEach((place) => place.replaceChildren());
    if ([409, 422].includes(xhr.status)) {
      event.detail.isError = false;
      const place = sent?.querySelector("[data-refusal]");
      if (place) { place.innerHTML = xhr.responseText; place.focus({ preventScroll: false }); }
      if (xhr.status === 409) ask();
      return;
    }
    const fresh = new DOMParser().parseFromString(xhr.responseText, "text/html").getElementById("room");
    if (!fresh) return;
    if (sent) empty(sent, sentFields.get(sent) ?? new Map());
    boxes(sent).forEach(keep);
    if (keyName(sent)) tab.removeItem(keyName(sent));
    const around = sent?.closest("details");
    if (around && !("again" in sent.dataset) && !isTyping(sent)) around.open = false;
    draw(fresh, sent);
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-join]")) return;
    isForced = true;
    ask();
  });
  // closed out: the page itself asks the door once more, unless it has said so already
  document.addEventListener("htmx:sseClose", (event) => {
    if (event.detail.type === "message" && room()?.dataset.key !== "door-over") location.reload();
  });
})();
