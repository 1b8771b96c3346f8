import type { Context } from 'hono'
import { html } from 'hono/html'
import { type Html, type PageHead, sendPage } from './page.ts'

export type Question = PageHead & {
  /** What will happen, and what readers will notice. */
  readonly text: Html
  /** Where the answer is posted. */
  readonly action: string
  /** What the button says: a verb and its object. */
  readonly button: string
  /** Values that are posted with the answer. */
  readonly fields?: Readonly<Record<string, string>>
  /** Where "Cancel" leads. */
  readonly back: string
  /** Whether it cannot be undone. */
  readonly isFinal?: boolean
}

/** Asks before something is changed. The answer is a POST request. */
export function sendQuestion(c: Context, question: Question, status: 200 | 409 = 200): Promise<Response> {
  const { text, action, button, fields = {}, back, isFinal, ...head } = question
  return sendPage(
    c,
    head,
    html`<form class="question" method="post" action="${action}">
<div>${text}</div>
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}
<p class="buttons"><button${isFinal && html` class="final"`}>${button}</button> <a class="button" href="${back}">Cancel</a></p>
</form>`,
    status,
  )
}
