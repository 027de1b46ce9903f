import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { Links } from '../../src/http/links.js'
import { fileRecord } from '../core/records.js'

const request = { protocol: 'http', host: '127.0.0.1:8080' } as FastifyRequest
const { id } = fileRecord()

describe('Links', () => {
  test('are path-absolute where the public address is not known', () => {
    const links = new Links(undefined)
    expect(links.to('/uploads/a%20b')).toBe('/uploads/a%20b')
    expect(links.file(fileRecord())).toBe(`/files/${id}`)
  })

  test('are absolute for clients that take them as they stand: of the host that was asked', () => {
    expect(new Links(undefined).absolute(request, '/x')).toBe('http://127.0.0.1:8080/x')
  })

  // What a trusted proxy passes on may still be what its client wrote.
  test.each([
    ['https', 'https'],
    ['HTTPS', 'https'],
    ['javascript', 'http'],
    ['https"><script>', 'http'],
    ['', 'http'],
  ])('have the scheme that X-Forwarded-Proto: %s can only mean: %s', (protocol, scheme) => {
    const asked = { ...request, protocol } as FastifyRequest
    expect(new Links(undefined).absolute(asked, '/x')).toBe(`${scheme}://127.0.0.1:8080/x`)
  })

  test.each([
    ['https://files.example.org', 'https://files.example.org'],
    ['https://files.example.org/', 'https://files.example.org'],
    ['https://example.org/files//', 'https://example.org/files'],
    ['http://localhost:9000/a/b', 'http://localhost:9000/a/b'],
  ])('stand under the public address %s, with its path', (publicUrl, base) => {
    const links = new Links(publicUrl)
    expect(links.to('/x?y=z')).toBe(`${base}/x?y=z`)
    expect(links.file(fileRecord())).toBe(`${base}/files/${id}`)
    expect(links.absolute(request, '/x')).toBe(`${base}/x`)
  })
})
