/* Says whether the room is heard, counts the room's clock, and asks again by itself where a school's network breaks streams.
   [data-live] around the stream's element gets data-live="on" or "off"; [data-live-word] inside shows data-on or data-off.
   [data-clock] counts by itself: data-ends-at (ISO moment; counts down) or data-started-at (counts up); data-over is set past the end;
   data-now is the server's moment when it was drawn, so that a wrong clock of the browser does not matter.
   [data-poll="sse:meeting"] names the event to send to itself every 5 seconds while the stream is off.
   The tabs of a browser that listen to the same share one stream: who holds the lock has it and tells the others; when
   it closes, or is silent because the device has put it to sleep, another takes its place. */
(() => {
  "use strict";
  const POLL_MS = 5000;
  const SILENCE_MS = 2000;
  let isOn = null;

  const tell = (on) => {
    if (isOn === on) return;
    isOn = on;
    document.querySelectorAll("[data-live]").forEach((place) => { place.dataset.live = on ? "on" : "off"; });
    document.querySelectorAll("[data-live-word]").forEach((word) => { word.textContent = on ? word.dataset.on : word.dataset.off; });
  };
  const askAgain = () => document.querySelectorAll("[data-poll]").forEach((place) => window.htmx?.trigger(place, place.dataset.poll));

  // a stream that ends is opened again by the browser; only one that is refused is an error
  const onlyRefused = (stream, handler) => stream.addEventListener("error", (event) => {
    tell(false);
    if (stream.readyState === EventSource.CLOSED) handler(event);
  });
  class OwnStream extends EventSource {
    set onerror(handler) { onlyRefused(this, handler); }
  }

  class SharedStream extends EventTarget {
    constructor(url) {
      super();
      this.url = new URL(url, location.href);
      this.name = `stream:${document.body.dataset.person}:${this.url.pathname}`;
      this.readyState = EventSource.CONNECTING;
      this.heard = new Set();
      this.last = null;
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = ({ data }) => { if (data.asks) this.answer(); else this.hear(data); };
      this.ending = new AbortController();
      document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); }, { signal: this.ending.signal });
      this.wait();
      this.ask();
    }
    set onopen(handler) { this.addEventListener("open", handler); }
    set onerror(handler) { onlyRefused(this, handler); }
    addEventListener(type, handler, options) {
      super.addEventListener(type, handler, options);
      if (["open", "error"].includes(type) || this.heard.has(type)) return;
      this.heard.add(type);
      if (this.source) this.pass(type);
    }
    close() {
      this.readyState = EventSource.CLOSED;
      clearTimeout(this.silence);
      this.ending.abort();
      this.waiting.abort();
      this.leave();
      this.channel.close();
    }

    // --- whose turn it is
    wait() {
      this.waiting = new AbortController();
      this.request({ signal: this.waiting.signal });
    }
    request(options) {
      navigator.locks.request(this.name, options, () => this.lead()).catch(() => {
        // somebody took it while this tab was asleep
        if (this.source) { this.leave(); this.wait(); }
      });
    }
    lead() {
      if (this.ending.signal.aborted) return null;
      clearTimeout(this.silence);
      if (this.last?.id) this.url.searchParams.set("seen", this.last.id);
      this.source = new EventSource(this.url);
      this.source.addEventListener("open", () => this.say({ type: "open" }));
      this.source.addEventListener("error", () => this.say({ type: "error", state: this.source.readyState }));
      this.heard.forEach((type) => this.pass(type));
      return new Promise((release) => { this.release = release; });
    }
    leave() {
      this.source?.close();
      this.source = null;
      this.release?.();
    }

    // --- what is told
    ask() {
      if (this.source) return;
      this.channel.postMessage({ asks: true });
      clearTimeout(this.silence);
      this.silence = setTimeout(() => { this.waiting.abort(); this.request({ steal: true }); }, SILENCE_MS);
    }
    answer() {
      if (!this.source) return;
      const type = ["waits", "open", "error"][this.source.readyState];
      this.channel.postMessage({ type, state: this.source.readyState });
      if (this.last) this.channel.postMessage(this.last);
    }
    pass(type) {
      this.source.addEventListener(type, ({ data, lastEventId }) => this.say({ type, data, id: lastEventId }));
    }
    say(told) {
      this.channel.postMessage(told);
      this.hear(told);
    }
    hear(told) {
      clearTimeout(this.silence);
      if (told.id && told.id === this.last?.id && told.type === this.last.type) return;
      if (told.id) this.last = told;
      this.readyState = told.state ?? EventSource.OPEN;
      // who is refused leaves its turn to the next one, who asks for itself
      if (this.readyState === EventSource.CLOSED) this.close();
      this.dispatchEvent(told.id ? new MessageEvent(told.type, { data: told.data, lastEventId: told.id }) : new Event(told.type));
    }
  }
  const canShare = "locks" in navigator && "BroadcastChannel" in window;
  if (window.htmx) window.htmx.createEventSource = (url) => (canShare ? new SharedStream(url) : new OwnStream(url));

  // one that was asked for before the device lost its line may still open, and tells nothing any more
  document.addEventListener("htmx:sseOpen", () => { if (isOn === false) askAgain(); tell(navigator.onLine); });
  document.addEventListener("htmx:sseError", () => tell(false));
  document.addEventListener("htmx:sseClose", () => tell(false));
  // a stream that nobody hears any more may look open for minutes; the device knows at once
  addEventListener("offline", () => tell(false));
  addEventListener("online", () => { askAgain(); tell(true); });
  setInterval(() => { if (isOn === false && !document.hidden) askAgain(); }, POLL_MS);

  const clock = (seconds) => {
    const whole = Math.abs(Math.trunc(seconds));
    return `${seconds < 0 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  const tick = () => document.querySelectorAll("[data-clock]").forEach((place) => {
    const { endsAt, startedAt, now } = place.dataset;
    if (!endsAt && !startedAt) return;
    if (place.drawnAt !== now) { place.drawnAt = now; place.skew = now ? new Date(now) - Date.now() : 0; }
    const here = Date.now() + (place.skew ?? 0);
    const seconds = endsAt ? (new Date(endsAt) - here) / 1000 : (here - new Date(startedAt)) / 1000;
    place.textContent = clock(seconds);
    place.toggleAttribute("data-over", Boolean(endsAt) && seconds < 0);
  });
  setInterval(tick, 1000);
  document.addEventListener("room:drawn", tick);
  tick();
})();
