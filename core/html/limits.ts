// Limits that keep the time to parse and render an upload short.

/** Elements and comments of one document; real articles have a few hundred. */
export const mostNodes = 25_000
/** Levels of nested elements. Parsing time grows with the depth, and functions that walk a tree recurse this deep. */
export const deepestNesting = 256
/** Words within one tag, which may be attributes. The parser compares each attribute with all attributes before it. */
export const mostAttributes = 3000
/** Headings that get an anchor. A long change log has fewer. */
export const mostAnchors = 2000
/** Characters of a `srcset`. The rest is ignored, because no image needs more. */
export const longestImageSet = 4000
