// Keeps the portal's own files and what the reader saved, so that both are there without a network. News come from the network first.
const VERSION = "{version}";
const FILES = {files};
const SAVED = "rafid-saved";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("rafid-") && name !== VERSION && name !== SAVED);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

const page = async (request) => {
  try {
    return await fetch(request);
  } catch {
    const path = decodeURI(new URL(request.url).pathname);
    const kept = (await caches.match(request, { ignoreSearch: true })) ?? (await caches.match(path));
    return kept ?? caches.match(path.startsWith("/en") ? "/en/offline" : "/offline");
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
