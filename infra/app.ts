import { readFileSync } from 'node:fs'
import path from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import type { Publication } from '../core/publication.ts'
import { createStacks } from './create-stacks.ts'

// build/ has checked publication.json and written it with its defaults filled in.
const file = path.join(path.dirname(import.meta.dirname), 'dist', 'publication.json')
const publication: Publication = JSON.parse(readFileSync(file, 'utf8'))

const app = new App({ analyticsReporting: false })
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION, AWS_REGION } = process.env
createStacks(app, publication, { account, region: CDK_DEFAULT_REGION ?? AWS_REGION })
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
