import { setTimeout as sleep } from 'node:timers/promises'

/** Calls `ask` repeatedly until it returns a value. Returns undefined after the timeout. */
export async function waitFor<T>(ask: () => Promise<T | undefined>, timeoutMs: number): Promise<T | undefined> {
  const end = Date.now() + timeoutMs
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 500)) {
    const answer = await ask()
    if (answer !== undefined || Date.now() > end) return answer
    await sleep(pause)
  }
}
