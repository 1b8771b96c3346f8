import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { describeDeparture, describeRefusal, describeSuppression } from '../../core/subscribers/describe-refusal.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { findPerson, getPerson } from '../../operations/people/find-person.ts'
import { listReceived } from '../../operations/people/list-received.ts'
import { readNextMail } from '../../operations/people/next-mail.ts'
import { sharedCensus } from '../../operations/people/take-census.ts'
import type { Stack } from '../../operations/stack.ts'
import { addSubscriber } from '../../operations/subscribers/add-subscriber.ts'
import { describeWelcome } from '../../operations/subscribers/describe-welcome.ts'
import { exportLines } from '../../operations/subscribers/export-lines.ts'
import { refusing } from '../digests/refusals.ts'
import { sendQuestion } from '../frame/confirm.ts'
import { sendDone } from '../frame/notices.ts'
import { sendNotFound, sendPage } from '../frame/page.ts'
import { addPage } from './add-page.ts'
import { browsePage, readFilter } from './browse-page.ts'
import { importRoutes } from './import-routes.ts'
import { peoplePage } from './people-page.ts'
import { personActions } from './person-actions.ts'
import { actionsFor, personPage } from './person-page.ts'

const here = 'people' as const
const up = { href: '/people/', label: 'People' }
const idPlace = '/:id{[0-9a-f]{24}}'
const pageSize = 50

