import { html } from 'hono/html'
import { explainError } from '../../operations/explain-error.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from './page.ts'

type Explained = Pick<Stack, 'deployed' | 'region'>

/** Says why a call to the stack failed. If AWS refused it, names the action and the policy to ask for. */
export function describeTrouble(error: unknown, { deployed, region }: Explained): string {
  const explained = explainError(error, { ...deployed, region, policy: 'Operator' })
  if (explained) return explained.message
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

/** Loads a part of a page. If that fails, the part says so, and the rest of the page is shown all the same. */
export async function loadPart<Part>(
  what: string,
  stack: Explained,
  load: () => Promise<Part> | Part,
): Promise<Part | Html> {
  try {
    return await load()
  } catch (error) {
    return html`<p class="banner" role="status">${what} cannot be shown. <bdi>${describeTrouble(error, stack)}</bdi></p>`
  }
}
