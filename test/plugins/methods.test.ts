import { describe, expect, test } from 'vitest'
import { installHeadRoutes } from '../../src/plugins/head-routes.js'
import { collectMethods } from '../../src/plugins/method-not-allowed.js'
import { bareApp } from './bare-app.js'

/** Two paths, of which a literal one lies in the template of the other. */
async function withRoutes() {
  const app = bareApp()
  const seen: string[] = []
  const registerMissing = collectMethods(app)
  installHeadRoutes(app)
  await app.register(async (scope) => {
    scope.get('/files/:id', async (request) => {
      seen.push(request.method)
      return 'file'
    })
    scope.delete('/files/:id', async () => 'deleted')
  })
  await app.register(async (scope) => {
    scope.post('/files/upload', async () => 'uploaded')
  })
  registerMissing(app)
  return { app, seen }
}

describe('HEAD', () => {
  test('has status and headers of GET, and its handler knows which one it is', async () => {
    const { app, seen } = await withRoutes()
    const head = await app.inject({ method: 'HEAD', url: '/files/1' })
    const get = await app.inject({ method: 'GET', url: '/files/1' })
    expect(head.statusCode).toBe(200)
    expect(head.body).toBe('')
    expect(head.headers['content-length']).toBe(get.headers['content-length'])
    expect(seen).toEqual(['HEAD', 'GET'])
  })
})

describe('a method that a known path does not have', () => {
  test.each(['PUT', 'POST', 'PATCH', 'OPTIONS', 'TRACE'] as const)(
    'is 405 with those that it has: %s',
    async (method) => {
      const { app } = await withRoutes()
      const answer = await app.inject({ method: method as 'PUT', url: '/files/1' })
      expect(answer.statusCode).toBe(405)
      expect(answer.headers.allow).toBe('DELETE, GET, HEAD')
      expect(answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 })
    }
  )

  test('is that of the literal path, whatever the template has', async () => {
    const { app } = await withRoutes()
    for (const method of ['GET', 'HEAD', 'DELETE'] as const) {
      const answer = await app.inject({ method, url: '/files/upload/' })
      expect(answer.statusCode).toBe(405)
      expect(answer.headers.allow).toBe('POST')
    }
  })

  test('is 405 before the body is looked at', async () => {
    const { app } = await withRoutes()
    const answer = await app.inject({
      method: 'PUT',
      url: '/files/1',
      headers: { 'content-type': 'foo/bar' },
      payload: '{',
    })
    expect(answer.statusCode).toBe(405)
  })

  test('is 404 where the path is not known either', async () => {
    const { app } = await withRoutes()
    const answer = await app.inject({ method: 'PUT', url: '/nowhere' })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'ROUTE_NOT_FOUND' })
  })
})