/** The pages of subscribers. Their addresses are never in the address of a page, which browsers keep. */
export function peopleRoutes(stack: Stack): Hono {
  const nobody = (c: Context) => sendNotFound(c, 'There is no such person. They may have been erased.')
  const textsOf = async (c: Context) =>
    Object.fromEntries(
      Object.entries(await c.req.parseBody()).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    )

  return (
    new Hono()
      .get('/', async (c) => {
        const actions = html`<a class="button" href="/people/add">Add…</a> <a class="button" href="/people/import/">Import…</a>
<form class="inline" method="post" action="/people/export"><button class="second">Export</button></form>`
        return sendPage(c, { title: 'People', here, actions }, await peoplePage(stack, new Date()))
      })
      .post('/count', (c) => {
        sharedCensus(stack).start()
        return c.redirect('/people/', 303)
      })
      .post('/find', (c) =>
        refusing(c, { here, up }, async () => {
          const person = await findPerson((await textsOf(c)).address ?? '', stack)
          if (person.subscriber) return c.redirect(`/people/${person.subscriber.id}/`, 303)
          const { address, suppression, departure } = person
          const sentences = [
            ...(suppression ? [`It is ${describeSuppression(suppression)}.`] : []),
            ...(departure ? [`It was ${describeDeparture(departure)}.`] : []),
          ]
          const ask = (action: string, label: string) =>
            html`<button class="second" name="action" value="${action}">${label}</button> `
          const content = html`<p class="address"><bdi>${address}</bdi></p>
<p>Nobody subscribed with this address. ${sentences.join(' ')}</p>
<form class="buttons" method="post" action="/people/address"><input type="hidden" name="address" value="${address}">
${!suppression && ask('add', departure ? 'Ask by mail…' : 'Add…')}${actionsFor(person)
  .filter(({ action }) => action !== 'erase')
  .map(({ action, label }) => ask(action, label))}</form>`
          return sendPage(c, { title: 'Not a subscriber', here, up }, content, 404)
        }),
      )
      /** Asks before something is done with an address that has no subscriber. */
      .post('/address', (c) =>
        refusing(c, { here, up }, async () => {
          const { address = '', action: chosen = '', sure } = await textsOf(c)
          const { departure } = await findPerson(address, stack)
          if (chosen === 'add' && !departure)
            return sendPage(c, { title: 'Add a person', here, up }, addPage(stack, address))
          const action = chosen === 'add' ? 'ask' : chosen
          const known = Object.hasOwn(personActions, action) ? personActions[action] : undefined
          if (!known) return nobody(c)
          if (sure) return sendDone(c, '/people/', await known.run(address, stack, {}))
          const { title, button, isFinal = false } = known
          const question = { title, here, up, text: known.text(address, stack), button, isFinal, back: '/people/' }
          return sendQuestion(c, { ...question, action: '/people/address', fields: { address, action, sure: 'yes' } })
        }),
      )
      .get('/list', async (c) => {
        const filter = readFilter((name) => c.req.query(name))
        const [page, digests] = await Promise.all([
          stack.listPeople(filter, c.req.query('after'), pageSize),
          stack.issues.listDigests(stack.site.publication),
        ])
        return sendPage(c, { title: 'List of people', here, up }, browsePage(filter, page, digests))
      })
      .get('/add', (c) => sendPage(c, { title: 'Add a person', here, up }, addPage(stack)))
      .post('/add', (c) =>
        refusing(c, { here, up: { href: '/people/add', label: 'Add a person' } }, async () => {
          const { address = '', consent, source = '', ...typed } = await textsOf(c)
          const choices = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))
          const confirmed = consent === 'held'
          if (confirmed && source.trim() === '')
            throw new CommandFailure('Say where they agreed: it is the record of their consent.')
          const options = { ...choices, confirmed, ...(source.trim() !== '' && { source: source.trim() }) }
          const { admission } = await addSubscriber(address, options, stack)
          if (!('subscriber' in admission))
            throw new CommandFailure(`They were not added: ${describeRefusal(admission)}.`)
          const { id, state } = admission.subscriber
          const done = state === 'pending' ? 'They get a mail that asks them to confirm.' : `They are ${state}.`
          return sendDone(c, `/people/${id}/`, done)
        }),
      )
      .post('/export', (c) => {
        const lines = exportLines(stack, false, { subscribers: 0, suppressions: 0, departures: 0 })
        const day = new Date().toISOString().slice(0, 10)
        c.header('Content-Type', 'text/csv; charset=utf-8')
        c.header('Content-Disposition', `attachment; filename="subscribers-${day}.csv"`)
        return c.body(Readable.toWeb(Readable.from(lines).map((line: string) => Buffer.from(line))) as ReadableStream)
      })
      .route('/import', importRoutes(stack))
      .get(idPlace, async (c) => {
        const person = await getPerson(c.req.param('id'), stack)
        if (!person) return nobody(c)
        const { subscriber, suppression } = person
        const [{ received, complete }, next, welcome] = await Promise.all([
          listReceived(subscriber, stack),
          readNextMail(subscriber, suppression, stack),
          describeWelcome(subscriber, stack),
        ])
        return sendPage(c, { title: 'Person', here, up }, personPage({ person, received, complete, next, welcome }))
      })
      .get(`${idPlace}/:action`, async (c) => {
        const { id, action } = c.req.param()
        const person = await getPerson(id, stack)
        const known = Object.hasOwn(personActions, action) ? personActions[action] : undefined
        if (!person || !known) return nobody(c)
        const { title, button, isFinal = false } = known
        const back = `/people/${id}/`
        const question = { title, here, up: { href: back, label: 'Back to the person' }, button, isFinal, back }
        return sendQuestion(c, {
          ...question,
          text: known.text(person.address, stack),
          action: `/people/${id}/${action}`,
        })
      })
      .post(`${idPlace}/:action`, (c) => {
        const { id, action } = c.req.param()
        const back = `/people/${id}/`
        return refusing(c, { here, up: { href: back, label: 'Back to the person' } }, async () => {
          const person = await getPerson(id, stack)
          const known = Object.hasOwn(personActions, action) ? personActions[action] : undefined
          if (!person || !known) return nobody(c)
          const done = await known.run(person.address, stack, await textsOf(c))
          return sendDone(c, action === 'erase' ? '/people/' : back, done)
        })
      })
  )
}
