import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { afterAll, describe, expect, it } from 'vitest'
import { build } from '../build/build.ts'
import { readPublication } from '../build/read-publication.ts'
import { failureSources } from '../core/failure-sources.ts'
import { PostriderStack } from '../infra/stack.ts'

await build() // the stack names the folders of the bundles
const outdir = mkdtempSync(path.join(tmpdir(), 'postrider-docs-'))
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

// With every Lambda.
const publication = {
  ...(await readPublication()),
  hub: 'https://hub.example.org/',
  unsubscribeMail: { address: 'leave@in.gazette.example.org' },
  feedAudience: true,
}
const stack = new PostriderStack(new App({ outdir, analyticsReporting: false }), 'Postrider', publication)
const template = Template.fromStack(stack)
const outputs = Object.keys(template.toJSON().Outputs as object)
const read = (file: string) => readFileSync(path.join(import.meta.dirname, '..', file), 'utf8')
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, match = '']) => match)
const idsOf = (type: string) => Object.keys(template.findResources(type))

describe.each(['docs/deploying.md', 'docs/runbook.md'])('the commands of %s', (file) => {
  const text = read(file)

  it('read only outputs that the stack has', () => {
    const names = [
      ...matches(text, /\$\(output "?([A-Z]\w+)/g),
      ...matches(text, /\.OutputKey == "(\w+)"/g),
      ...matches(text, /OutputKey=='([A-Z]\w+)'/g),
      ...matches(text, /`([A-Z]\w+Setting)`/g),
      ...['Articles', 'Issues', 'Deliveries', 'Subscribers'].map((table) => `${table}TableSetting`),
    ]
    expect(names.length).toBeGreaterThan(4)
    expect(names.filter((name) => !outputs.includes(name))).toEqual([])
  })

  it('find alarms by the beginning of their names', () => {
    for (const prefix of matches(text, /--alarm-name-prefix "\$STACK-(\w+)"/g))
      expect(
        idsOf('AWS::CloudWatch::Alarm').filter((id) => id.startsWith(prefix)),
        prefix,
      ).toHaveLength(1)
  })

  it('find resources beyond the hundredth', () => {
    expect(Object.keys(template.toJSON().Resources as object).length).toBeGreaterThan(100)
    expect(text).not.toContain('describe-stack-resources') // lists a hundred at most
  })
})

/** Runs commands in bash, with an `aws` that prints the value of `--entries`. Returns the events. */
function eventsOf(
  commands: string,
): { readonly DetailType: string; readonly EventBusName: string; readonly detail: unknown }[] {
  const aws = 'aws() { for arg in "$@"; do case "$arg" in [[]*) echo "$arg" | tr "\\n" " "; echo ;; esac; done; }'
  const lines = execFileSync('bash', ['-c', `STACK=News\n${aws}\n${commands}`], { encoding: 'utf8' })
    .trim()
    .split('\n')
  return lines.flatMap((line) => JSON.parse(line)).map((event) => ({ ...event, detail: JSON.parse(event.Detail) }))
}

it('the commands that the documents put on the event bus are well-formed', () => {
  const text = read('docs/deploying.md') + read('docs/runbook.md')
  const blocks = matches(text, /^```sh\n(.*?)^```/gms).filter((block) => block.startsWith('aws events put-events'))
  const [functions = ''] = matches(text, /^```sh\n(export AWS_REGION\b.*?)^```/gms).filter((each) =>
    each.includes('control()'),
  )
  const events = [...blocks, `${functions}\nSTACK=News\ncontrol pause daily 12`].flatMap(eventsOf)
  expect(events.map(({ EventBusName }) => EventBusName)).toEqual(events.map(() => 'News'))
  expect(events.map(({ DetailType, detail }) => ({ [DetailType]: detail }))).toEqual([
    { 'compose-issue': { digest: 'daily', requestId: 'first' } },
    { 'compose-issue': { digest: 'daily' } },
    { 'complete-deployment': { restart: true } },
    { 'control-issue': { digest: 'daily', number: 12, order: 'pause' } },
  ])
})

it('docs/deploying.md gives a restored table the settings that a restore leaves out', () => {
  const tables = Object.entries(template.findResources('AWS::DynamoDB::GlobalTable'))
  const having = (property: string) =>
    ['Articles', 'Issues', 'Deliveries', 'Subscribers'].filter((name) =>
      tables.some(([id, { Properties }]) => id.startsWith(`Storage${name}`) && Properties[property]),
    )
  const text = read('docs/deploying.md')
  expect(having('StreamSpecification')).toEqual(['Articles', 'Issues', 'Subscribers'])
  expect(text).toContain('Only for `Articles`, `Issues` and `Subscribers`, whose')
  expect(having('TimeToLiveSpecification')).toEqual(['Subscribers'])
  expect(text).toContain('Only for `Subscribers`, which')
})

describe('docs/runbook.md', () => {
  const runbook = read('docs/runbook.md')

  it('finds the log group of each Lambda that it names by a part of its logical id', () => {
    const named = [...matches(runbook, /\$\(logs (\w+)\)/g), ...matches(runbook, /^\| `\w+` \| `(\w+)` \|/gm)]
    expect(named.length).toBeGreaterThan(Object.keys(failureSources).length)
    for (const name of named)
      expect(
        idsOf('AWS::Logs::LogGroup').filter((id) => id.includes(name)),
        name,
      ).toHaveLength(1)
    for (const name of matches(runbook, /\$\(resource Lambda::Function (\w+)\)/g))
      expect(
        idsOf('AWS::Lambda::Function').filter((id) => id.includes(name)),
        name,
      ).toHaveLength(1)
  })

  it('lists every source of failed messages', () => {
    expect(matches(runbook, /^\| `(\w+)` \| `\w+` \|/gm)).toEqual(Object.keys(failureSources))
  })
})
