/* Cards without names. This browser chooses a number and has it signed once for each box, signed in; then it puts cards
   in without any cookie, each under a token of its own. Numbers and tokens stay in this browser, so that cards can be
   changed after a reload; words are asked for by their tokens, and are kept nowhere. Once a box is opened its tokens are
   worth nothing, and go. Where other people use the device too, only the page has the tokens: who opens this browser
   later reads no card. */
(() => {
  "use strict";
  const AGAIN_MS = 1000;
  const ANSWER_MS = 15000;
  const prefix = `cards:${document.body.dataset.person ?? ""}:`;
  const room = () => document.getElementById("room");
  // what is written goes into the box beside it: a room has one, the page before the meeting one for each step
  const around = (one) => one?.closest("[data-cards]") ?? room();
  const place = (one) => around(one)?.querySelector("[data-box]:not([data-left])");
  const places = (which) => [...(room()?.querySelectorAll(which) ?? [])];
  const random = () => [...crypto.getRandomValues(new Uint8Array(32))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const ofPage = new Map();
  const held = (box) => {
    const tokens = ofPage.get(box);
    try { return { ...JSON.parse(localStorage.getItem(prefix + box)), ...(tokens && { tokens }) }; } catch { return {}; }
  };
  const hold = (box, change) => {
    const { tokens, ...pass } = { nonce: random(), tokens: [], ...held(box), ...change };
    if (window.device.isShared()) ofPage.set(box, tokens); else ofPage.delete(box);
    localStorage.setItem(prefix + box, JSON.stringify(ofPage.has(box) ? pass : { ...pass, tokens }));
  };
  const boxes = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const forget = (box) => { ofPage.delete(box); localStorage.removeItem(prefix + box); };

  const post = (url, fields, how) => fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "error", signal: AbortSignal.timeout(ANSWER_MS), ...how });
  const signedIn = (url, fields, headers = {}) => post(url, fields, { credentials: "same-origin", headers: { "X-CSRFToken": document.querySelector("#room [name=csrfmiddlewaretoken]")?.value ?? "", ...headers } });
  const nobody = (url, fields) => post(url, fields, { credentials: "omit", headers: { Accept: "application/json" } });

  class Refused extends Error {}
  const said = async (answer) => {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const told = isJson ? await answer.json() : {};
    if (answer.ok) return told;
    throw Object.assign(new Refused(told.problem ?? ""), { status: answer.status });
  };
  const askPass = async (where) => {
    const { box, ahead, kind } = where.dataset;
    if (box) hold(box, {});
    const { pass, nonce = random() } = box ? held(box) : {};
    if (pass) return pass;
    const made = await said(await signedIn(where.dataset.pass, { nonce, ...(kind ? { kind } : {}) }));
    // before the meeting the first who asks makes the box
    where.dataset.box = made.box ?? box;
    hold(where.dataset.box, { nonce, pass: made.pass, ...(ahead ? { ahead, kind } : {}) });
    return made.pass;
  };
  // two questions at once are one: each would have a number of its own
  const passing = new WeakMap();
  const passOf = (where) => {
    if (!passing.has(where)) passing.set(where, askPass(where).finally(() => passing.delete(where)));
    return passing.get(where);
  };
  const ask = async (where, fields) => said(await nobody(where.dataset.sealTo, [["pass", await passOf(where)], ...fields]));

  const tell = (spot, problem, where) => {
    const note = document.createElement("div");
    note.className = "note note--warning";
    note.textContent = (problem instanceof Refused && problem.message) || where.dataset.wordsFailed;
    spot.replaceChildren(note);
    spot.focus();
  };
  // one thing at a time for each form or card; what was refused stays, with the reason beside it
  const attempt = async (spot, where, does) => {
    if (spot.dataset.busy) return;
    spot.dataset.busy = "yes";
    const told = spot.querySelector("[data-refusal]");
    told.replaceChildren();
    try { await does(); } catch (problem) {
      tell(told, problem, where);
      if (problem.status === 409) window.htmx.trigger(room(), "sse:meeting");
    }
    delete spot.dataset.busy;
  };

  const fill = (li, card) => {
    for (const name of ["text", "because", "cited"]) {
      const place = li.querySelector(`[data-${name}]`);
      if (place.textContent !== card[name]) place.textContent = card[name];
      place.hidden = !card[name];
    }
    li.querySelectorAll("[data-which]").forEach((one) => { one.textContent = ` ${card.text.slice(0, 40)}`; });
    return li;
  };
  const tile = (where, token, card) => {
    const li = where.querySelector("[data-card-template]").content.firstElementChild.cloneNode(true);
    Object.assign(li.dataset, { token, kind: card.kind, cell: card.cell });
    return fill(li, card);
  };
  // a tile that is there stays, with what it remembers and the focus in it; one that is being edited is nobody's to change
  const drawn = (where, token, card) => {
    const here = [...where.querySelectorAll("[data-mine] > li")].find((li) => li.dataset.token === token);
    if (!here) return tile(where, token, card);
    return here.querySelector("form") ? here : fill(here, card);
  };
  const editor = (where, li) => {
    const edit = where.querySelector("[data-edit-template]").content.firstElementChild.cloneNode(true);
    Object.assign(edit.dataset, li.dataset);
    for (const name of ["text", "because"]) {
      const field = edit.querySelector(`[name=${name}]`);
      field.defaultValue = li.querySelector(`[data-${name}]`).textContent;
      // asked for as it is where cards of this kind are written
      const asked = document.querySelector(`#room form[data-seal] [name=kind][value="${li.dataset.kind}"]`)?.form.elements[name];
      edit.querySelector(`[data-${name}-label]`).hidden = !asked && !field.value;
      field.required = Boolean(asked?.required);
      const words = asked?.labels[0]?.firstChild.textContent.trim();
      if (words) edit.querySelector(`[data-${name}-label]`).firstChild.textContent = `${words} `;
    }
    return edit;
  };
  // an answer that is older than another question is not drawn
  const asked = new WeakMap();
  const show = async (where) => {
    const list = where.querySelector("[data-mine]"), { tokens = [] } = held(where.dataset.box), question = {};
    asked.set(where, question);
    const { cards } = tokens.length ? await ask(where, [["act", "look"], ...tokens.map((token) => ["token", token])]) : { cards: {} };
    if (!where.isConnected || asked.get(where) !== question) return;
    const wanted = tokens.filter((token) => cards[token]).map((token) => drawn(where, token, cards[token]));
    [...list.children].forEach((li) => { if (!wanted.includes(li)) li.remove(); });
    wanted.forEach((li, at) => { if (list.children[at] !== li) list.insertBefore(li, list.children[at] ?? null); });
    where.querySelectorAll("[data-mine-title]").forEach((one) => { one.hidden = !list.children.length; });
    document.dispatchEvent(new Event("cards:listed"));
  };

  // what was done is done: a list that does not come is asked for again, and no failure is told
  const renew = async (where) => {
    try { await show(where); } catch (problem) {
      if (!(problem.status < 500)) setTimeout(() => { if (where.isConnected) renew(where); }, AGAIN_MS);
    }
  };

  // boxes that were opened meanwhile: their tokens go
  const prune = async (where) => {
    const here = places("[data-box]").map((one) => one.dataset.box);
    for (const box of boxes().filter((one) => !here.includes(one))) {
      const answer = await nobody(where.dataset.sealTo, [["pass", held(box).pass ?? ""], ["act", "look"]]);
      if ([404, 409].includes(answer.status)) forget(box);
    }
  };
  // what this browser sealed before the meeting for a step that has names after all
  const showLeft = async (where) => {
    const kinds = where.dataset.kinds.split(" "), here = places("[data-box]:not([data-left])").map((one) => one.dataset.box);
    const isLeft = ({ ahead, kind, tokens }) => ahead === where.dataset.left && kinds.includes(kind) && tokens?.length;
    const box = boxes().find((one) => !here.includes(one) && isLeft(held(one)));
    if (box) where.dataset.box = box; else delete where.dataset.box;
    try { await show(where); } catch (problem) {
      if (![404, 409].includes(problem.status)) throw problem;
      // opened, or destroyed unread: its tokens are worth nothing
      forget(box);
      await show(where);
      delete where.dataset.box;
    }
    where.hidden = !where.querySelector("[data-mine] > li");
  };
  const begun = new WeakSet();
  const once = async (where, does) => {
    begun.add(where);
    try { await does(where); } catch { begun.delete(where); }
  };
  const begin = async () => {
    const fresh = places("[data-pass]").filter((where) => !begun.has(where));
    for (const where of fresh) await once(where, async () => { await passOf(where); await show(where); });
    // shown meanwhile, or still sealed: whoever has some here asks again
    const left = places("[data-left]").filter((where) => !begun.has(where) || where.dataset.box);
    for (const where of left) await once(where, showLeft);
    if (fresh.length) try { await prune(fresh[0]); } catch { /* another time */ }
  };
  document.addEventListener("room:drawn", begin);
  begin();

  const put = (where, token, kind, fields) => ask(where, [["act", "put"], ["token", token], ["kind", kind], ["text", fields.get("text") ?? ""], ["because", fields.get("because") ?? ""], ["cell", fields.get("cell") ?? ""]]);
  const { typed, typedSince } = window.room;
  const empty = (form, sent) => {
    window.room.empty(form, sent);
    form.querySelectorAll("textarea").forEach((box) => box.dispatchEvent(new Event("input", { bubbles: true })));
  };
  // only who is still at it, or nowhere, is led on: letters go where they are typed
  const lead = (place, from) => {
    const at = document.activeElement;
    if (place && (from.contains(at) || at.contains(place))) place.focus({ preventScroll: true });
  };
  const write = async (where, form) => {
    const fields = new FormData(form), sent = typed(form);
    // the same token again after a lost answer: no card comes twice
    form.dataset.token ??= random();
    const { token } = form.dataset;
    await passOf(where);
    const { tokens } = held(where.dataset.box);
    if (!tokens?.includes(token)) hold(where.dataset.box, { tokens: [...(tokens ?? []), token] });
    await put(where, token, fields.get("kind"), fields);
    delete form.dataset.token;
    empty(form, sent);
    document.getElementById("room-said").textContent = where.dataset.wordsKept;
    if (![...form.querySelectorAll("textarea")].some((box) => box.value)) lead(form.querySelector("textarea"), form);
    renew(where);
  };
  const covered = new WeakMap();
  const edit = (where, li) => {
    const form = editor(where, li);
    covered.set(form, li);
    li.replaceWith(form);
    form.querySelector("textarea").focus();
  };
  const leave = (li) => {
    const back = covered.get(li), isHere = li.contains(document.activeElement);
    li.replaceWith(back);
    if (isHere) back.querySelector("[data-edit]").focus({ preventScroll: true });
  };
  const change = async (where, li) => {
    const form = li.querySelector("form"), fields = new FormData(form), sent = typed(form);
    fields.set("cell", li.dataset.cell);
    await put(where, li.dataset.token, li.dataset.kind, fields);
    const back = covered.get(li);
    fill(back, { text: fields.get("text"), because: fields.get("because"), cited: back.querySelector("[data-cited]").textContent });
    if (!typedSince(sent).length) leave(li);
    renew(where);
  };
  const take = async (where, li) => {
    await ask(where, [["act", "take"], ["token", li.dataset.token]]);
    hold(where.dataset.box, { tokens: (held(where.dataset.box).tokens ?? []).filter((one) => one !== li.dataset.token) });
    li.remove();
    lead(where.querySelector("[data-edit]") ?? around(where).querySelector("form[data-seal] textarea, form textarea"), li);
    renew(where);
  };
  const name = async (where, li) => {
    const card = { kind: li.dataset.kind, text: li.querySelector("[data-text]").textContent, because: li.querySelector("[data-because]").textContent, cell: li.dataset.cell };
    // the same key again after a lost answer: it is shown once
    li.dataset.key ??= random().slice(0, 32);
    const answer = await signedIn(where.dataset.nameTo, { face: "room", key: li.dataset.key, ...card }, { "HX-Request": "true" });
    if (!answer.ok) throw new Refused(new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim());
    await take(where, li);
    // before the meeting nobody tells this page to draw itself anew
    if (!room().hasAttribute("hx-get")) location.reload();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, where = form.closest("[data-box]") ?? place(form);
    if (form.matches("form[data-seal]")) {
      event.preventDefault();
      if (where) attempt(form, where, () => write(where, form));
    } else if (form.matches("form[data-change]")) {
      event.preventDefault();
      attempt(form.closest("li"), where, () => change(where, form.closest("li")));
    }
  });
  document.addEventListener("click", (event) => {
    const li = event.target.closest("[data-mine] > li"), where = li?.closest("[data-box]");
    if (!where || !li || li.dataset.busy) return;
    const pressed = (what) => event.target.closest(`[data-${what}]`);
    if (pressed("edit")) edit(where, li);
    else if (pressed("leave")) leave(li);
    else if (pressed("take")) attempt(li, where, () => take(where, li));
    else if (pressed("name")) attempt(li, where, () => name(where, li));
  });
})();
