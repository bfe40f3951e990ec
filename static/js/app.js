/* Small manners for every page: the CSRF header, focus after a refused change, toasts, menus that close. */
(() => {
  "use strict";
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const MOST_TAKEN = 100;
  const [wordsFailed, wordsOffline, wordsSignedOut] = meta("words").split("|");

  const toast = (text, seconds = 6) => {
    const place = document.getElementById("toasts");
    if (!place || !text) return;
    const line = document.createElement("div");
    line.className = "toast-line";
    line.textContent = text;
    place.append(line);
    setTimeout(() => line.remove(), seconds * 1000);
  };

  const focusErrors = (root) => {
    const summary = root.querySelector?.("[data-error-summary]") ?? root.querySelector?.(".is-invalid");
    summary?.focus();
  };

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = meta("csrf-token");
  });
  // somebody signed out elsewhere: a fragment must never become the sign-in page
  document.addEventListener("htmx:beforeSwap", (event) => {
    const landed = event.detail.xhr.responseURL;
    if (landed && meta("sign-in") && new URL(landed).pathname === meta("sign-in") && location.pathname !== meta("sign-in")) {
      event.detail.shouldSwap = false;
      toast(wordsSignedOut, 12);
    }
  });
  // htmx gives an element that was there before its new state only when it settles
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr?.status === 422) focusErrors(event.detail.target.isConnected ? event.detail.target : document);
  });
  document.addEventListener("htmx:responseError", (event) => (event.detail.xhr.status === 401 ? toast(wordsSignedOut, 12) : toast(wordsFailed)));
  document.addEventListener("htmx:sendError", () => toast(wordsOffline));
  // an answer with HX-Trigger: {"toast": "Saved"} says so
  document.addEventListener("toast", (event) => toast(event.detail.value ?? event.detail));

  // a page that Back brings whole is shown to whom it was for, with all that they had typed: each sign-in and sign-out
  // changes the token, and the server tells whether it is still that person who asks
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  let shownWith = token();
  addEventListener("pageshow", async (event) => {
    if (!event.persisted || token() === shownWith) return;
    document.documentElement.hidden = true;
    const person = document.body.dataset.person;
    const answer = person && await fetch(location.href, { redirect: "manual", headers: { "X-Person": person } }).catch(() => null);
    if (!answer?.ok) { location.reload(); return; }
    shownWith = token();
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = shownWith; });
    document.querySelector('meta[name="csrf-token"]').content = shownWith;
    document.documentElement.hidden = false;
  });

  const menus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => menus().forEach((menu) => menu.contains(event.target) || (menu.open = false)));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // the page after a form that keep.js watches tells whether what was sent was taken
  const learnTaken = () => {
    const sent = JSON.parse(sessionStorage.getItem("sent")) ?? [];
    const isTaken = Boolean(document.querySelector("#messages .note--success"));
    sessionStorage.removeItem("sent");
    sessionStorage.setItem("refused", JSON.stringify(isTaken ? [] : sent));
    if (!isTaken || !sent.length) return;
    const taken = JSON.parse(localStorage.getItem("taken")) ?? [];
    localStorage.setItem("taken", JSON.stringify([...taken, ...sent].slice(-MOST_TAKEN)));
  };
  try { learnTaken(); } catch { /* where a browser keeps nothing, nothing comes back */ }

  // a second press of the same button changes nothing twice
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
    if (form.hasAttribute("data-sign-out")) forgetDrafts();
  });

  // words kept on this device (see drafts.js) go; other windows of the person keep theirs to themselves from now on
  const forgetDrafts = () => {
    new BroadcastChannel("drafts").postMessage("gone");
    indexedDB.deleteDatabase("drafts");
  };
  // a device that several people use keeps nothing; the server gives it no key
  document.querySelectorAll("[data-shared-device]").forEach((part) => { part.hidden = false; });
  document.addEventListener("change", (event) => {
    if (event.target.name !== "shared_device") return;
    const isShared = event.target.checked;
    window.device.setShared(isShared);
    if (isShared) forgetDrafts();
    toast(event.target.dataset[isShared ? "wordsOn" : "wordsOff"]);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => toast(copy.dataset.copied));
  });
  // who prints their own page prints what is covered on the screen
  addEventListener("beforeprint", () => document.querySelectorAll("details:is(.cover, .on-paper):not([open])").forEach((cover) => { cover.open = true; cover.dataset.printed = ""; }));
  addEventListener("afterprint", () => document.querySelectorAll("details[data-printed]").forEach((cover) => { cover.open = false; delete cover.dataset.printed; }));
  focusErrors(document);
})();
