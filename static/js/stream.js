/* Says whether the room is heard, counts the room's clock, and asks again by itself where a school's network breaks streams.
   [data-live] around the stream's element gets data-live="on" or "off"; [data-live-word] inside shows data-on or data-off.
   [data-clock] counts by itself: data-ends-at (ISO moment; counts down) or data-started-at (counts up); data-over is set past the end;
   data-now is the server's moment when it was drawn, so that a wrong clock of the browser does not matter.
   [data-poll="sse:meeting"] names the event to send to itself every 5 seconds while the stream is off. */
(() => {
  "use strict";
  const POLL_MS = 5000;
  let isOn = null;

  const tell = (on) => {
    if (isOn === on) return;
    isOn = on;
    document.querySelectorAll("[data-live]").forEach((place) => { place.dataset.live = on ? "on" : "off"; });
    document.querySelectorAll("[data-live-word]").forEach((word) => { word.textContent = on ? word.dataset.on : word.dataset.off; });
  };
  const askAgain = () => document.querySelectorAll("[data-poll]").forEach((place) => window.htmx?.trigger(place, place.dataset.poll));

  // a stream that ends is opened again by the browser; only one that is refused is an error
  class Stream extends EventSource {
    set onerror(handler) {
      this.addEventListener("error", (event) => {
        tell(false);
        if (this.readyState === EventSource.CLOSED) handler(event);
      });
    }
  }
  if (window.htmx) window.htmx.createEventSource = (url) => new Stream(url);

  document.addEventListener("htmx:sseOpen", () => { if (isOn === false) askAgain(); tell(true); });
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
