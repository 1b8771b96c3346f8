import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkSpecification } from '../build/check-template/specification.ts'
import type { Template } from '../build/check-template/template.ts'

const read = (name: string) => readFileSync(path.join(import.meta.dirname, '../docs/examples', name), 'utf8')

/** CloudFormation's short forms, as CDK writes them into a template. */
const shortForms = ['Sub', 'Equals', 'GetAtt', 'Ref'].flatMap((name) => {
  const key = name === 'Ref' ? name : `Fn::${name}`
  return [
    { tag: `!${name}`, resolve: (value: string) => ({ [key]: value }) },
    {
      tag: `!${name}`,
      collection: 'seq' as const,
      resolve: (items: { toJSON(): unknown }) => ({ [key]: items.toJSON() }),
    },
  ]
})

describe('the role of GitHub', () => {
  const template = parse(read('deploy-role.yml'), { customTags: shortForms }) as Template // a template of CloudFormation
  const { Repository } = template.Parameters as { Repository: { AllowedPattern: string } } // as in the file

  it('fits the specification of CloudFormation', () => expect(checkSpecification(template)).toEqual([]))

  it.each([
    ['octo-org/gazette', true],
    ['octo-org@123456/gazette.news@456789', true],
    ['octo-org@123456/gazette', false],
    ['octo-org/*', false],
    ['octo-org/gazette:environment:other', false],
  ])('trusts the repository %s: %s', (name, isAllowed) =>
    expect(new RegExp(`^(?:${Repository.AllowedPattern})$`).test(name)).toBe(isAllowed),
  )
})

it('the role may read everything that the checks before a deployment read', () => {
  const reader = readFileSync(path.join(import.meta.dirname, '../aws/deployment/account-reader.ts'), 'utf8')
  const commands = [...reader.matchAll(/(?:new |paginate)((?:Get|Describe|List)\w+?)(?:Command)?\(/g)].map(
    ([, name = '']) => name,
  )
  expect(commands).toContain('ListStackResources')
  const needed = commands.filter((name) => name !== 'GetCallerIdentity') // everyone may ask who they are
  expect(needed.filter((name) => !read('deploy-role.yml').includes(`:${name}\n`))).toEqual([])
})

it('the workflow may ask for credentials, and uses the environment that the role trusts', () => {
  const workflow = parse(read('deploy.yml'))
  expect(workflow.permissions).toEqual({ contents: 'read', 'id-token': 'write' })
  expect(read('deploy-role.yml')).toContain(`Default: ${workflow.jobs.deploy.environment}`)
})
