import { describe, expect, test } from 'vitest'
import { fileOf, tusAddress } from '../../../src/web/uploads/tus-address.js'

const endpoint = 'http://files.local:8080/sub/path/tus'

describe('where the page asks for an upload', () => {
  test.each([
    ['a path', '/sub/path/tus/abc'],
    ['an address of its own', `${endpoint}/abc`],
    ['an address for others', 'https://files.example.com/elsewhere/tus/abc'],
    ['an address with a slash and a query', 'https://files.example.com/tus/abc/?x=1'],
  ])('is at its own origin and below its own path, when the service gave %s', (_case, address) => {
    expect(tusAddress(endpoint, address)).toBe(`${endpoint}/abc`)
  })

  test('is the endpoint for a new one', () => {
    expect(tusAddress(endpoint, endpoint)).toBe(endpoint)
    expect(fileOf(endpoint, endpoint)).toBeUndefined()
  })
})

test.each(['tus', 'files'])('a file is known by the address in /%s', (folder) => {
  expect(fileOf(endpoint, `https://files.example.com/elsewhere/${folder}/abc`)).toEqual({
    id: 'abc',
    link: 'https://files.example.com/elsewhere/files/abc',
  })
  // What a service says that does not know under which path it is seen.
  expect(fileOf(endpoint, `/${folder}/abc`)?.link).toBe(
    'http://files.local:8080/sub/path/files/abc'
  )
})
