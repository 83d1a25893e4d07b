// Says how many articles have come since the page was made. Nothing moves; without this script nothing is missing.
(() => {
  const bar = document.getElementById("live");
  if (!bar || !window.fetch || !window.Intl) return;
  const known = Number(bar.dataset.articles);
  const lang = document.documentElement.lang;
  const plural = new Intl.PluralRules(lang);
  const digits = new Intl.NumberFormat(lang === "ar" && bar.dataset.digits === "arab" ? "ar-u-nu-arab" : "en", { useGrouping: false });
  let wait = 15000;
  const look = async () => {
    try {
      if (!document.hidden) {
        const answer = await fetch("/api/v1/status", { headers: { accept: "application/json" } });
        const fresh = (await answer.json()).articles - known;
        if (fresh > 0) {
          const form = bar.dataset[plural.select(fresh)] || bar.dataset.other;
          bar.firstElementChild.textContent = form.replace("{}", digits.format(fresh));
          bar.hidden = false;
        }
      }
      wait = 15000;
    } catch {
      wait = Math.min(wait * 2, 300000);
    }
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
})();
