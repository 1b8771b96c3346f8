import { expect, test } from 'vitest'
import { describeTrouble, loadPart } from '../../../console/frame/trouble.ts'
import { memoryStack, publication } from '../memory-stack.ts'

const { stack } = memoryStack()
const refusal = Object.assign(
  new Error(
    'User: arn:aws:iam::1:user/eve is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-west-1:1:table/Issues',
  ),
  { name: 'AccessDeniedException' },
)

test('a refused call is explained with its action and the policy to ask for', () => {
  const text = describeTrouble(refusal, stack)
  expect(text).toContain('AWS refused dynamodb:Query on the table Issues.')
  expect(text).toContain('Ask for the policy Operator')
})

test('a part that cannot be loaded says so in its place', async () => {
  const content = await loadPart('The list', stack, () => Promise.reject(new Error('<b>no</b>')))
  expect(String(content)).toContain('The list cannot be shown. <bdi>Error: &lt;b&gt;no&lt;/b&gt;</bdi>')
  expect(await loadPart('The title', stack, () => publication.title)).toBe(publication.title)
})
