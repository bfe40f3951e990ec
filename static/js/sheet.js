/* A sheet without names. The browser chooses a number and has it signed once, signed in; then it sends the sheet
   without any cookie. The number stays in this browser, so that the sheet can be changed; what is typed stays in this
   tab until it is in, and goes at sign-out. It stays on this page only where other people use the device too. */
(() => {
  "use strict";
  const ANSWER_MS = 15000;
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const person = document.body.dataset.person ?? "";
  const nonceKey = `sheet:${person}:${form.dataset.sheet}`;
  const keptKey = `kept:${person}:sheet:${form.dataset.sheet}`;
  const problem = form.querySelector("[data-problem]"), thanks = form.querySelector("[data-thanks]");

  const { tab } = window.device;
  const kept = JSON.parse(tab.getItem(keptKey) ?? "{}");
  const words = () => Object.fromEntries(new FormData(form));
  // typed before this script came: newer than what was kept
  const there = words();
  const fields = [...form.elements].filter((field) => field.name);
  fields.forEach((field) => {
    if (!(field.name in kept) || there[field.name]) return;
    if (field.type === "radio") field.checked = field.value === kept[field.name];
    else field.value = kept[field.name];
  });
  form.addEventListener("input", () => {
    thanks.hidden = true;
    tab.setItem(keptKey, JSON.stringify(words()));
  });

  const nonce = () => {
    let found = localStorage.getItem(nonceKey);
    if (!found) {
      found = [...crypto.getRandomValues(new Uint8Array(32))].map((one) => one.toString(16).padStart(2, "0")).join("");
      localStorage.setItem(nonceKey, found);
    }
    return found;
  };
  const post = (url, body, extra) => fetch(url, { method: "POST", body, redirect: "error", signal: AbortSignal.timeout(ANSWER_MS), headers: { Accept: "application/json", ...extra.headers }, credentials: extra.credentials });
  const signedIn = { credentials: "same-origin", headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content } };
  const told = (words) => { problem.textContent = words; problem.hidden = false; problem.focus(); };
  const wordsOf = async (answer) => {
    if (!answer.headers.get("Content-Type")?.includes("json")) return form.dataset.wordsFailed;
    const said = await answer.json();
    return said.problem ?? Object.values(said.problems ?? {}).flat().join(" ");
  };

  const handIn = async () => {
    const drawn = await post(form.dataset.draw, new URLSearchParams({ nonce: nonce() }), signedIn);
    if (!drawn.ok) return told(await wordsOf(drawn));
    const sent = JSON.stringify(words()), body = new URLSearchParams(JSON.parse(sent));
    body.set("token", (await drawn.json()).token);
    const sealed = await post(form.dataset.sealTo, body, { credentials: "omit", headers: {} });
    if (!sealed.ok) return told(await wordsOf(sealed));
    if (sent === JSON.stringify(words())) tab.removeItem(keptKey);
    if (form.dataset.confirm) await post(form.dataset.confirm, new URLSearchParams(), signedIn);
    thanks.hidden = false;
    thanks.focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    problem.hidden = true;
    try { await handIn(); } catch { told(form.dataset.wordsFailed); }
    delete form.dataset.busy;
  });
})();
