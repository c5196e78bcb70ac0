// Where a citation's page characters stand in the article's text, and the article as paragraphs.

// Page offsets → ranges of article.text: one for each piece that the citation touches.
export function rangesOf(article, citation) {
  return article.pieces
    .map((piece) => ({
      start: Math.max(citation.start, piece.start) - piece.start + piece.at,
      end: Math.min(citation.end, piece.end) - piece.start + piece.at,
    }))
    .filter((range) => range.start < range.end);
}

// Paragraphs {start, text, role} of an article; a paragraph's role is that of its first character.
export function paragraphsOf(article) {
  const paragraphs = [];
  let start = 0;
  for (const text of points(article.text, "\n")) {
    if (text.join("").trim()) paragraphs.push({ start, text, role: roleAt(article, start) });
    start += text.length + 1;
  }
  return paragraphs;
}

// A paragraph cut into {text, mark} runs; mark is the last of the marks that cover it, or null.
export function runsOf(paragraph, marks) {
  const end = paragraph.start + paragraph.text.length;
  const inside = marks.filter((mark) => mark.start < end && mark.end > paragraph.start);
  const cuts = new Set([paragraph.start, end]);
  for (const mark of inside) {
    cuts.add(Math.max(mark.start, paragraph.start)).add(Math.min(mark.end, end));
  }
  const edges = [...cuts].sort((left, right) => left - right);
  return edges.slice(1).map((right, at) => ({
    text: paragraph.text.slice(edges[at] - paragraph.start, right - paragraph.start).join(""),
    mark: inside.findLast((mark) => mark.start < right && mark.end > edges[at]) ?? null,
  }));
}

function roleAt(article, offset) {
  const pieces = article.pieces.filter((piece) => piece.at <= offset);
  return pieces.length ? pieces.reduce((a, b) => (b.at >= a.at ? b : a)).role : "body";
}

// Lines as lists of code points: offsets count characters, and a JavaScript string does not.
function points(text, separator) {
  return text.split(separator).map((line) => [...line]);
}
