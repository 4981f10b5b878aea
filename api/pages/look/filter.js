// A long list of ticks gets a box to type in; what does not hold the letters is hidden.
const shown = (item, letters) =>
  item.textContent.toLowerCase().includes(letters) || item.querySelector(":checked");

export const filterable = (list, number) => {
  const id = `app-filter-${number}`;
  const box = document.createElement("div");
  box.className = "app-filter";
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.htmlFor = id;
  label.textContent = "Find in this list";
  const input = document.createElement("input");
  input.className = "govuk-input";
  input.id = id;
  input.type = "search";
  input.autocomplete = "off";
  const count = document.createElement("p");
  count.className = "app-filter__count";
  count.setAttribute("role", "status");
  box.append(label, input, count);
  list.before(box);
  const items = [...list.querySelectorAll(".govuk-checkboxes__item")];
  input.addEventListener("input", () => {
    const letters = input.value.trim().toLowerCase();
    const found = items.filter((item) => {
      item.hidden = !shown(item, letters);
      return !item.hidden;
    });
    for (const group of list.querySelectorAll(".app-tree__group")) {
      group.hidden = !group.querySelector(".govuk-checkboxes__item:not([hidden])");
    }
    count.textContent = letters ? `${found.length} shown` : "";
  });
  // Enter would send the form.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
};
