/** How a command answers: text for people, or with --json one JSON value on stdout. */
export type Report = {
  /** @param lines for people; `value` for programs. */
  answer(value: unknown, lines: readonly string[]): void
}

export function createReport(json: boolean): Report {
  return {
    answer(value, lines) {
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''))
    },
  }
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
