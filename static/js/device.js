/* Whether other people use this device too, which one's own page and the sign-in ask (the cookie shared_device). Then
   neither words that are typed nor what opens a sealed card lies in this browser: they stay with their page, and go
   with it. html[data-shared] tells the styles, for what is said .if-shared and .unless-shared.

   window.device:  isShared()
                   setShared(is)  also takes away what lies here, in every window
                   tab            what is typed in this tab: getItem, setItem and removeItem, as of sessionStorage */
(() => {
  "use strict";
  const YEAR_S = 31536000;
  const page = new Map();
  const isShared = () => /(?:^|; )shared_device=1(?:;|$)/.test(document.cookie);

  const tab = {
    getItem: (key) => page.get(key) ?? sessionStorage.getItem(key),
    removeItem: (key) => { page.delete(key); sessionStorage.removeItem(key); },
    setItem: (key, value) => {
      page.delete(key);
      if (isShared()) page.set(key, value);
      else try { sessionStorage.setItem(key, value); } catch { /* a full store keeps what it has */ }
    },
  };

  const keys = (store, prefix) => Object.keys(store).filter((key) => key.startsWith(prefix));
  // a pass opens no card and stays: each pass more would count as one more browser of the same person
  const closeCards = (key) => {
    const { tokens, ...pass } = JSON.parse(localStorage.getItem(key));
    if (tokens) localStorage.setItem(key, JSON.stringify(pass));
  };
  const look = () => {
    document.documentElement.toggleAttribute("data-shared", isShared());
    if (!isShared()) return;
    keys(sessionStorage, "kept:").forEach((key) => sessionStorage.removeItem(key));
    keys(localStorage, "cards:").forEach(closeCards);
  };
  const others = globalThis.BroadcastChannel && new BroadcastChannel("device");
  others?.addEventListener("message", look);
  const setShared = (is) => {
    document.cookie = `shared_device=${is ? 1 : ""}; path=/; samesite=lax; max-age=${is ? YEAR_S : 0}${location.protocol === "https:" ? "; secure" : ""}`;
    look();
    others?.postMessage("changed");
  };
  window.device = { isShared, setShared, tab };
  look();
})();
