/**
 * Matches text that a spreadsheet would run as a formula. It also matches such text with apostrophes in front, which is
 * no formula, so that `writeCell` adds one more apostrophe and `readCell` removes only that one.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/

/** Returns a cell that no spreadsheet runs as a formula, in quotes if RFC 4180 requires them. */
export function writeCell(value = ''): string {
  const safe = formula.test(value) ? `'${value}` : value
  return /[",;\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Returns the value that `writeCell` received. The CSV parser has already removed the quotes. */
export function readCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
}
