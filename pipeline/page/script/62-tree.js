// The cluster tree: clusters and branches that are near to each other join first.

const TREE = { row: 22, left: 24, right: 400, top: 26, leaves: 60, name: 370 };

function clusterTree() {
  if (!data.tree.length) return null;
  const branches = byId(data.tree);
  const below = new Set(data.tree.flatMap((branch) => branch.children));
  const roots = data.tree.filter((branch) => !below.has(branch.id));
  const opened = openBranches(roots, branches);
  const leaves = roots.flatMap((root) => leavesOf(root.id, branches, opened));
  const distances = data.tree.map((branch) => branch.distance);
  const [nearest, farthest] = [Math.min(...distances) * 0.9, Math.max(...distances)];
  const height = TREE.top + leaves.length * TREE.row + 6;
  const width = 1000 - TREE.left - TREE.right;
  const x = (distance) => TREE.left + ((farthest - Math.max(distance, nearest)) / (farthest - nearest)) * width;
  const places = new Map(leaves.map((id, row) => [id, TREE.top + row * TREE.row + TREE.row / 2]));
  const list = folded(h("summary", {}, t("tree.list")), () => h("ul", {}, roots.map((root) => treeItem(root.id, branches))), "details.as-table");
  return h("figure.tree", {},
    h("h3", {}, t("tree.title")),
    h("p.hint", {}, t("tree.note")),
    h("div.scroll.plain", { tabindex: "0", role: "region", "aria-label": t("tree.title") },
      svg("svg", { viewBox: `0 0 1000 ${height}`, width: 1000, height, role: "group", "aria-label": t("tree.alt", { n: leaves.length }) },
        treeAxis(nearest, farthest, x, height),
        roots.flatMap((root) => treeLines(root.id, branches, opened, { x, places })),
        leaves.map((id) => treeLeaf(id, branches, x(0), places.get(id))))),
    list);
}

/** The branches that are drawn with what is below them: the widest first, until there are as many leaves as fit. */
function openBranches(roots, branches) {
  const opened = new Set();
  const queue = [...roots];
  let leaves = roots.length;
  while (queue.length && leaves < TREE.leaves) {
    queue.sort((a, b) => b.distance - a.distance);
    const branch = queue.shift();
    opened.add(branch.id);
    leaves += branch.children.length - 1;
    queue.push(...branch.children.filter((id) => branches.has(id)).map((id) => branches.get(id)));
  }
  return opened;
}

const leavesOf = (id, branches, opened) =>
  (opened.has(id) ? branches.get(id).children.flatMap((child) => leavesOf(child, branches, opened)) : [id]);

/** The lines of a branch and of those below it; puts the place of each branch into `places`. */
function treeLines(id, branches, opened, { x, places }) {
  if (!opened.has(id)) return [];
  const { children, distance } = branches.get(id);
  const lines = children.flatMap((child) => treeLines(child, branches, opened, { x, places }));
  const rows = children.map((child) => places.get(child));
  places.set(id, (Math.min(...rows) + Math.max(...rows)) / 2);
  const here = x(distance);
  const ends = children.map((child) => (opened.has(child) ? x(branches.get(child).distance) : x(0)));
  return [...lines,
    svg("path", { class: "join", d: `M${here} ${Math.min(...rows)}V${Math.max(...rows)}` }),
    ...children.map((child, n) => svg("path", { class: "join", d: `M${here} ${rows[n]}H${ends[n]}` }))];
}

function treeLeaf(id, branches, left, top) {
  const branch = branches.get(id);
  const size = branch ? branch.measures : (clusters.get(id)?.measures.length || 0);
  const name = branch ? t("tree.branch", { name: say(branch.label), n: branch.clusters }) : clusterName(id);
  const text = svg("text", { x: left + 14, y: top + 4 }, cutTo(TREE.name, name), ` · ${size}`);
  const dot = svg("circle", { cx: left, cy: top, r: Math.min(8, 2 + Math.sqrt(size)) });
  return branch ? svg("g", {}, dot, text) : svg("a", { href: `#cluster=${encodeURIComponent(id)}` }, dot, text);
}

function treeAxis(nearest, farthest, x, height) {
  const ticks = [0.25, 0.5, 0.75, 1].map((share) => nearest + share * (farthest - nearest));
  return ticks.map((distance) => [
    svg("line", { x1: x(distance), x2: x(distance), y1: TREE.top - 6, y2: height, class: "grid" }),
    svg("text", { x: x(distance), y: 12, class: "tick" }, plain(distance)),
  ]);
}

/** A branch as a list in a list, for who does not see the drawing. */
function treeItem(id, branches) {
  const branch = branches.get(id);
  if (!branch) return h("li", {}, h("a", { href: `#cluster=${encodeURIComponent(id)}` }, clusterName(id)));
  return h("li", {}, `${say(branch.label)} (${t("clusters.members", { n: branch.measures })})`,
    h("ul", {}, branch.children.map((child) => treeItem(child, branches))));
}
