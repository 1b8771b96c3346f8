import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { type ImportableTemplate, listResourcesToImport, reduceTemplate } from '../../build/import-template.ts'
import { Storage } from '../../infra/storage.ts'

const stack = new Stack(new App({ analyticsReporting: false }), 'Storage')
const storage = new Storage(stack, { hub: undefined, feedAudience: false })
const template = Template.fromStack(stack).toJSON() as ImportableTemplate // CDK synthesizes templates of this form
const reduced = reduceTemplate(template)

test('what is imported is what outlives the stack, and nothing else', () => {
  const retained = Object.entries(template.Resources).filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'Delete')
  const ids = retained.filter(([, { Type }]) => /Table$|Bucket$/.test(Type)).map(([id]) => id)
  expect(ids).toHaveLength(7)
  expect(Object.keys(reduced.Resources)).toEqual(ids)
  expect(reduced).not.toHaveProperty('Outputs')
  expect(reduceTemplate({ ...template, Description: 'Postrider: News' }).Description).toBe('Postrider: News')
})

test('no imported resource refers to one that is not imported', () => {
  const text = JSON.stringify(reduced)
  const others = Object.keys(template.Resources).filter((id) => !Object.hasOwn(reduced.Resources, id))
  expect(others.filter((id) => text.includes(`"${id}"`))).toEqual([])
  expect(text).not.toContain('DependsOn')
  const uses = [...text.matchAll(/"Fn::If":\["(\w+)"/g)].map(([, name = '']) => name)
  expect(uses.length).toBeGreaterThan(0)
  for (const name of uses) expect(reduced.Conditions).toHaveProperty(name)
  expect(reduced.Parameters).toHaveProperty('ProtectTables')
})

test('the outputs of the deleted stack name the resources', () => {
  const buckets = [storage.uploads, storage.content, storage.site].map((each) => stack.resolve(each.bucketName).Ref)
  const tables = [storage.articles, storage.issues, storage.deliveries, storage.subscribers].map(
    (each) => stack.resolve(each.tableName).Ref,
  )
  const Outputs = Object.fromEntries(
    [...buckets, ...tables].map((id: string) => [`Output${id}`, { Value: { Ref: id } }]),
  )
  const outputs = Object.keys(Outputs).map((key) => ({ OutputKey: key, OutputValue: key.toLowerCase() }))
  const resources = listResourcesToImport({ ...template, Outputs }, outputs)
  expect(resources).toHaveLength(7)
  expect(resources).toContainEqual({
    ResourceType: 'AWS::S3::Bucket',
    LogicalResourceId: buckets[0],
    ResourceIdentifier: { BucketName: `output${buckets[0]}`.toLowerCase() },
  })
  expect(() => listResourcesToImport({ ...template, Outputs }, outputs.slice(1))).toThrow(buckets[0])
})
