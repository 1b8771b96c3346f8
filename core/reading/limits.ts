// Limits of uploads. The limits of their HTML are in core/html/limits.ts.

/** Bytes of an article or an insert. A novel has about a million. */
export const maximumArticleBytes = 2_000_000
/** Bytes of a file beside an article. */
export const maximumFileBytes = 100_000_000
/** Lines of a text. */
export const mostLines = 60_000

/** Characters of a paragraph in Markdown or of an archive page. Markdown takes up to a quarter of a second for one of this length. */
export const longestParagraph = 200_000

/** Characters. A longer title reads badly in feed readers and subjects. */
export const longTitle = 120
/** Characters. Anything longer is a paragraph, not a title. */
export const longestTitle = 500
/** Characters. */
export const longestSummary = 300
/** Characters of a topic's or an author's name. */
export const longestName = 100
/** Topics, and authors, of one article. */
export const mostNames = 20
/** Characters of the reason for a correction. */
export const longestNotice = 1000

/** Files of one article. */
export const mostFiles = 100
/** Bytes of the keys of those files: the record of an article is stored as one DynamoDB item of at most 400 KB. */
export const mostKeyBytes = 30_000
/** Audio and video files of one article that feeds name. */
export const mostMedia = 10
/** Addresses of other articles in one article. */
export const mostLinks = 200
/** Bytes of the keys of the uploads to which those addresses may lead. */
export const mostLinkBytes = 60_000
/** Files that only earlier versions of an article referred to. */
export const mostFormerFiles = 200
/** Bytes of the keys of those files. */
export const mostFormerKeyBytes = 60_000

/** Characters of YAML; real front matter has a few hundred. */
export const longestFrontMatter = 32_000
/** Levels of nested lists and mappings. */
export const deepestYaml = 8
/** Values in YAML, counting those of an alias wherever it occurs. */
export const largestYaml = 5000

/** Opening brackets in Markdown: each may begin a link, and the parser searches for its end. */
export const mostBrackets = 50_000
/** Tokens of Markdown: the start, the end and the text of each block. */
export const mostBlocks = 60_000
/** Characters of an address that Markdown turns into a link, or that feeds name as audio or video. */
export const longestAddress = 2000
/** Abbreviations that a Markdown text explains. */
export const mostAbbreviations = 100
