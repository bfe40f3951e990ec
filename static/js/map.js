/* The thinking map as a picture: every line of a box is an idea on its branch. The boxes stay the truth; they are what
   autosave.js saves. Enter begins the next idea, Backspace in an empty one takes it away. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-map]");
  if (!form) return;
  const branches = [...form.querySelectorAll("[data-branch]")].map((root) => ({
    root,
    box: root.querySelector("[data-box]"),
    area: root.querySelector("[data-box] textarea"),
    list: root.querySelector("[data-ideas]"),
    name: root.querySelector("label span").textContent,
  }));

  const ideasOf = (branch) => [...branch.list.querySelectorAll("textarea")];
  const textOf = (branch) => ideasOf(branch).map((idea) => idea.value.trim()).filter(Boolean).join("\n");
  const sync = (branch) => {
    const text = textOf(branch);
    if (branch.area.value === text) return;
    branch.area.value = text;
    branch.area.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "picture" }));
  };
  const number = (branch) => ideasOf(branch).forEach((idea, at, all) => {
    const last = at === all.length - 1;
    idea.placeholder = last ? branch.root.dataset.wordsNew : "";
    idea.setAttribute("aria-label", last ? `${branch.name}: ${branch.root.dataset.wordsNew}` : `${branch.name}: ${branch.root.dataset.wordsIdea} ${at + 1}`);
  });
  const add = (branch, text, before = null) => {
    const line = document.createElement("li"), idea = document.createElement("textarea");
    idea.rows = 1;
    idea.maxLength = branch.area.maxLength;
    idea.value = text;
    idea.setAttribute("aria-describedby", "map-help");
    line.append(idea);
    branch.list.insertBefore(line, before);
    return idea;
  };
  const draw = (branch) => {
    branch.list.replaceChildren();
    branch.area.value.split("\n").filter((line) => line.trim()).forEach((line) => add(branch, line));
    add(branch, "");
    number(branch);
  };

  branches.forEach((branch) => {
    branch.list.addEventListener("input", (event) => {
      event.target.value = event.target.value.replace(/\n/g, " ");
      if (event.target === ideasOf(branch).at(-1) && event.target.value.trim()) { add(branch, ""); number(branch); }
      sync(branch);
    });
    branch.list.addEventListener("keydown", (event) => {
      const ideas = ideasOf(branch), at = ideas.indexOf(event.target);
      if (event.key === "Enter") {
        event.preventDefault();
        if (!event.target.value.trim()) return;
        if (ideas[at + 1]?.value.trim()) { add(branch, "", ideas[at + 1].parentElement).focus(); number(branch); }
        else ideas[at + 1].focus();
      }
      if (event.key === "Backspace" && !event.target.value && ideas.length > 1 && at < ideas.length - 1) {
        event.preventDefault();
        event.target.parentElement.remove();
        number(branch);
        sync(branch);
        ideasOf(branch)[Math.max(at - 1, 0)].focus();
      }
    });
    // words that come back, or from another window, are drawn too
    ["input", "change", "autosave:put"].forEach((kind) => branch.area.addEventListener(kind, (event) => {
      if (event.detail !== "picture" && textOf(branch) !== branch.area.value) draw(branch);
    }));
  });

  const buttons = [...form.querySelectorAll("[data-map-view]")];
  const show = (view) => {
    const picture = view === "picture";
    branches.forEach((branch) => {
      if (picture) draw(branch);
      branch.box.hidden = picture;
      branch.list.hidden = !picture;
    });
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.mapView === view)));
    try { localStorage.setItem("map-view", view); } catch { /* it begins with boxes next time */ }
  };
  buttons.forEach((button) => button.addEventListener("click", () => show(button.dataset.mapView)));
  form.querySelector("[data-map-switch]").hidden = false;
  const wished = form.hasAttribute("data-as-picture") ? "picture" : localStorage.getItem("map-view");
  if (wished === "picture") show("picture");

  form.addEventListener("autosave:conflict", (event) => {
    if (!event.detail) return;
    const { newer, settle } = event.detail;
    form.querySelector("[data-conflict]")?.remove();
    const panel = document.getElementById("map-conflict").content.firstElementChild.cloneNode(true);
    panel.querySelector("[data-newer]").append(...branches.filter((branch) => newer[branch.area.name]).map((branch) => {
      const quote = document.createElement("blockquote");
      quote.className = "newer";
      quote.textContent = newer[branch.area.name];
      return quote;
    }));
    const choose = (value) => {
      panel.remove();
      settle(Object.fromEntries(branches.map(({ area }) => [area.name, value(area.value, newer[area.name] ?? "")])));
    };
    panel.addEventListener("click", (click) => {
      const choice = click.target.closest("[data-choose]")?.dataset.choose;
      if (choice === "mine") choose((mine) => mine);
      if (choice === "theirs") choose((_mine, theirs) => theirs);
      if (choice === "both") choose((mine, theirs) => (mine === theirs || !theirs ? mine : `${theirs}\n${mine}`.trim()));
    });
    form.prepend(panel);
    // it is read out all the same; who is typing goes on, and loses no letter to it
    if (!form.contains(document.activeElement)) panel.focus();
  });
})();
