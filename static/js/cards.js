/* Cards without names. This browser chooses a number and has it signed once for each box, signed in; then it puts cards
   in without any cookie, each under a token of its own. Numbers and tokens stay in this browser, so that cards can be
   changed after a reload; words are asked for by their tokens, and are kept nowhere. Once a box is opened its tokens are
   worth nothing, and go. */
(() => {
  "use strict";
  const prefix = `cards:${document.body.dataset.person ?? ""}:`;
  const place = () => document.querySelector("#room [data-box]");
  const random = () => [...crypto.getRandomValues(new Uint8Array(32))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const held = (box) => { try { return JSON.parse(localStorage.getItem(prefix + box)) ?? {}; } catch { return {}; } };
  const hold = (box, change) => localStorage.setItem(prefix + box, JSON.stringify({ nonce: random(), tokens: [], ...held(box), ...change }));
  const forget = (box) => localStorage.removeItem(prefix + box);

  const signedIn = (url, fields, headers = {}) => fetch(url, { method: "POST", body: new URLSearchParams(fields), credentials: "same-origin", redirect: "error", headers: { "X-CSRFToken": document.querySelector("#room [name=csrfmiddlewaretoken]")?.value ?? "", ...headers } });
  const nobody = (url, fields) => fetch(url, { method: "POST", body: new URLSearchParams(fields), credentials: "omit", redirect: "error", headers: { Accept: "application/json" } });

  class Refused extends Error {}
  const said = async (answer) => {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const told = isJson ? await answer.json() : {};
    if (answer.ok) return told;
    throw Object.assign(new Refused(told.problem ?? ""), { status: answer.status });
  };
  const passOf = async (where) => {
    const box = where.dataset.box;
    hold(box, {});
    if (!held(box).pass) hold(box, { pass: (await said(await signedIn(where.dataset.pass, { nonce: held(box).nonce }))).pass });
    return held(box).pass;
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
      if (problem.status === 409) window.htmx.trigger(document.getElementById("room"), "sse:meeting");
    }
    delete spot.dataset.busy;
  };

  const tile = (where, token, card) => {
    const li = where.querySelector("[data-card-template]").content.firstElementChild.cloneNode(true);
    Object.assign(li.dataset, { token, kind: card.kind, cell: card.cell });
    const cited = li.querySelector("[data-cited]");
    cited.textContent = card.cited;
    cited.hidden = !card.cited;
    li.querySelector("[data-text]").textContent = card.text;
    const because = li.querySelector("[data-because]");
    because.textContent = card.because;
    because.hidden = !card.because;
    li.querySelectorAll("[data-which]").forEach((one) => { one.textContent = ` ${card.text.slice(0, 40)}`; });
    return li;
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
  const show = async (where) => {
    const list = where.querySelector("[data-mine]"), tokens = held(where.dataset.box).tokens ?? [];
    const { cards } = tokens.length ? await ask(where, [["act", "look"], ...tokens.map((token) => ["token", token])]) : { cards: {} };
    if (!where.isConnected) return;
    const open = [...list.children].filter((li) => li.querySelector("form"));
    list.replaceChildren(...tokens.filter((token) => cards[token]).map((token) => open.find((li) => li.dataset.token === token) ?? tile(where, token, cards[token])));
    where.querySelectorAll("[data-mine-title]").forEach((one) => { one.hidden = !list.children.length; });
    document.dispatchEvent(new Event("cards:listed"));
  };

  // boxes that were opened meanwhile: their tokens go
  const prune = async (where) => {
    const others = Object.keys(localStorage).filter((key) => key.startsWith(prefix) && key !== prefix + where.dataset.box);
    for (const box of others.map((key) => key.slice(prefix.length))) {
      const answer = await nobody(where.dataset.sealTo, [["pass", held(box).pass ?? ""], ["act", "look"]]);
      if ([404, 409].includes(answer.status)) forget(box);
    }
  };
  let shown = null;
  const begin = async () => {
    const where = place();
    if (!where || where === shown) return;
    shown = where;
    try { await passOf(where); await show(where); await prune(where); } catch { shown = null; }
  };
  document.addEventListener("room:drawn", begin);
  begin();

  const put = (where, token, kind, fields) => ask(where, [["act", "put"], ["token", token], ["kind", kind], ["text", fields.get("text") ?? ""], ["because", fields.get("because") ?? ""], ["cell", fields.get("cell") ?? ""]]);
  const write = async (where, form) => {
    const fields = new FormData(form);
    // the same token again after a lost answer: no card comes twice
    form.dataset.token ??= random();
    const { token } = form.dataset, { tokens } = held(where.dataset.box);
    await passOf(where);
    if (!tokens?.includes(token)) hold(where.dataset.box, { tokens: [...(tokens ?? []), token] });
    await put(where, token, fields.get("kind"), fields);
    delete form.dataset.token;
    form.reset();
    form.querySelectorAll("textarea").forEach((box) => box.dispatchEvent(new Event("input", { bubbles: true })));
    await show(where);
    document.getElementById("room-said").textContent = where.dataset.wordsKept;
    form.querySelector("textarea")?.focus({ preventScroll: true });
  };
  const change = async (where, li) => {
    const fields = new FormData(li.querySelector("form"));
    fields.set("cell", li.dataset.cell);
    await put(where, li.dataset.token, li.dataset.kind, fields);
    await leave(where, li);
  };
  const leave = async (where, li) => {
    const { token } = li.dataset;
    li.remove();
    await show(where);
    where.querySelector(`[data-token="${token}"] [data-edit]`)?.focus({ preventScroll: true });
  };
  const take = async (where, li) => {
    await ask(where, [["act", "take"], ["token", li.dataset.token]]);
    hold(where.dataset.box, { tokens: held(where.dataset.box).tokens.filter((one) => one !== li.dataset.token) });
    await show(where);
    (where.querySelector("[data-edit]") ?? document.querySelector("#room form[data-seal] textarea"))?.focus({ preventScroll: true });
  };
  const name = async (where, li) => {
    const card = { kind: li.dataset.kind, text: li.querySelector("[data-text]").textContent, because: li.querySelector("[data-because]").textContent, cell: li.dataset.cell };
    // the same key again after a lost answer: it is shown once
    li.dataset.key ??= random().slice(0, 32);
    const answer = await signedIn(where.dataset.nameTo, { face: "room", key: li.dataset.key, ...card }, { "HX-Request": "true" });
    if (!answer.ok) throw new Refused(new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim());
    await take(where, li);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, where = place();
    if (form.matches("form[data-seal]")) {
      event.preventDefault();
      if (where) attempt(form, where, () => write(where, form));
    } else if (form.matches("form[data-change]")) {
      event.preventDefault();
      attempt(form.closest("li"), where, () => change(where, form.closest("li")));
    }
  });
  document.addEventListener("click", (event) => {
    const where = place(), li = event.target.closest("[data-mine] > li");
    if (!where || !li) return;
    const pressed = (what) => event.target.closest(`[data-${what}]`);
    if (pressed("edit")) {
      const edit = editor(where, li);
      li.replaceWith(edit);
      edit.querySelector("textarea").focus();
    } else if (pressed("leave")) attempt(li, where, () => leave(where, li));
    else if (pressed("take")) attempt(li, where, () => take(where, li));
    else if (pressed("name")) attempt(li, where, () => name(where, li));
  });
})();
