// Not in html/plain-text.ts, because that file brings html-to-text into every bundle that imports it.

/**
 * Matches a row of a table: what a list or quotation puts before it, `*` for the headings of the columns, and the cells with
 * tabs between them. They have no columns yet, because a mail replaces addresses with marks before it lays out the table.
 */
export const tableRow = /^([^\t]*)\|([*-])\|\t(.*)\t\|$/
