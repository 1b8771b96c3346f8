import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { receiptPath } from '../../core/articles/receipt.ts'
import { maximumArticleBytes, maximumFileBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import { companionsOf, isUpload, moveArticle, withdrawUpload } from '../../operations/articles/move-upload.ts'
import { ifAllowed } from '../../operations/articles/preview-draft.ts'
import { readMailing } from '../../operations/articles/read-mailing.ts'
import { readSource } from '../../operations/articles/source-text.ts'
import { readHistory, restoreVersion } from '../../operations/articles/upload-history.ts'
import type { UploadIndex } from '../../operations/articles/upload-index.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { type Handling, handleArticle } from '../../operations/digest/handle-article.ts'
import type { Stack } from '../../operations/stack.ts'
import { contentTypeOf } from '../../operations/uploads/content-type.ts'
import { sendQuestion } from '../frame/confirm.ts'
import { sendDone } from '../frame/notices.ts'
import { type Html, sendNotFound, sendPage } from '../frame/page.ts'
import { actionHref, awaitedHref, listHref, uploadHref } from './addresses.ts'
import { dateText } from './article-parts.ts'
import { sourceLines } from './source-lines.ts'

const here = 'articles'

/** Serves what changes an upload, each with a page that says before what readers will notice. */
export function changeRoutes(stack: Stack, index: Pick<UploadIndex, 'expire'>): Hono {
  const { uploads, site } = stack
  const { timeZone } = site.publication
  const nothing = (c: Context) => sendNotFound(c, 'There is no upload under this path any more.')
  /** Makes a change; if it is impossible, says why on the page of the upload. */
  const change = async (c: Context, key: string, work: () => Promise<Response>): Promise<Response> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error
      const content = html`<p role="alert">${error.message}</p><p class="onward"><a href="${uploadHref(key)}">Back to the article</a></p>`
      return sendPage(c, { title: 'Nothing was changed', here, up: upOf(key) }, content, 409)
    } finally {
      index.expire()
    }
  }

  return new Hono()
    .get('/withdraw', async (c) => {
      const key = c.req.query('key') ?? ''
      const about = isUpload(key) ? await uploads.look(key) : undefined
      if (!about) return nothing(c)
      const isArticle = classifyKey(key).kind === 'article'
      return sendQuestion(c, {
        ...{
          title: isArticle ? 'Withdraw the article?' : 'Delete the file?',
          here,
          up: upOf(key),
          back: uploadHref(key),
        },
        text: isArticle ? await whatWithdrawingDoes(key, stack) : whatDeletingDoes(key),
        ...{ action: actionHref('withdraw'), button: isArticle ? 'Withdraw it' : 'Delete it', isFinal: true },
        fields: { key, etag: about.etag },
      })
    })
    .post('/withdraw', async (c) => {
      const { key, etag } = await readFields(c)
      return change(c, key, async () => {
        await withdrawUpload(key, etag, uploads)
        return sendDone(c, listHref, `${key} was deleted. Its history stays: open it to upload it again.`)
      })
    })
    .get('/move', async (c) => {
      const key = c.req.query('key') ?? ''
      const about = isUpload(key) ? await uploads.look(key) : undefined
      if (!about) return nothing(c)
      return sendPage(c, { title: 'Move the article', here, up: upOf(key) }, moveForm(key, about.etag))
    })
    .post('/move', async (c) => {
      const { key, etag, to, isConfirmed } = await readFields(c)
      const mailing = await ifAllowed(() => readMailing(key, stack), undefined)
      const files = mailing?.record.files ?? []
      if (isConfirmed !== 'yes') {
        return sendQuestion(c, {
          ...{
            title: 'Move the article?',
            here,
            up: upOf(key),
            text: whatMovingDoes(key, to, companionsOf(key, to, files).length),
          },
          ...{ action: actionHref('move'), button: 'Move it', back: uploadHref(key) },
          fields: { key, etag, to, isConfirmed: 'yes' },
        })
      }
      return change(c, key, async () => {
        await moveArticle({ from: key, to, etag, files }, uploads)
        const moved = await uploads.look(to)
        return c.redirect(awaitedHref(to, moved?.etag ?? ''), 303)
      })
    })
    .post('/handle', async (c) => {
      const { key, digest, handling } = await readFields(c)
      const wanted: Handling = handling === 'held' || handling === 'pinned' ? handling : undefined
      return change(c, key, async () => {
        const { sentence } = await handleArticle(digest, key, wanted, stack)
        return sendDone(c, uploadHref(key), sentence)
      })
    })
    .get('/version', async (c) => {
      const { key = '', version = '' } = c.req.query()
      if (!isUpload(key) || version === '') return nothing(c)
      const [bytes, history, present] = await Promise.all([
        uploads.openVersion(key, version, maximumArticleBytes),
        readHistory(key, uploads),
        uploads.look(key),
      ])
      const about = history.find(({ id }) => id === version)
      if (!bytes || !about) return sendNotFound(c, 'This version does not exist any more.')
      const source = readSource({ key, bytes })
      return sendQuestion(c, {
        ...{ title: `The version of ${dateText(about.at.toISOString(), timeZone)}`, here, up: upOf(key) },
        text: html`${source ? sourceLines(source.text, []) : html`<p class="nothing">This version is not a text file, so it cannot be shown.</p>`}
<p>Restoring it uploads it again. ${present && 'The present version stays in the history.'} Readers see a correction; nobody is mailed again.</p>`,
        ...{ action: actionHref('restore'), button: 'Restore this version', back: uploadHref(key) },
        fields: { key, version, etag: present?.etag ?? '' },
      })
    })
    .post('/restore', async (c) => {
      const { key, version, etag } = await readFields(c)
      return change(c, key, async () => {
        const restored = await restoreVersion(key, version, etag === '' ? undefined : etag, uploads)
        return c.redirect(awaitedHref(key, restored), 303)
      })
    })
    .get('/file', async (c) => {
      const key = c.req.query('key') ?? ''
      const file = classifyKey(key).kind === 'asset' ? await uploads.get(key, maximumFileBytes) : undefined
      if (!file) return c.text('There is no such file.\n', 404)
      return c.body(new Uint8Array(file.bytes), 200, {
        'Content-Type': contentTypeOf(key),
        // Nothing in an uploaded file runs in the console's origin.
        'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      })
    })
}

function upOf(key: string) {
  return { href: uploadHref(key), label: key }
}

type Fields = Readonly<Record<'key' | 'etag' | 'to' | 'version' | 'digest' | 'handling' | 'isConfirmed', string>>

async function readFields(c: Context): Promise<Fields> {
  const form: Readonly<Record<string, unknown>> = await c.req.parseBody().catch(() => ({}))
  const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '')
  return {
    ...{ key: text('key'), etag: text('etag'), to: text('to').trim(), version: text('version') },
    ...{ digest: text('digest'), handling: text('handling'), isConfirmed: text('isConfirmed') },
  }
}

