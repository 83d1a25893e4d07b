// Suggestions below the search field, as a combobox (ARIA Authoring Practices, "list autocomplete"). Without this script the field
// searches all the same.
(() => {
  const form = document.querySelector(".find");
  const input = form && form.querySelector("input[name=q]");
  if (!input || !window.fetch || !window.AbortController) return;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestions);
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox",
  })) input.setAttribute(name, value);

  let typed = input.value, chosen = -1, waiting, asking, items = [];
  const known = new Map();

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (n) => {
    chosen = n;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === n)));
    if (n < 0) {
      input.value = typed;
      input.removeAttribute("aria-activedescendant");
    } else {
      input.value = items[n].q;
      input.setAttribute("aria-activedescendant", list.children[n].id);
      list.children[n].scrollIntoView({ block: "nearest" });
    }
  };
  const show = (found) => {
    items = found;
    list.replaceChildren(...items.map((item, n) => {
      const option = document.createElement("li");
      option.id = `suggestion-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dir = "auto";
      option.textContent = item.kind === "outlet" ? item.text : item.q;
      if (item.kind === "outlet") option.classList.add("outlet");
      // The field keeps the focus.
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => {
        input.value = item.q;
        close();
        form.submit();
      });
      return option;
    }));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
  };
  const ask = async () => {
    const q = typed;
    if (q.trim().length < 2) return close();
    if (known.has(q)) return show(known.get(q));
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(q)}`, { signal: asking.signal });
      if (!answer.ok) return close();
      const { items } = await answer.json();
      known.set(q, items);
      if (q === typed && document.activeElement === input) show(items);
    } catch {
      // No suggestions, then.
    }
  };

  input.addEventListener("input", (event) => {
    typed = input.value;
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) return void ask();
      // One place before the first is what was typed.
      const places = items.length + 1;
      choose((chosen + 1 + step + places) % places - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      choose(-1);
      close();
    } else if (event.key === "Enter" || event.key === "Tab") {
      clearTimeout(waiting);
      close();
    }
  });
  input.addEventListener("blur", close);
})();
