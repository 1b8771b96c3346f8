/** Milliseconds. */
const lookEvery = 5

/** Resolves when there is nothing under way any more. @throws {Error} naming what still is, after `timeoutMs`. */
export async function waitUntilIdle(findWork: () => readonly string[], timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs
  for (let work = findWork(); work.length > 0; work = findWork()) {
    if (performance.now() > end) throw new Error(`Still busy after ${timeoutMs} ms: ${work.join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, lookEvery))
  }
}
