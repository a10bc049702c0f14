// Evidence: the part of the page that a value stands on, its box marked; and where on the page that is.

const pictures = { all: null };

/** The picture of a crop as base64; they are read when the first one is asked for. */
function pictureOf(id) {
  pictures.all ??= JSON.parse(document.getElementById("pictures").textContent);
  return pictures.all[id];
}

/** All parts of pages that show a value, each with a sketch of its page; nothing for sources without pages. */
function evidence(value) {
  const crops = (value.crops || []).map((id) => data.crops[Number(id)]);
  return crops.length ? crops.map((crop) => cropFigure(crop, value)) : null;
}

function cropFigure(crop, value) {
  const boxes = (value.boxes || []).filter(([page]) => page === crop.page).map(([, ...box]) => box);
  const words = { page: crop.page, quote: value.quote };
  return h("figure.evidence", {},
    h("div.crop", { tabindex: "0", role: "group", "aria-label": t("panel.crop", words) },
      crop.width ? cropPicture(crop, boxes, words) : cropType(crop, boxes, words)),
    h("figcaption", {}, pageSketch(crop, boxes),
      h("span", {}, t("panel.page", { page: crop.page }), !crop.width && h("small", {}, ` ${t("panel.settype")}`))));
}

/** The picture, with the value's boxes laid over it. */
function cropPicture(crop, boxes, words) {
  const [x0, y0, x1, y1] = crop.box;
  const share = (part, whole) => `${((100 * part) / whole).toFixed(3)}%`;
  const source = `data:image/png;base64,${pictureOf(crop.id)}`;
  return h("div.picture", { style: `--wide:${crop.width}px` },
    h("img", { src: source, width: crop.width, height: crop.height, alt: t("panel.picture", words), decoding: "async" }),
    boxes.map((box) => h("i.hit", { "aria-hidden": "true", style:
      `left:${share(box[0] - x0, x1 - x0)};top:${share(box[1] - y0, y1 - y0)};` +
      `width:${share(box[2] - box[0], x1 - x0)};height:${share(box[3] - box[1], y1 - y0)}` })));
}

/** The lines, set in type where the page has them. */
function cropType(crop, boxes, words) {
  const [x0, y0, x1, y1] = crop.box;
  return svg("svg", { class: "typeset", viewBox: `${x0} ${y0} ${x1 - x0} ${y1 - y0}`, width: Math.round((x1 - x0) * 1.39),
    role: "img", "aria-label": t("panel.picture", words) },
    boxes.map((box) => hitBox(box, 1)),
    (crop.lines || []).map(([left, top, right, bottom, text]) =>
      svg("text", { x: left, y: bottom - (bottom - top) * 0.2, "font-size": Math.max(4, (bottom - top) * 0.82),
        textLength: Math.max(1, right - left), lengthAdjust: "spacingAndGlyphs" }, text)));
}

const hitBox = ([left, top, right, bottom], by) =>
  svg("rect", { x: left - by, y: top - by, width: right - left + 2 * by, height: bottom - top + 2 * by, class: "hit" });

/** The page as a sketch: every line a bar, the crop outlined, the value marked. */
function pageSketch(crop, boxes) {
  const sheet = data.sheets[`${crop.doc}:${crop.page}`];
  const [x0, y0, x1, y1] = crop.box;
  return svg("svg", { class: "sketch", viewBox: `-2 -2 ${sheet.width + 4} ${sheet.height + 4}`, role: "img",
    "aria-label": t("panel.sketch", { page: crop.page }) },
    svg("rect", { width: sheet.width, height: sheet.height, class: "sheet" }),
    (sheet.lines || []).map(([left, top, right, bottom]) =>
      svg("rect", { x: left, y: top + 1, width: Math.max(1, right - left), height: Math.max(1, bottom - top - 2), class: "line" })),
    svg("rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: "part" }),
    boxes.map((box) => hitBox(box, 3)));
}

/** Scrolls wide pictures so that the marked box is seen. */
function showHits(inside) {
  for (const crop of inside.querySelectorAll(".crop")) {
    const hit = crop.querySelector(".hit");
    if (!hit || crop.scrollWidth <= crop.clientWidth) continue;
    const [box, frame] = [hit.getBoundingClientRect(), crop.getBoundingClientRect()];
    crop.scrollLeft += box.left + box.width / 2 - frame.left - crop.clientWidth / 2;
  }
}
