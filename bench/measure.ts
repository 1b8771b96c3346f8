/** Returns a quantile of the values. A share of 0.5 gives the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Returns the milliseconds since `start`, a value of `performance.now()`. */
export function since(start: number): number {
  return performance.now() - start
}

/** Returns the CPU time of this process that a function takes, in milliseconds. */
export async function cpuOf(act: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await act()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

/** Prints the median and the spread of durations. @param values and limit in milliseconds */
export function printAgainst(what: string, values: readonly number[], limit: number): void {
  const median = quantile(values, 0.5)
  const spread = `min ${Math.min(...values).toFixed(0)}, p95 ${quantile(values, 0.95).toFixed(0)}, n ${values.length}`
  console.log(
    `  ${what}: p50 ${median.toFixed(0)} ms (${spread}); ${(median / limit).toFixed(2)} of the limit of ${limit} ms`,
  )
}
