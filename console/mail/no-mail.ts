import { Hono } from 'hono'
import { html } from 'hono/html'
import { sendPage } from '../frame/page.ts'

/** Serves the page of a console that has no captured mails. */
export function noMailRoutes(): Hono {
  return new Hono().get('/', (c) =>
    sendPage(
      c,
      { title: 'Mail', here: 'mail' },
      html`<p>
        Captured mails exist only in the console that <code>npm start</code> serves for a local stack. A deployed stack
        hands its mails to SES and keeps none of them. The pages of the issues and of each person say what became of them.
      </p>`,
    ),
  )
}
