import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'

/** Signs new links with a new key. Links in mails that are out go on working: their keys stay. */
export async function rotateKey(stack: Stack, report: Report): Promise<void> {
  const key = await stack.addSigningKey()
  report.answer({ key }, [`Links are signed with key ${key} from now on. Older ones go on working.`])
}
