import type { Context } from 'hono'
import { html } from 'hono/html'
import { CommandFailure } from '../../operations/command-failure.ts'
import { type PageHead, sendPage } from '../frame/page.ts'

/** Answers a request. If the operation refuses it, shows why, and how to go back. */
export async function refusing(
  c: Context,
  head: Omit<PageHead, 'title'>,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    return sendPage(c, { ...head, title: 'Not done' }, html`<p role="alert">${error.message}</p>`, 409)
  }
}
