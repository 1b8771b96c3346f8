import { expect, test } from 'vitest'
import { findRoute } from '../../src/site/http-route.ts'

const routes = ['$default', 'ANY /{proxy+}', 'GET /posts/{id}', 'ANY /posts/{id}', 'GET /posts/new'].map((routeKey) => {
  return { routeKey, functionArn: routeKey, integrationTimeout: 30_000 }
})

test.each([
  ['GET', '/posts/new', 'GET /posts/new', {}],
  ['GET', '/posts/7', 'GET /posts/{id}', { id: '7' }],
  ['PUT', '/posts/7', 'ANY /posts/{id}', { id: '7' }],
  ['GET', '/posts/7/comments', 'ANY /{proxy+}', { proxy: 'posts/7/comments' }],
  ['GET', '/', '$default', {}],
])('%s %s takes the most specific route, %s', (method, path, routeKey, pathParameters) => {
  const match = findRoute(routes, method, path)
  expect([match?.route.routeKey, match?.pathParameters]).toEqual([routeKey, pathParameters])
})

test('a path that matches no route finds none', () => {
  expect(findRoute(routes.slice(2), 'DELETE', '/elsewhere')).toBeUndefined()
})
