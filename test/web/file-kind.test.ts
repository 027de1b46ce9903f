import { expect, test } from 'vitest'
import { fileKind, openingOf } from '../../src/web/files/file-kind.js'

test.each([
  ['image/png', 'image', 'preview'],
  ['IMAGE/SVG+XML', 'image', 'preview'],
  ['audio/mpeg', 'audio', 'play'],
  ['video/mp4; codecs="avc1"', 'video', 'play'],
  ['application/pdf', 'pdf', 'preview'],
  ['text/plain; charset=utf-16', 'text', 'preview'],
  ['text/html', 'text', 'preview'],
  ['application/json', 'text', 'preview'],
  ['application/ld+json', 'text', 'preview'],
  ['application/javascript', 'text', 'preview'],
  ['application/zip', 'archive', 'download'],
  ['application/gzip', 'archive', 'download'],
  ['application/octet-stream', 'other', 'download'],
  ['application/zipped', 'other', 'download'],
  ['', 'other', 'download'],
])('%s is %s, and a click is to %s', (file_type, kind, opening) => {
  expect([fileKind({ file_type }), openingOf({ file_type })]).toEqual([kind, opening])
})
