import { existsSync } from 'node:fs'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { type Evaluation, started, type Verdict } from './evaluator.ts'

// Runs in `npx --package=@cloud-copilot/iam-simulate@…`, which puts the package into a folder of its own and that folder's
// `.bin` into PATH. Reads evaluations from standard input and writes a verdict for each.

/** The part of the package that is used here. */
type Simulator = {
  runSimulation(
    simulation: object,
    options: { readonly simulationMode: 'Strict' },
  ): Promise<{
    readonly resultType: 'error' | 'single' | 'wildcard'
    readonly overallResult?: string
    readonly errors?: object
    readonly result?: Analyzed
    readonly results?: readonly Analyzed[]
  }>
}
type Analyzed = {
  readonly analysis: {
    readonly identityAnalysis?: { readonly allowStatements: readonly { statement: { index(): number } }[] }
  }
  readonly ignoredContextKeys?: readonly string[]
}

process.stdout.write(started)
const name = '@cloud-copilot/iam-simulate'
const folders = (process.env.PATH ?? '').split(path.delimiter).map((bin) => path.join(path.dirname(bin), name))
const folder = folders.find((each) => existsSync(each))
if (!folder) throw new Error(`${name} is not in PATH`)
const entry = pathToFileURL(path.join(folder, 'dist', 'esm', 'index.js')).href
const { runSimulation } = (await import(entry)) as Simulator // not installed, so there are no types

const evaluations = (await json(process.stdin)) as readonly Evaluation[] // written by evaluator.ts
const verdicts: Verdict[] = []
for (const { statements, need } of evaluations) {
  const simulation = {
    request: {
      principal: 'arn:aws:iam::000000000000:role/role',
      action: need.action,
      resource: { resource: need.resource, accountId: '000000000000' },
      contextVariables: { 'aws:SecureTransport': 'true', ...need.context },
    },
    identityPolicies: [{ name: 'policy', policy: { Version: '2012-10-17', Statement: statements } }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }
  const {
    resultType,
    overallResult,
    errors,
    result,
    results = [],
  } = await runSimulation(simulation, {
    simulationMode: 'Strict',
  })
  const analyzed = result ? [result] : results
  verdicts.push({
    allowed: resultType !== 'error' && overallResult === 'Allowed',
    by: analyzed.flatMap(({ analysis }) =>
      (analysis.identityAnalysis?.allowStatements ?? []).map(({ statement }) => statement.index() - 1),
    ),
    ...(errors && { error: JSON.stringify(errors) }),
  })
}
process.stdout.write(JSON.stringify(verdicts))
