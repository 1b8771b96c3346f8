import { expect, test } from 'vitest'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'
import { item, valuesOf } from './condition-fixture.ts'

test.each([
  ['n =', 'Syntax error; token: "<EOF>", near: "="'],
  ['n = :five)', 'Syntax error; token: ")", near: ":five)"'],
  ['n ! :five', 'Syntax error; token: "!", near: "n ! :five"'],
  ['n', 'Syntax error; token: "<EOF>", near: "n"'],
  ['n[x] = :five', 'Syntax error; token: "x", near: "[x]"'],
  ['', 'The expression can not be empty;'],
  ['status = :five', 'Attribute name is a reserved keyword; reserved keyword: status'],
  ['#n = :five', 'An expression attribute name used in the document path is not defined; attribute name: #n'],
  ['n = :none', 'An expression attribute value used in expression is not defined; attribute value: :none'],
  ['((n = :five))', 'The expression has redundant parentheses;'],
  ['absent(n)', 'Invalid function name; function: absent'],
  ['size(n)', 'The function is not allowed to be used this way in an expression; function: size'],
  [
    'contains(n, :five) = :five',
    'The function is not allowed to be used this way in an expression; function: contains',
  ],
  [
    'begins_with(n)',
    'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
  ],
  [
    'begins_with(n, :five)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  ['attribute_exists(:five)', 'Operator or function requires a document path; operator or function: attribute_exists'],
  [
    'attribute_type(n, :hello)',
    'Invalid attribute type name found; type: hello, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  ],
  [
    'n = n',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
  ],
  [
    'n BETWEEN :ten AND :one',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:10}, upper bound operand: AttributeValue: {N:1}',
  ],
  [
    'n BETWEEN :ten AND :hello',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:10}, upper bound operand: AttributeValue: {S:hello}',
  ],
])('the condition «%s» is refused', async (condition, message) => {
  const { put } = await startWithTable()
  const values = valuesOf(condition)
  const ExpressionAttributeValues = values && Object.keys(values).length > 0 ? values : undefined
  await expect(put(item, { ConditionExpression: condition, ExpressionAttributeValues })).rejects.toMatchObject(
    invalid(`Invalid ConditionExpression: ${message}`),
  )
})

test('a path into a key is refused', async () => {
  const { put } = await startWithTable()
  await expect(put(item, { ConditionExpression: 'attribute_exists(pk.x)' })).rejects.toMatchObject(
    invalid("Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk"),
  )
})
