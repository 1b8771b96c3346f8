import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { afterAll, expect, it } from 'vitest'
import { build } from '../../build/build.ts'
import { readPublication } from '../../build/read-publication.ts'
import { PostriderStack } from '../../infra/stack.ts'
import { creationOrder } from '../support/creation-order.ts'

await build() // the stack names the folders of the bundles
const outdir = mkdtempSync(path.join(tmpdir(), 'postrider-synth-'))
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

const app = new App({ outdir, analyticsReporting: false })
const template = Template.fromStack(new PostriderStack(app, 'Postrider', await readPublication()))
const functions = template.findResources('AWS::Lambda::Function')
const idOf = (part: string) => Object.keys(functions).find((id) => id.includes(part)) ?? ''
const target = Match.objectLike({ 'Fn::GetAtt': [idOf('CompleteDeployment'), 'Arn'] })

it.each([
  [['CREATE_COMPLETE', 'UPDATE_COMPLETE'], '{}'],
  [['UPDATE_ROLLBACK_COMPLETE'], '{"restart":true}'],
])('when CloudFormation reports %j for this stack, the deployment is completed with %s', (status, input) => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: Match.absent(), // CloudFormation's events are on the default bus
    EventPattern: {
      source: ['aws.cloudformation'],
      'detail-type': ['CloudFormation Stack Status Change'],
      detail: { 'stack-id': [{ Ref: 'AWS::StackId' }], 'status-details': { status } },
    },
    Targets: [Match.objectLike({ Arn: target, Input: input })],
  })
})

it('a schedule resumes what was interrupted, and begins what an event did not', () => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 minute)',
    Target: Match.objectLike({ Arn: target, Input: '{}' }),
  })
})

it('the Lambda that completes a deployment is updated after those whose work it requests', () => {
  const { DependsOn = [] } = functions[idOf('CompleteDeployment')] ?? {}
  expect(DependsOn).toEqual(expect.arrayContaining(['IngestArticle', 'PublishFiles', 'PublishSite'].map(idOf)))
})

it('nothing is written before everything else exists, so that a failed first deployment leaves empty buckets', () => {
  const { Resources } = template.toJSON()
  const [[id = '', resume] = []] = Object.entries(template.findResources('AWS::Scheduler::Schedule')).filter(([each]) =>
    each.startsWith('DeploymentResume'),
  )
  const others = Object.keys(Resources).filter((each) => !each.startsWith('Deployment'))
  expect(resume?.DependsOn).toEqual(expect.arrayContaining(others))
  expect(creationOrder(Resources).indexOf(id)).toBeGreaterThan(others.length)
})
