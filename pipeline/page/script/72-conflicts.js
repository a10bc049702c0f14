// Conflicts: values of one measure that cannot all hold.

function drawConflicts() {
  if (!data.conflicts.length) return fill("conflicts", h("p.empty", {}, t("conflicts.none")));
  return fill("conflicts", h("ul.conflicts", {}, data.conflicts.slice(0, state.shownOf.conflicts).map((conflict) =>
    h("li.box", { "data-row": true },
      h("h3", {}, measureLink(conflict.measure)),
      h("p.hint", {}, conflictText(conflict.value)),
      h("ul.sides", {}, conflict.facts.map((id) => {
        const fact = facts.get(id);
        const value = values.get(fact.value);
        return h("li", {}, valueButton(fact), h("p", {}, marked(value)), h("p.hint", {}, placeText(value)));
      }))))),
    moreButton("conflicts", data.conflicts.length, 100, drawConflicts));
}

function conflictText(code) {
  const [type, role, currency, per, year] = code.split(":");
  if (type !== "money") return t(`type.${type}`);
  const basis = per === "total" ? t("value.money") : per.split("+").map((part) => t(`per.${part}`)).join(" ");
  return [t(`role.${role}`), currency, basis, year === "any" ? "" : year].filter(Boolean).join(" · ");
}
