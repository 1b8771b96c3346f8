// Limits that keep the time to parse and render an upload short.

/** Elements and comments of one document; real articles have a few hundred. */
export const mostNodes = 25_000
/** Elements within each other. Parsing time grows with it, and every function that walks a tree recurses this deep. */
export const deepestNesting = 256
/** Words within one tag. The parser compares each attribute of a tag with all attributes before it. */
export const mostAttributes = 3000
/** Headings that get an anchor: a book has fewer. */
export const mostAnchors = 200
/** Characters of a `srcset`. The rest is ignored: no person or program writes a longer one for an image. */
export const longestImageSet = 4000
