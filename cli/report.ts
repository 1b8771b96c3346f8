/** Prints the answer of a command to stdout: text for people, or one JSON value with --json. */
export type Report = {
  /** @param value the answer for programs @param lines the answer for people */
  answer(value: unknown, lines: readonly string[]): void
}

export function createReport(json: boolean): Report {
  return {
    answer(value, lines) {
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''))
    },
  }
}

/** Formats rows as aligned columns. Each column is as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
