import { readFileSync } from 'node:fs'
import path from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import type { Publication } from '../core/publication.ts'
import { createStacks } from './create-stacks.ts'

// build/ has checked publication.json and written it with its defaults filled in.
const built = path.join(path.dirname(import.meta.dirname), 'dist')
const publication: Publication = JSON.parse(readFileSync(path.join(built, 'publication.json'), 'utf8'))
const version = readFileSync(path.join(built, 'build-version'), 'utf8')

const app = new App({ analyticsReporting: false })
createStacks(app, publication, process.env.CDK_DEFAULT_REGION ?? process.env.AWS_REGION, version)
// The variable also switches off CDK's own validation. Local mode sets it (build/assembly.ts).
if (process.env.CDK_VALIDATION !== 'false') {
  const { AwsSolutionsChecks } = await import('cdk-nag')
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
}
app.synth()
