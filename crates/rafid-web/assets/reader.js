// What a reader keeps on this device: saved articles (readable offline), follows, text size, the time of the last visit; and keys.
// Without this script nothing is missing from a page: its tools are hidden until it runs. Nothing that it keeps is sent anywhere.
(() => {
  const root = document.documentElement;
  const rtl = root.dir === "rtl";
  const words = document.getElementById("words")?.dataset ?? {};
  const read = (key, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem(`rafid.${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const keep = (key, value) => {
    try {
      localStorage.setItem(`rafid.${key}`, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };
  const number = new Intl.NumberFormat(root.lang === "ar" && words.digits === "arab" ? "ar-u-nu-arab" : "en", { useGrouping: false });
  const counted = (forms, n) => (forms[new Intl.PluralRules(root.lang).select(n)] || forms.other).replace("{}", number.format(n));
  const say = (text) => {
    const place = document.getElementById("said");
    if (place) place.textContent = text;
  };

  // saved and followed
  const lists = { save: "saved", follow: "follows" };
  const entry = (button) => {
    const { kind, key, name, path, feed, by, at } = button.dataset;
    return { kind, key, name, path, feed, by, at };
  };
  const has = (list, item) => list.some((one) => one.kind === item.kind && one.key === item.key);
  const offline = async (path, wanted) => {
    if (!window.caches) return;
    const cache = await caches.open("rafid-saved");
    if (wanted) await cache.add(path);
    else await cache.delete(path);
  };
  const draw = (button) => {
    const on = has(read(lists[button.dataset.tool], []), entry(button));
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.on : button.dataset.off;
  };
  const toggle = async (button) => {
    const list = lists[button.dataset.tool];
    const item = entry(button);
    const former = read(list, []);
    const on = !has(former, item);
    const next = former.filter((one) => !(one.kind === item.kind && one.key === item.key));
    if (on) next.unshift(item);
    keep(list, next.slice(0, 500));
    draw(button);
    say(on ? button.dataset.on : button.dataset.off);
    if (button.dataset.tool === "save") await offline(item.path, on).catch(() => {});
  };
  for (const button of document.querySelectorAll("[data-tool]")) {
    draw(button);
    button.addEventListener("click", () => toggle(button));
  }
  for (const place of document.querySelectorAll("[data-tools]")) place.hidden = false;

  // text size
  const sizes = ["", "large", "larger", "largest"];
  const size = (step) => {
    const now = Math.max(0, sizes.indexOf(read("size", "")));
    const next = sizes[Math.min(sizes.length - 1, Math.max(0, now + step))];
    keep("size", next);
    root.dataset.size = next;
  };
  size(0);
  for (const button of document.querySelectorAll("[data-size-step]")) {
    button.addEventListener("click", () => size(Number(button.dataset.sizeStep)));
  }

  // share
  for (const button of document.querySelectorAll("[data-share]")) {
    button.addEventListener("click", async () => {
      const url = new URL(button.dataset.share, location.href).href;
      try {
        if (navigator.share) await navigator.share({ title: document.title, url });
        else {
          await navigator.clipboard.writeText(url);
          say(button.dataset.done);
          button.textContent = button.dataset.done;
        }
      } catch {
        // The reader changed their mind, or the browser does not allow it.
      }
    });
  }

  // the page of what is kept
  const link = (item) => {
    const a = document.createElement("a");
    a.href = item.path;
    a.textContent = item.name;
    a.dir = "auto";
    return a;
  };
  const removable = (list, item, row, refresh) => {
    const button = document.createElement("button");
    button.className = "tool";
    button.textContent = words.remove;
    button.setAttribute("aria-label", `${words.remove}: ${item.name}`);
    button.addEventListener("click", () => {
      keep(list, read(list, []).filter((one) => !(one.kind === item.kind && one.key === item.key)));
      if (list === "saved") offline(item.path, false).catch(() => {});
      row.remove();
      refresh();
    });
    return button;
  };
  const page = document.getElementById("kept");
  if (page) {
    const show = (list, fill) => {
      const place = document.getElementById(list);
      const refresh = () => {
        document.getElementById(`no-${list}`).hidden = read(list, []).length > 0;
      };
      for (const item of read(list, [])) {
        const row = document.createElement("li");
        fill(row, item);
        row.append(removable(list, item, row, refresh));
        place.append(row);
      }
      refresh();
    };
    show("saved", (row, item) => {
      const title = document.createElement("h3");
      title.append(link(item));
      const by = document.createElement("p");
      by.className = "meta";
      by.textContent = [item.by, item.at].filter(Boolean).join(" · ");
      row.append(title, by);
    });
    show("follows", (row, item) => {
      const title = document.createElement("h3");
      title.append(link(item));
      const latest = document.createElement("ul");
      row.append(title, latest);
      if (!item.feed) return;
      fetch(item.feed).then((answer) => answer.json()).then((feed) => {
        for (const news of feed.items.slice(0, 3)) {
          const li = document.createElement("li");
          const { pathname } = new URL(news.url);
          li.append(link({ path: page.dataset.prefix + pathname, name: news.title }));
          latest.append(li);
        }
      }).catch(() => {});
    });
    page.hidden = false;
  }

  // since the last visit
  const front = document.querySelector("[data-articles]");
  if (front && words.sinceOther) {
    const articles = Number(front.dataset.articles);
    const last = read("visit", null);
    const now = Date.now();
    if (last && articles > last.articles && now - last.at > 600000) {
      const forms = { zero: words.sinceZero, one: words.sinceOne, two: words.sinceTwo, few: words.sinceFew, many: words.sinceMany, other: words.sinceOther };
      const place = document.getElementById("since");
      place.textContent = counted(forms, articles - last.articles);
      place.hidden = false;
      for (const time of document.querySelectorAll("main time[datetime]")) {
        if (Date.parse(time.dateTime) > last.at) time.closest("article, li")?.classList.add("fresh");
      }
    }
    if (!last || now - last.at > 600000) keep("visit", { at: now, articles });
  }

  // keys
  const items = () => [...document.querySelectorAll("main :is(h2, h3, h4, li) > a[href]")].filter((a) => a.offsetParent);
  const step = (by) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const go = (rel) => document.querySelector(`a[rel="${rel}"]`)?.click();
  const help = document.getElementById("keys");
  document.getElementById("keys-close")?.addEventListener("click", () => help.close());
  let before = "";
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing) return;
    // The place of the key where the keyboard is Arabic: ت is j, ن is k, / stays.
    const key = { KeyJ: "j", KeyK: "k", KeyG: "g", KeyH: "h", KeyS: "s" }[event.code] ?? event.key;
    const pair = before + key;
    before = key === "g" ? "g" : "";
    const acts = {
      j: () => step(1),
      k: () => step(-1),
      "/": () => document.getElementById("q")?.focus(),
      "?": () => help?.showModal(),
      "؟": () => help?.showModal(),
      gh: () => location.assign(words.home),
      gs: () => location.assign(words.kept),
      s: () => document.querySelector("[data-tool]")?.click(),
      // Where the text leads on: to the left in Arabic.
      [rtl ? "ArrowLeft" : "ArrowRight"]: () => go("next"),
    };
    const act = acts[pair] ?? acts[key];
    if (!act || help?.open) return;
    event.preventDefault();
    act();
  });

  if (navigator.serviceWorker && window.isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});
})();
