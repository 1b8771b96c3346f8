import { expect, test } from 'vitest'
import { CommandFailure } from '../../operations/command-failure.ts'
import { explainError } from '../../operations/explain-error.ts'

const errorOf = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more })
const circumstances = { name: 'News', region: 'eu-west-1', profile: 'gazette', policy: 'Operator' } as const
const explain = (error: unknown, more: object = {}) => explainError(error, { ...circumstances, ...more })?.message

test('a refused call names the policy to ask for', () => {
  const denied = errorOf(
    'AccessDeniedException',
    'User: x is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-west-1:1:table/T because no',
  )
  expect(explain(denied, { outputs: { OperatorPolicy: 'arn:aws:iam::1:policy/News-Operator' } })).toBe(
    'You may not do this: AWS refused dynamodb:Query on the table T. Ask for the policy Operator of the stack News (arn:aws:iam::1:policy/News-Operator).',
  )
  expect(explain(denied)).toContain('(the output OperatorPolicy names it). If there is no such stack, check --stack')
})

test.each([
  [errorOf('RequestTimeTooSkewed', 'The difference is too large.'), 'The clock of this machine is wrong'],
  [
    errorOf('InvalidSignatureException', 'Signature expired: 1 is now earlier than 2'),
    'The clock of this machine is wrong',
  ],
  [
    errorOf('ExpiredTokenException', 'The security token included in the request is expired'),
    '`aws sso login --profile gazette`',
  ],
  [
    errorOf('TokenProviderError', 'Token is expired. To refresh this SSO session run aws sso login'),
    'The session of the profile gazette has expired',
  ],
  [
    errorOf('CredentialsProviderError', 'Could not load credentials from any providers'),
    'There are no credentials for the profile gazette',
  ],
  [
    errorOf('InvalidClientTokenId', 'The security token included in the request is invalid.'),
    'AWS does not accept the credentials of the profile gazette',
  ],
  [
    errorOf('Error', 'connect ECONNREFUSED 127.0.0.1:9', { code: 'ECONNREFUSED', address: '127.0.0.1', port: 9 }),
    'AWS cannot be reached at 127.0.0.1:9: nothing answers there',
  ],
  [
    errorOf('Error', 'getaddrinfo ENOTFOUND b.localhost', { code: 'ENOTFOUND', hostname: 'b.localhost' }),
    'Use 127.0.0.1 instead of localhost',
  ],
  [
    errorOf('ServiceUnavailable', 'The disk of /srv/data is full (4 KB free): nothing was stored.'),
    'The disk of /srv/data is full (4 KB free): nothing was stored.',
  ],
  [errorOf('TimeoutError', 'Connection timed out after 5000 ms'), 'it does not answer in time'],
])('what is wrong is said with what to do: %s', (error, text) => {
  expect(explain(error)).toContain(text)
})

test('other errors are not explained', () => {
  expect(explain(new CommandFailure('x'))).toBeUndefined()
  expect(explain(errorOf('ConditionalCheckFailedException', 'The conditional request failed'))).toBeUndefined()
  expect(explain('text')).toBeUndefined()
})
