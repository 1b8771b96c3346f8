import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { checkTemplate } from '../../build/check-template/check-template.ts'
import type { Template } from '../../build/check-template/template.ts'
import { readPublication } from '../../build/read-publication.ts'
import type { Publication } from '../../core/publication.ts'
import { synthesizeStacks } from '../support/synthesize-stack.ts'

const runbook = readFileSync(path.join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f'
const name = 'gazette.example.org' // the domain of the sender, so that the zone also gets its records
const { sender } = await readPublication()

const configurations: readonly [what: string, Partial<Publication>, region: string][] = [
  ['a certificate', { domain: { name, certificate } }, 'eu-central-1'],
  ['a zone', { domain: { name, hostedZone: 'Z0123456789ABC' } }, 'eu-central-1'],
  ['a zone in the region of certificates', { domain: { name, hostedZone: 'Z0123456789ABC' } }, 'us-east-1'],
  ['an identity that exists', { sender: { ...sender, identity: 'exists' } }, 'us-east-1'],
  [
    'a hub, an operator and an address',
    { hub: 'https://hub.example.org/', operator: 'a@example.org', siteUrl: 'https://a.example' },
    'us-east-1',
  ],
  ['mails that unsubscribe', { unsubscribeMail: { address: 'leave@in.gazette.example.org' } }, 'eu-west-1'],
  ['counted readers of feeds', { feedAudience: true }, 'eu-central-1'],
  ['the longest name and a large quota', { stack: 'A'.repeat(100), concurrency: 1000 }, 'ap-southeast-1'],
]

// `npm run check` checks the configuration of publication.json.
test.each(configurations)(
  'a stack with %s fits the specification and the quotas of AWS',
  async (_what, changes, region) => {
    for (const [stack, template] of await synthesizeStacks(changes, region))
      expect(checkTemplate(template.toJSON() as Template, runbook), stack).toEqual([])
  },
)