function whatDeletingDoes(key: string): Html {
  return html`<p><bdi>${key}</bdi> is deleted. Articles that show it get a warning, and readers see a gap where it was.</p>
<p>Its history stays for some months, so that it can be uploaded again.</p>`
}

async function whatWithdrawingDoes(key: string, stack: Stack): Promise<Html> {
  const [mailing, receipt] = await Promise.all([
    ifAllowed(() => readMailing(key, stack), undefined),
    stack.uploads.getReceipt(receiptPath(key, 'json')),
  ])
  const isLive = mailing ? mailing.record.articleState === 'published' : receipt?.body.includes('"urls"')
  const issues = mailing?.issues.length ?? 0
  return html`<p><bdi>${mailing?.record.article?.title ?? key}</bdi></p><ul>
${isLive ? html`<li>It disappears from the site. Its address answers “not found”.</li><li>Feed readers are told to remove it.</li>` : html`<li>Readers notice nothing, because it is not on the site.</li>`}
${(mailing?.waiting.length ?? 0) > 0 && html`<li>The next issues leave it out.</li>`}
${issues > 0 && html`<li>Mails that contain it stay as they are (${issues === 1 ? '1 issue' : `${issues} issues`}).</li>`}
<li>The file stays in the history for some months. If it comes back, it has the same address, and nobody is mailed again.</li></ul>`
}

function moveForm(key: string, etag: string): Html {
  return html`<form class="fields" method="post" action="${actionHref('move')}">
<input type="hidden" name="key" value="${key}"><input type="hidden" name="etag" value="${etag}">
<p><label for="to">New path</label><input id="to" name="to" value="${key}" required spellcheck="false"></p>
<p class="hint">Paths begin with articles/ or backfill/. Its address on the site does not change.</p>
<p class="buttons"><button>Continue</button> <a class="button" href="${uploadHref(key)}">Cancel</a></p></form>`
}

function whatMovingDoes(key: string, to: string, files: number): Html {
  const toBackfill = to.startsWith('backfill/') && !key.startsWith('backfill/')
  return html`<p><bdi>${key}</bdi> becomes <bdi>${to}</bdi>.</p><ul>
<li>Readers notice nothing: the address on the site, the guid and the place in the feeds stay the same.</li>
<li>Nobody is mailed again${toBackfill && ', and because it is below backfill/, no further issue contains it'}.</li>
${files > 0 && html`<li>${files === 1 ? 'The file' : `The ${files} files`} beside it that it shows ${files === 1 ? 'is' : 'are'} copied along.</li>`}
<li>Links of other articles to the old path must be changed.</li></ul>`
}
