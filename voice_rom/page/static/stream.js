// One stream of events for all pages of a browser: it has six connections for this address, and with
// one stream a page the seventh page would wait for ever. Runs as a shared worker, and where a
// browser has none, in the page itself.
"use strict";

const QUIET_MS = 7000; // the server says something every two seconds

// Gives what closes it. `over`: whether the session is over already.
function openStream(seen, tell, over = false) {
  let source, last, watch, again;
  let newest = seen;

  function alive() {
    last = Date.now();
  }

  function close() {
    clearInterval(watch);
    clearTimeout(again);
    source.close();
  }

  function open() {
    if (source) source.close();
    alive();
    source = new EventSource("/events?seen=" + encodeURIComponent(newest));
    source.onopen = () => {
      alive();
      tell({ kind: "found" });
    };
    source.onerror = () => {
      tell({ kind: "lost" });
      if (over) {
        close();
        return;
      }
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 2000);
    };
    source.addEventListener("state", (event) => {
      alive();
      newest = event.lastEventId;
      tell({ kind: "state", data: { ...JSON.parse(event.data), seen: newest } });
    });
    source.addEventListener("level", (event) => {
      alive();
      tell({ kind: "level", data: JSON.parse(event.data) });
    });
    source.addEventListener("beat", (event) => {
      alive();
      tell({ kind: "found", data: JSON.parse(event.data) });
    });
    source.addEventListener("over", () => {
      over = true;
      tell({ kind: "over" });
    });
  }

  watch = setInterval(() => {
    if (Date.now() - last > QUIET_MS) {
      tell({ kind: "lost" });
      open();
    }
  }, 1000);
  open();
  return close;
}

if (typeof SharedWorkerGlobalScope !== "undefined" && self instanceof SharedWorkerGlobalScope) {
  const pages = new Set();
  let regions = {};
  let newest = null;
  let opened = false;
  let close = null;
  let ended = false;
  let found = false;

  const tell = (message) => {
    if (message.kind === "state") {
      regions = { ...regions, ...message.data.regions };
      newest = { ...message.data, regions };
    }
    if (message.kind === "over") ended = true;
    if (message.kind === "found") found = true;
    if (message.kind === "lost") found = false;
    for (const page of pages) page.postMessage(message);
  };

  // What is told meanwhile is missed: whoever comes back is told everything anew.
  const rest = () => {
    close();
    close = newest = null;
    regions = {};
    found = false;
  };

  self.onconnect = (event) => {
    const page = event.ports[0];
    page.onmessage = ({ data }) => {
      if (data.kind === "goodbye") {
        pages.delete(page);
        if (close && pages.size === 0) rest();
        return;
      }
      pages.add(page);
      if (newest) page.postMessage({ kind: "state", data: newest });
      if (found) page.postMessage({ kind: "found" });
      if (ended) page.postMessage({ kind: "over" });
      if (!close) {
        close = openStream(opened ? "" : data.seen, tell, ended);
        opened = true;
      }
    };
  };
}
