import { html } from 'hono/html'
import { describeDeparture, describeSuppression } from '../../core/subscribers/describe-refusal.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import type { Person } from '../../operations/people/find-person.ts'
import type { Received } from '../../operations/people/list-received.ts'
import { issuesSearched } from '../../operations/people/list-received.ts'
import type { NextMail, NoMailReason } from '../../operations/people/next-mail.ts'
import type { WelcomeMail } from '../../operations/subscribers/describe-welcome.ts'
import type { Html } from '../frame/page.ts'
import { countdown, facts, instant, rows, stateBadge } from '../frame/parts.ts'

export type PersonContents = {
  readonly person: Person & { readonly subscriber: Subscriber }
  readonly received: readonly Received[]
  readonly complete: boolean
  readonly next: NextMail
  readonly welcome: { readonly mails: readonly WelcomeMail[]; readonly next?: unknown } | undefined
}

/** Renders all that is known about a subscriber. */
export function personPage({ person, received, complete, next, welcome }: PersonContents): Html {
  const { subscriber, suppression, departure } = person
  const { id, name, state, digest, topics, language, timeZone, pausedUntil, consent } = subscriber
  return html`<p class="address"><bdi>${person.address}</bdi></p>
<p class="meta lead">${name && html`<bdi>${name}</bdi> · `}${stateBadge(state)}${suppression && html` · ${stateBadge('suppressed')}`}</p>
${suppression && html`<p class="banner">${sentence(describeSuppression(suppression))}. No mail is submitted to this address.</p>`}
<p class="buttons">${actionsFor(person).map(({ action, label }) => html`<a class="button" href="/people/${id}/${action}">${label}</a> `)}</p>
<div class="columns"><section><h2>Choices</h2>
${facts([
  ['Digest', html`<a href="/digests/${digest}/">${digest}</a>`],
  ['Topics', topics.length > 0 ? topics.join(', ') : 'Every topic'],
  ['Language', language],
  ['Time zone', timeZone],
  ...(pausedUntil !== undefined ? [['Paused until', instant(pausedUntil)] as const] : []),
])}</section>
<section><h2>Consent</h2>
${facts([
  ['Source', html`<bdi>${consent.source}</bdi>`],
  ['Given', instant(consent.at)],
  ['Added', instant(subscriber.createdAt)],
  ['Confirmed', subscriber.confirmedAt === undefined ? 'Not yet' : instant(subscriber.confirmedAt)],
  ...(subscriber.yesAt ? [['Said yes again', instant(subscriber.yesAt)] as const] : []),
  ...(subscriber.permission ? [['Asked again', instant(subscriber.permission.askedAt)] as const] : []),
  ...(subscriber.unsubscribedAt
    ? [['Unsubscribed', html`${instant(subscriber.unsubscribedAt)} ${byWhom(subscriber)}`] as const]
    : []),
  ...(departure ? [['Remembered', sentence(describeDeparture(departure))] as const] : []),
  ...(consent.from ? [['Request from', html`<code>${consent.from}</code> (a hash)`] as const] : []),
])}
${consent.text !== undefined && html`<details><summary>The text they agreed to${consent.textVersion && html` (<code>${consent.textVersion}</code>)`}</summary><p><bdi>${consent.text}</bdi></p></details>`}</section></div>
<h2>What they get next</h2>
${nextList(next, subscriber)}
<h2>What they got</h2>
${rows(received.map(receivedRow), 'No issue has been mailed to them.')}
${!complete && html`<p class="meta">Found in the newest ${issuesSearched} issues.</p>`}
${welcome && welcome.mails.length > 0 && html`<h3>Welcome series</h3>${rows(welcome.mails.map(welcomeRow), '')}`}`
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function byWhom({ unsubscribedBy, unsubscribedThrough }: Subscriber): string {
  if (unsubscribedBy === 'operator') return 'by the operator'
  if (unsubscribedBy === 'lapse') return 'because they did not answer'
  return unsubscribedThrough === undefined ? 'by themselves' : `through the mail of ${unsubscribedThrough}`
}

/** What can be done with a person, the most frequent first. */
export function actionsFor({
  subscriber,
  suppression,
}: Person): readonly { readonly action: string; readonly label: string }[] {
  const state = subscriber?.state
  const is = (condition: boolean, action: string, label: string) => (condition ? [{ action, label }] : [])
  return [
    ...is(state === 'confirmed' || state === 'pending', 'unsubscribe', 'Unsubscribe…'),
    ...is(state === 'pending', 'ask', 'Ask again by mail…'),
    ...is(state === 'unsubscribed', 'ask', 'Ask by mail to subscribe again…'),
    ...is(state !== undefined, 'move', 'Move to another digest…'),
    ...is(suppression?.reason === 'bounce', 'unsuppress', 'Lift the suppression…'),
    ...is(suppression?.reason === 'operator', 'unblock', 'Unblock…'),
    ...is(suppression === undefined || suppression.reason === 'bounce', 'block', 'Block…'),
    { action: 'erase', label: 'Erase…' },
  ]
}

const reasons: Readonly<Record<NoMailReason, string>> = {
  pending: 'Nothing: they have not confirmed their address yet.',
  unsubscribed: 'Nothing: they unsubscribed.',
  suppressed: 'Nothing: their address must not be mailed.',
  'digest-removed': 'Nothing: their digest is no longer in publication.json. Move them to another one.',
  'nothing-pending': 'Nothing so far: no article waits for the next issue.',
  paused: 'Nothing: they paused their subscription.',
  joinedLater: 'Nothing so far: all articles that wait are from before they confirmed.',
  otherTopics: 'Nothing so far: no article that waits has one of their topics.',
  received: 'Nothing so far: another digest brought them every article that waits.',
}

function nextList({ at, articles, reason }: NextMail, { id, digest }: Subscriber): Html {
  if (reason !== undefined) return html`<p class="nothing">${reasons[reason]}</p>`
  return html`<p class="meta">${at === undefined ? 'Within a minute' : countdown(at)}. <a href="/digests/${digest}/?as=${id}#mail">See their mail</a></p>
<ul>${articles.map(({ title, url }) => html`<li><a href="${url}"><bdi>${title}</bdi></a></li>\n`)}</ul>`
}

function receivedRow({ issue, delivery }: Received): Html {
  const { state, reason, outcome, handedOverAt, attempts } = delivery
  const details = [
    ...(outcome !== undefined ? [outcome] : []),
    ...(reason !== undefined ? [reason] : []),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
  ]
  return html`<a class="name" href="/digests/${issue.digest}/${issue.number}/"><bdi>${issue.title}</bdi></a>
<span class="meta">${stateBadge(state)} ${details.join(', ')}</span>
<span class="meta">${issue.digest} ${issue.number}</span>
${handedOverAt && html`<span class="meta">${instant(handedOverAt)}</span>`}`
}

function welcomeRow({ number, state, at }: WelcomeMail): Html {
  return html`<span class="name">Text ${number}</span> <span class="meta">${stateBadge(state)}</span>${at && html` <span class="meta">${instant(at)}</span>`}`
}
