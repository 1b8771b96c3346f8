/**
 * A text that a spreadsheet would run as a formula. With apostrophes in front of it, it is none, but it still matches:
 * so `readCell` removes only the apostrophe that `writeCell` added.
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
