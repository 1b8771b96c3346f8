/** What a spreadsheet takes for a formula; after apostrophes it is none, so one of them keeps it from being one. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/

/** A cell that no spreadsheet runs as a formula, quoted where RFC 4180 asks for it. */
export function writeCell(value = ''): string {
  const safe = formula.test(value) ? `'${value}` : value
  return /[",;\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** What `writeCell` was given, once its quotes are off. */
export function readCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
}
